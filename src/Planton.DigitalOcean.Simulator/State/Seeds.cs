namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A world to begin with. Everything is optional; what is missing is left as it is.</summary>
public sealed record WorldSeed
{
    /// <summary>The account.</summary>
    public AccountSeed? Account { get; init; }

    /// <summary>The slug of the account's tier; registries without a subscription get <c>professional</c>.</summary>
    public string? Tier { get; init; }

    /// <summary>How the undocumented questions are answered; replaces the present behavior.</summary>
    public Behavior? Behavior { get; init; }

    /// <summary>Registries to add.</summary>
    public IReadOnlyList<RegistrySeed> Registries { get; init; } = [];

    /// <summary>Clusters to add.</summary>
    public IReadOnlyList<ClusterSeed> Clusters { get; init; } = [];

    /// <summary>Clusters to add by the number.</summary>
    public IReadOnlyList<GeneratedClustersSeed> GeneratedClusters { get; init; } = [];

    /// <summary>Apps to add, in service already.</summary>
    public IReadOnlyList<AppSeed> Apps { get; init; } = [];

    /// <summary>Accepted tokens; as long as there are none, any token is accepted.</summary>
    public IReadOnlyList<TokenSeed> Tokens { get; init; } = [];

    /// <summary>Registry names that other customers hold.</summary>
    public IReadOnlyList<string> TakenNames { get; init; } = [];

    /// <summary>Faults to put in force.</summary>
    public IReadOnlyList<Faults.FaultRule> Faults { get; init; } = [];
}

/// <summary>The account behind every token.</summary>
public sealed record AccountSeed
{
    /// <summary>The e-mail address, which is also the user name of docker credentials.</summary>
    public string Email { get; init; } = "sammy@example.com";

    /// <summary>The owner's name.</summary>
    public string Name { get; init; } = "Sammy the Shark";

    /// <summary>The account's identity.</summary>
    public string Uuid { get; init; } = "b6fc89dbf6d9156cace5f3c78dc9851d957381ef";

    /// <summary><c>active</c>, <c>warning</c> or <c>locked</c>.</summary>
    public string Status { get; init; } = "active";

    /// <summary>The team's name.</summary>
    public string TeamName { get; init; } = "My Team";

    /// <summary>The team's identity.</summary>
    public string TeamUuid { get; init; } = "5df3e3004a17e242b7c20ca6c9fc25b701a47ece";
}

/// <summary>A token that is accepted.</summary>
/// <param name="Token">The token.</param>
/// <param name="Scopes">Its scopes, for example <c>registry:read</c>; null for full access.</param>
public sealed record TokenSeed(string Token, IReadOnlyList<string>? Scopes = null);

/// <summary>A registry to add.</summary>
public sealed record RegistrySeed
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The region's slug.</summary>
    public string Region { get; init; } = "nyc3";

    /// <summary>When it was created; <see cref="Age"/> before now when null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long ago it was created.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(90);

    /// <summary>When something was last pushed, which delays a garbage collection; null for long ago.</summary>
    public DateTimeOffset? LastPushAt { get; init; }

    /// <summary>The storage figure to show; what is stored when null.</summary>
    public long? StorageUsageBytes { get; init; }

    /// <summary>Manifests to add.</summary>
    public IReadOnlyList<ManifestSeed> Manifests { get; init; } = [];

    /// <summary>Repositories to add by the number.</summary>
    public GeneratedContentSeed? Generated { get; init; }

    /// <summary>Blobs that no manifest points to.</summary>
    public IReadOnlyList<SimulatedBlob> UnreferencedBlobs { get; init; } = [];

    /// <summary>Garbage collections of the past.</summary>
    public IReadOnlyList<GarbageCollectionSeed> GarbageCollections { get; init; } = [];
}

/// <summary>A manifest to add.</summary>
public sealed record ManifestSeed
{
    /// <summary>The repository, which may hold slashes; it comes into being with its first manifest.</summary>
    public required string Repository { get; init; }

    /// <summary>The digest; made up from repository, tags, blobs and children when null.</summary>
    public string? Digest { get; init; }

    /// <summary>The tags; none makes it untagged.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The blobs it points to; when empty, those of the existing manifest with its digest, or one of a megabyte, or none if it has children.</summary>
    public IReadOnlyList<SimulatedBlob> Blobs { get; init; } = [];

