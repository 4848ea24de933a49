namespace Planton.DigitalOcean.Simulator.State;

/// <summary>What a further registry's create call does when it names another tier than the account's.</summary>
public enum FurtherTier
{
    /// <summary>The account's tier stays as it is.</summary>
    Ignore,

    /// <summary>The account changes to the named tier, if it is eligible.</summary>
    Change,

    /// <summary>The call is refused with 422.</summary>
    Refuse,
}

/// <summary>
/// Where the API's documentation is silent or its deployments differ, the simulator can give each answer that a client
/// may meet. Every member has the likeliest one as its default. A change applies to requests from then on.
/// </summary>
public sealed record Behavior
{
    /// <summary>Length of each phase of a garbage collection.</summary>
    public GarbageCollectionTiming GarbageCollection { get; init; } = new();

    /// <summary>Status of the answer when a garbage collection is started while one is active: 409, 412 or 422.</summary>
    public int GarbageCollectionConflictStatus { get; init; } = 409;

    /// <summary>Leaves <c>type</c> out of garbage collections, as older deployments do.</summary>
    public bool OmitGarbageCollectionType { get; init; }

    /// <summary>Status of the answer when a repository, tag or manifest is deleted while a garbage collection runs.</summary>
    public int ReadOnlyStatus { get; init; } = 409;

    /// <summary>
    /// Whether a garbage collection deletes the manifests of a tagged index, which have no tag of their own. Not documented.
    /// </summary>
    public bool GarbageCollectionDeletesChildren { get; init; }

    /// <summary>Lists tags by name instead of newest first; no order is documented.</summary>
    public bool TagsByName { get; init; }

    /// <summary>Leaves <c>read_only</c> out of registries: it is not documented.</summary>
    public bool OmitReadOnly { get; init; }

    /// <summary>Gives the time of the storage figure as <c>storage_usage_updated_at</c>, which was seen in the field.</summary>
    public bool LegacyStorageTimestamp { get; init; }

