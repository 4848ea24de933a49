using System.Collections.Immutable;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A container registry with its content and its garbage collections.</summary>
public sealed class SimulatedRegistry
{
    private DateTimeOffset? _recount;

    /// <summary>A registry can have thousands of runs, and is brought up to date at every request: only those that go on are looked at.</summary>
    private ImmutableList<GarbageCollectionRun> _unfinished = [];

    internal SimulatedRegistry(string name, string region, DateTimeOffset createdAt)
    {
        Name = name;
        Region = region;
        CreatedAt = createdAt;
        StorageUsageUpdatedAt = createdAt;
    }

    /// <summary>The name, which is also its identity.</summary>
    public string Name { get; }

    /// <summary>The region's slug.</summary>
    public string Region { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When something was last pushed through <see cref="World.Push"/> or a seed said so; null for never.</summary>
    public DateTimeOffset? LastPushAt { get; internal set; }

    /// <summary>The storage figure that the API shows, which lags behind <see cref="StoredBytes"/>.</summary>
    public long StorageUsageBytes { get; internal set; }

    /// <summary>When the figure was taken.</summary>
    public DateTimeOffset StorageUsageUpdatedAt { get; internal set; }

    /// <summary>Repositories by name.</summary>
    public ImmutableSortedDictionary<string, SimulatedRepository> Repositories { get; private set; } =
        ImmutableSortedDictionary.Create<string, SimulatedRepository>(StringComparer.Ordinal);

    /// <summary>All blobs by digest, referenced or not.</summary>
    public ImmutableSortedDictionary<string, SimulatedBlob> Blobs { get; internal set; } =
        ImmutableSortedDictionary.Create<string, SimulatedBlob>(StringComparer.Ordinal);

    /// <summary>All runs, oldest first.</summary>
    public ImmutableList<GarbageCollectionRun> GarbageCollections { get; private set; } = [];

    /// <summary>What is stored in truth.</summary>
    public long StoredBytes => Blobs.Values.Sum(blob => blob.SizeBytes);

    /// <summary>The active run; null when none is.</summary>
    public GarbageCollectionRun? ActiveGarbageCollection => _unfinished.Find(run => run.IsActive);

    internal ImmutableQueue<GarbageCollectionScript> Scripts { get; set; } = [];

    internal Behavior Behavior { get; set; } = new();

    internal void AdvanceTo(DateTimeOffset now)
    {
        foreach (var run in _unfinished) run.AdvanceTo(now);
        _unfinished = _unfinished.RemoveAll(run => !run.IsActive);
        if (_recount is { } due && due <= now) ShowStorage(StoredBytes, due);
    }

    internal void Add(GarbageCollectionRun run)
    {
        GarbageCollections = GarbageCollections.Add(run);
        if (GarbageCollections.Count > 1 && GarbageCollections[^2].CreatedAt > run.CreatedAt)
        {
            GarbageCollections = [.. GarbageCollections.OrderBy(one => one.CreatedAt)];
        }

        if (run.IsActive) _unfinished = _unfinished.Add(run);
    }

    internal void ShowStorage(long bytes, DateTimeOffset at)
    {
        _recount = null;
        StorageUsageBytes = bytes;
        StorageUsageUpdatedAt = at;
    }

    internal void Put(string repository, SimulatedManifest manifest, IEnumerable<string> tags, DateTimeOffset at)
    {
        foreach (var blob in manifest.Blobs) Blobs = Blobs.SetItem(blob.Digest, blob);
        Put(repository, Repositories.GetValueOrDefault(repository, SimulatedRepository.Empty).With(manifest, tags), at);
    }

    internal void Put(string name, SimulatedRepository repository, DateTimeOffset at)
    {
        Repositories = Repositories.SetItem(name, repository);
        Changed(at);
    }

    internal void DeleteRepository(string name, DateTimeOffset at)
    {
        Repositories = Repositories.Remove(name);
        Changed(at);
    }

    internal void PutBlob(SimulatedBlob blob, DateTimeOffset at)
    {
        Blobs = Blobs.SetItem(blob.Digest, blob);
        Changed(at);
    }

    internal void DeleteUntaggedManifests(DateTimeOffset at)
    {
        foreach (var (name, repository) in Repositories)
        {
            Repositories = Repositories.SetItem(name, repository.WithoutUntagged(keepsChildren: !Behavior.GarbageCollectionDeletesChildren));
        }

        Changed(at);
    }

    internal IReadOnlyList<SimulatedBlob> UnreferencedBlobs()
    {
        var referenced = Repositories.Values
            .SelectMany(repository => repository.Manifests.Values)
            .SelectMany(manifest => manifest.Blobs)
            .Select(blob => blob.Digest)
            .ToHashSet(StringComparer.Ordinal);
        return [.. Blobs.Values.Where(blob => !referenced.Contains(blob.Digest))];
    }

    internal void DeleteBlob(string digest, DateTimeOffset at)
    {
        Blobs = Blobs.Remove(digest);
        Changed(at);
    }

    private void Changed(DateTimeOffset at) => _recount = at + Behavior.StorageUsageLag;
}
