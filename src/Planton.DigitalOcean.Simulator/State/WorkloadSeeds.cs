using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The kind of a workload.</summary>
public enum WorkloadKind
{
    /// <summary>A deployment with a replica set for each revision and pods for the current one.</summary>
    Deployment,

    /// <summary>A stateful set with its revisions and pods.</summary>
    StatefulSet,

    /// <summary>A daemon set with its revisions and pods.</summary>
    DaemonSet,

    /// <summary>A job with pods.</summary>
    Job,

    /// <summary>A cron job between two runs: it has no pods.</summary>
    CronJob,

    /// <summary>A pod without a controller.</summary>
    Pod,
}

/// <summary>A workload to add to a cluster, or to replace the one with its kind and name.</summary>
public sealed record WorkloadSeed
{
    /// <summary>The kind.</summary>
    public WorkloadKind Kind { get; init; }

    /// <summary>The namespace; it is created if it does not exist.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The image of its container, as in a manifest.</summary>
    public required string Image { get; init; }

    /// <summary>The images of its earlier revisions, oldest first: a rollback returns to one of them.</summary>
    public IReadOnlyList<string> OldImages { get; init; } = [];

    /// <summary>The image of an init container; null for none.</summary>
    public string? InitImage { get; init; }

    /// <summary>The image of an ephemeral (debug) container in its pods; null for none.</summary>
    public string? EphemeralImage { get; init; }

    /// <summary>The number of pods; 0 for a workload that is scaled down.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The service account of its pods; it is created if it does not exist.</summary>
    public string ServiceAccount { get; init; } = "default";

    /// <summary>The pull secrets in its pod template; when empty, its pods are given those of the service account.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>The digest that its pods run; null for the digest that the tag has now or, if it has none, an invented one.</summary>
    public string? Digest { get; init; }

    /// <summary>The prefix of <c>imageID</c>, such as <c>docker-pullable://</c>.</summary>
    public string ImageIdPrefix { get; init; } = "";

    /// <summary>The reason why its containers wait, such as <c>ImagePullBackOff</c>; null when they run.</summary>
    public string? WaitingReason { get; init; }

    /// <summary>The message beside that reason.</summary>
    public string? WaitingMessage { get; init; }

    /// <summary>A cron job's schedule.</summary>
    public string Schedule { get; init; } = "0 3 * * *";

    /// <summary>How long ago it was created.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>A namespace to add.</summary>
/// <param name="Name">The name.</param>
/// <param name="HasPullSecrets">Whether the operator puts the pull secrets of integrations into it.</param>
public sealed record NamespaceSeed(string Name, bool HasPullSecrets = true);

/// <summary>Names an object of a cluster.</summary>
/// <param name="Kind">Its kind, singular or plural, for example <c>Deployment</c> or <c>deployments</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; ignored for a namespace.</param>
public sealed record ObjectName(string Kind, string Name, string Namespace = "default");

/// <summary>Deployments to generate, each with pods and earlier revisions.</summary>
public sealed record GeneratedWorkloadsSeed
{
    /// <summary>The number of pods in all deployments together.</summary>
    public int Pods { get; init; } = 10;

    /// <summary>The number of pods in each deployment.</summary>
    public int PodsPerDeployment { get; init; } = 5;

    /// <summary>The number of earlier revisions of each deployment.</summary>
    public int OldRevisions { get; init; } = 2;

    /// <summary>The number of namespaces, named <c>team-1</c> and so on, which the deployments use in turn.</summary>
    public int Namespaces { get; init; } = 4;

    /// <summary>
    /// The registry whose images they run: the deployments use its repositories in turn, with the newest tag for the current revision and older tags for earlier
    /// ones. Null for an image from elsewhere.
    /// </summary>
    public string? Registry { get; init; }
}

/// <summary>Objects to remove from a cluster and then to add to it.</summary>
public sealed record WorkloadChange
{
    /// <summary>Objects to remove, together with what they own.</summary>
    public IReadOnlyList<ObjectName> Remove { get; init; } = [];

    /// <summary>Namespaces to add.</summary>
    public IReadOnlyList<NamespaceSeed> Namespaces { get; init; } = [];

    /// <summary>Objects to add or replace, as manifests.</summary>
    public IReadOnlyList<JsonObject> Objects { get; init; } = [];

    /// <summary>Workloads to add or replace.</summary>
    public IReadOnlyList<WorkloadSeed> Workloads { get; init; } = [];

    /// <summary>Workloads to generate.</summary>
    public GeneratedWorkloadsSeed? Generated { get; init; }
}