    /// <summary>How long after a change of content the storage figure follows.</summary>
    public TimeSpan StorageUsageLag { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The tier of an account whose first registry is created without one.</summary>
    public string FirstTier { get; init; } = "starter";

    /// <summary>What a further registry's create call does when it names another tier than the account's.</summary>
    public FurtherTier FurtherTier { get; init; }

    /// <summary>How many registries the account may have; null for what its tier allows. No published tier allows more than ten.</summary>
    public int? MaxRegistries { get; init; }

    /// <summary>The region of a registry that is created without one.</summary>
    public string DefaultRegion { get; init; } = "nyc3";

    /// <summary>The shortest registry name; the API's pattern says 1, its how-to page 3.</summary>
    public int ShortestRegistryName { get; init; } = 1;

    /// <summary>Whether the name of a deleted registry stays taken.</summary>
    public bool DeletedNamesStayTaken { get; init; }

    /// <summary>Whether the subscription ends with the last registry.</summary>
    public bool SubscriptionEndsWithLastRegistry { get; init; }

    /// <summary>Whether clusters keep the integration of a registry that is deleted.</summary>
    public bool DeletedRegistryStaysIntegrated { get; init; }

    /// <summary>How long a new cluster is provisioning.</summary>
    public TimeSpan ClusterProvisioning { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a deleted cluster is shown as deleting; zero makes it vanish at once. The official Go client fails on
    /// any answer that holds a cluster in that state.
    /// </summary>
    public TimeSpan ClusterDeletion { get; init; }

    /// <summary>How long an upgrade of a cluster takes.</summary>
    public TimeSpan ClusterUpgrade { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a new node of a running cluster is provisioning.</summary>
    public TimeSpan NodeProvisioning { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Leaves <c>registries</c> out of clusters, as older control planes do.</summary>
    public bool OmitClusterRegistries { get; init; }

    /// <summary>Shows an empty list of <c>registries</c> for every cluster, also beside a <c>registry_enabled</c> that is true.</summary>
    public bool EmptyClusterRegistries { get; init; }

    /// <summary>How long after the call an integration shows on the cluster.</summary>
    public TimeSpan IntegrationDelay { get; init; }

    /// <summary>
    /// The prefix of the registry's name in the names of the pull secrets that an integration creates; sources disagree between none and <c>registry-</c>.
    /// </summary>
    public string PullSecretPrefix { get; init; } = "";

    /// <summary>Status of a request for the credentials of a cluster that requires single sign-on. Not documented.</summary>
    public int SsoRequiredStatus { get; init; } = 403;

    /// <summary>Status with which both calls of <c>/v2/kubernetes/registries</c> are refused, 404 or 405; null when they work.</summary>
    public int? NamedIntegrationStatus { get; init; }

    /// <summary>DELETE <c>/v2/kubernetes/registries</c> answers 204 and changes nothing.</summary>
    public bool NamedRemovalIneffective { get; init; }

    /// <summary>Status of an integration call that names an unknown registry.</summary>
    public int UnknownRegistryStatus { get; init; } = 404;

    /// <summary>Status of <c>POST /v2/kubernetes/registry</c> in an account without a registry.</summary>
    public int NoRegistryStatus { get; init; } = 412;

    /// <summary>Status with which <c>/v2/kubernetes/registry</c> is refused in an account with several registries; null: it means all of them.</summary>
    public int? PlainIntegrationSeveralStatus { get; init; }

    /// <summary>Status of an integration call for a cluster that is not running.</summary>
    public int ClusterNotRunningStatus { get; init; } = 412;

    /// <summary>
    /// Whether a job's <c>run_command</c> takes the place of its image's entry point, so that it must begin with a program; otherwise it is
    /// handed to the entry point as arguments. Not documented.
    /// </summary>
    public bool RunCommandReplacesEntryPoint { get; init; } = true;

    /// <summary>Refuses apps that consist of jobs only; nothing is documented against them.</summary>
    public bool AppNeedsMoreThanJobs { get; init; }

    /// <summary>Status with which a faulty app specification is refused, 400 or 422.</summary>
    public int InvalidAppSpecStatus { get; init; } = 400;

    /// <summary>Status of the answer when an app's name is taken: 409 was seen, 422 would fit too.</summary>
    public int DuplicateAppNameStatus { get; init; } = 409;

    /// <summary>Fills in members of an app specification that were left out, as far as that was seen.</summary>
    public bool FillInAppSpec { get; init; } = true;

    /// <summary>Whether 7 is a name of Sunday in a job's cron expression; common libraries differ.</summary>
    public bool SundayMayBeSeven { get; init; }

    /// <summary>What becomes of the slots of a job that a clock change skips or repeats; not documented.</summary>
    public ScheduleClockChange ScheduleClockChange { get; init; }

    /// <summary>How long a deployment of an app takes.</summary>
    public DeploymentTiming Deployment { get; init; } = new();

    /// <summary>Makes the deployments that begin from now on fail.</summary>
    public bool DeploymentsFail { get; init; }

    /// <summary>How long a run of a job takes.</summary>
    public JobTiming Job { get; init; } = new();

    /// <summary>Whether a run is skipped while the one before it goes on; otherwise both run. Not documented, but there is a phase for it.</summary>
    public bool OverlappingInvocationsAreSkipped { get; init; } = true;

    /// <summary>Gives a single run of a job without the member around it, as the published description has it and real answers have not.</summary>
    public bool BareJobInvocation { get; init; }

    /// <summary>Lists the runs of jobs oldest first; no order is documented.</summary>
    public bool OldestInvocationsFirst { get; init; }

    /// <summary>Status of the answer when a run of a job is cancelled that has ended.</summary>
    public int EndedInvocationStatus { get; init; } = 409;

    /// <summary>The base of paging links; null for the address the caller used. The real API always names its own host.</summary>
    public string? LinksBaseUrl { get; init; }
}

/// <summary>Length of each phase of a garbage collection, in simulated time; a wait of no length is left out.</summary>
public sealed record GarbageCollectionTiming
{
    /// <summary>Length of <c>requested</c>.</summary>
    public TimeSpan Requested { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Length of <c>waiting for write JWTs to expire</c> when nothing was pushed lately.</summary>
    public TimeSpan WaitingForTokens { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Life of a push token: after a push the wait lasts until the token of that push has expired.</summary>
    public TimeSpan PushTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Length of <c>scanning manifests</c>.</summary>
    public TimeSpan Scanning { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Length of <c>waiting for delete requests</c>, which only some runs show.</summary>
    public TimeSpan WaitingForDeletes { get; init; }

    /// <summary>Length of <c>deleting unreferenced blobs</c>.</summary>
    public TimeSpan Deleting { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Length of <c>cancelling</c>.</summary>
    public TimeSpan Cancelling { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>Length of each phase of a deployment, in simulated time.</summary>
public sealed record DeploymentTiming
{
    /// <summary>Length of <c>PENDING_BUILD</c>.</summary>
    public TimeSpan Pending { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Length of <c>BUILDING</c>, in which images are fetched.</summary>
    public TimeSpan Building { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Length of <c>DEPLOYING</c>.</summary>
    public TimeSpan Deploying { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Length of the parts of a run of a job, in simulated time.</summary>
public sealed record JobTiming
{
    /// <summary>Length of <c>PENDING</c>.</summary>
    public TimeSpan Pending { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long its container runs before the command has its effect.</summary>
    public TimeSpan BeforeCall { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long its container runs after that.</summary>
    public TimeSpan AfterCall { get; init; } = TimeSpan.FromSeconds(2);
}
