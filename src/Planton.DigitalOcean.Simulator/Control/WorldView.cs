using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Control;

/// <summary>The world as the control path shows it: what is true, beside what the API says.</summary>
internal sealed record WorldView(
    DateTimeOffset Now,
    double Speed,
    AccountSeed Account,
    string? Tier,
    IReadOnlyList<RegistryView> Registries,
    IReadOnlyList<ClusterView> Clusters,
    IReadOnlyList<AppView> Apps,
    IReadOnlyList<MintedView> MintedTokens,
    IReadOnlyCollection<string> TakenNames)
{
    public static WorldView Of(World world) => new(
        world.Now,
        world.Clock.Speed,
        world.Account,
        world.Tier,
        [.. world.Registries.Select(RegistryView.Of)],
        [.. world.Clusters.Select(cluster => ClusterView.Of(cluster, world.Now))],
        [.. world.Apps.Select(AppView.Of)],
        [.. world.MintedTokens.Select(MintedView.Of)],
        world.RegistryStore.TakenNames);
}

internal sealed record RegistryView(
    string Name,
    string Region,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastPushAt,
    long StoredBytes,
    long StorageUsageBytes,
    bool ReadOnly,
    IReadOnlyList<RepositoryView> Repositories,
    IReadOnlyList<SimulatedBlob> Blobs,
    IReadOnlyList<RunView> GarbageCollections)
{
    public static RegistryView Of(SimulatedRegistry registry) => new(
        registry.Name,
        registry.Region,
        registry.CreatedAt,
        registry.LastPushAt,
        registry.StoredBytes,
        registry.StorageUsageBytes,
        registry.ActiveGarbageCollection is not null,
        [.. registry.Repositories.Select(pair => RepositoryView.Of(pair.Key, pair.Value))],
        [.. registry.Blobs.Values],
        [.. registry.GarbageCollections.Select(RunView.Of)]);
}

internal sealed record RepositoryView(string Name, IReadOnlyList<ManifestView> Manifests, IReadOnlyList<SimulatedTag> Tags)
{
    public static RepositoryView Of(string name, SimulatedRepository repository)
    {
        var tags = repository.TagsByDigest();
        return new RepositoryView(
            name,
            [.. repository.Manifests.Values.Select(manifest => ManifestView.Of(manifest, tags[manifest.Digest]))],
            [.. repository.Tags.Values]);
    }
}

internal sealed record ManifestView(
    string Digest,
    IReadOnlyList<string> Tags,
    IReadOnlyList<SimulatedBlob> Blobs,
    IReadOnlyList<string> Children,
    DateTimeOffset UpdatedAt,
    long SizeBytes,
    long CompressedSizeBytes)
{
    public static ManifestView Of(SimulatedManifest manifest, IEnumerable<string> tags) => new(
        manifest.Digest,
        [.. tags],
        manifest.Blobs,
        manifest.Children,
        manifest.UpdatedAt,
        manifest.SizeBytes,
        manifest.CompressedSizeBytes);
}

internal sealed record RunView(
    Guid Uuid,
    string Status,
    string Type,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long BlobsDeleted,
    long FreedBytes,
    bool Active)
{
    public static RunView Of(GarbageCollectionRun run) =>
        new(run.Uuid, run.Status, run.Type, run.CreatedAt, run.UpdatedAt, run.BlobsDeleted, run.FreedBytes, run.IsActive);
}

internal sealed record ClusterView(
    string Id,
    string Name,
    string Region,
    string Version,
    string State,
    IReadOnlyCollection<string> Registries,
    bool OmitsRegistries,
    ClusterAccess Access,
    IReadOnlyDictionary<string, int> Objects)
{
    public static ClusterView Of(SimulatedCluster cluster, DateTimeOffset now) =>
        new(
            cluster.Id,
            cluster.Name,
            cluster.Region,
            cluster.Version,
            cluster.StateAt(now),
            cluster.Registries,
            cluster.OmitsRegistries,
            cluster.Access,
            ObjectKind.All.ToDictionary(kind => kind.QualifiedName, kind => cluster.Content?.Objects.All(kind).Count() ?? 0, StringComparer.Ordinal));
}

/// <summary>A docker token without the token.</summary>
internal sealed record MintedView(
    int Number,
    string? RegistryName,
    bool ReadWrite,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    bool Revoked)
{
    public static MintedView Of(MintedToken token) =>
        new(token.Number, token.RegistryName, token.ReadWrite, token.CreatedAt, token.ExpiresAt, token.Revoked);
}