    /// <summary>The digests of the manifests that an index points to; they are seeded separately.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>When it was pushed, its tags with it; <see cref="Age"/> before now when null.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>How long ago it was pushed.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>Content by the number: every manifest has blobs of its own, so each untagged one frees them all, and may have others in common with its repository.</summary>
public sealed record GeneratedContentSeed
{
    /// <summary>Repositories, named <c>repo-1</c> and so on.</summary>
    public int Repositories { get; init; } = 1;

    /// <summary>The prefix of the repositories' names.</summary>
    public string RepositoryPrefix { get; init; } = "repo-";

    /// <summary>Tagged manifests in each, tagged <c>v1</c> and so on; the highest number is the newest.</summary>
    public int Tagged { get; init; } = 3;

    /// <summary>The prefix of the tags' names.</summary>
    public string TagPrefix { get; init; } = "v";

    /// <summary>How long ago the newest manifest of each repository was pushed.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The time between two pushes; untagged manifests are older than all tagged ones.</summary>
    public TimeSpan Step { get; init; }

    /// <summary>Untagged manifests in each.</summary>
    public int Untagged { get; init; }

    /// <summary>If not 0, each image is an index with this number of untagged manifests.</summary>
    public int Platforms { get; init; }

    /// <summary>Blobs of each manifest.</summary>
    public int BlobsPerManifest { get; init; } = 2;

    /// <summary>Blobs that all manifests of a repository have in common.</summary>
    public int SharedBlobs { get; init; }

    /// <summary>Size of each blob.</summary>
    public long BlobBytes { get; init; } = 10_000_000;

    /// <summary>Blobs of the registry that no manifest points to.</summary>
    public int UnreferencedBlobs { get; init; }
}

/// <summary>A garbage collection of the past.</summary>
public sealed record GarbageCollectionSeed
{
    /// <summary>Its identity; made up when null.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>A terminal status, or any other to have a run that stays active in it.</summary>
    public string Status { get; init; } = GarbageCollectionStatus.Succeeded;

    /// <summary>What it deleted.</summary>
    public string Type { get; init; } = GarbageCollectionType.Both;

    /// <summary>When it was started; <see cref="Age"/> before now when null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long ago it was started.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; } = TimeSpan.FromSeconds(14);

    /// <summary>Blobs it deleted.</summary>
    public long BlobsDeleted { get; init; }

    /// <summary>Bytes it freed.</summary>
    public long FreedBytes { get; init; }
}

/// <summary>A cluster to add, running unless a state is given.</summary>
public sealed record ClusterSeed
{
    /// <summary>The UUID; made up when null.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The region's slug.</summary>
    public string Region { get; init; } = "nyc1";

    /// <summary>The release's slug; the newest when null.</summary>
    public string? Version { get; init; }

    /// <summary>A state to stay in; null for running.</summary>
    public string? State { get; init; }

    /// <summary>Names of the registries it is integrated with; they need not exist.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    /// <summary>Whether answers leave <c>registries</c> out, as older control planes do.</summary>
    public bool OmitsRegistries { get; init; }

    /// <summary>Its namespaces, workloads and other objects.</summary>
    public WorkloadChange? Content { get; init; }

    /// <summary>Who can reach and read its API; null for everyone with a token.</summary>
    public ClusterAccess? Access { get; init; }

    /// <summary>Tags of the user.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Nodes of its one pool.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>When it was created; <see cref="Age"/> before now when null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long ago it was created.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>Equal clusters by the number.</summary>
public sealed record GeneratedClustersSeed
{
    /// <summary>How many.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Names are this and a number from 1.</summary>
    public string NamePrefix { get; init; } = "cluster-";

    /// <summary>Regions, taken in turn.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["nyc1"];

    /// <summary>Registries that each is integrated with.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    /// <summary>Namespaces, workloads and other objects of each.</summary>
    public WorkloadChange? Content { get; init; }

    /// <summary>A state to stay in; null for running.</summary>
    public string? State { get; init; }

    /// <summary>Whether answers leave <c>registries</c> out.</summary>
    public bool OmitsRegistries { get; init; }
}
