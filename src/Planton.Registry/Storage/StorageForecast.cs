using Planton.Registry.Retention;

namespace Planton.Registry.Storage;

/// <summary>What a forecast is made from.</summary>
internal sealed record StorageSituation
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Over how many days growth is measured.</summary>
    public required int WindowDays { get; init; }

    public required IReadOnlyList<StoredRegistry> Registries { get; init; }

    /// <summary>What the account stores by the service's own count, which is what it charges for.</summary>
    public required StorageSample Stored { get; init; }

    /// <summary>Earlier counts that somebody kept.</summary>
    public IReadOnlyList<StorageSample> Samples { get; init; } = [];

    public required StorageTier Tier { get; init; }
}

/// <summary>A repository and its growth.</summary>
/// <param name="Bytes">What its manifests need. Other repositories may need some of it too.</param>
/// <param name="ReclaimableBytes">What only untagged manifests need, as far as its own do.</param>
/// <param name="PushedBytes">What arrived on each day of the window and is still stored; days without a push are missing.</param>
/// <param name="BytesPerDay">What arrived on an average day.</param>
internal sealed record RepositoryStorage(
    string Registry, string Name, long Bytes, long ReclaimableBytes, SortedDictionary<DateOnly, long> PushedBytes, double BytesPerDay);

/// <summary>How much an account stores, how fast that grows, and what follows for its allowance and its bill.</summary>
/// <param name="AsIs">What follows if nothing is done.</param>
/// <param name="Collected">What follows if garbage collection frees everything reclaimable today.</param>
internal sealed record StorageForecast(
    DateOnly Today, StorageGrowth Growth, IReadOnlyList<RepositoryStorage> Repositories, long ReclaimableBytes, StorageProjection AsIs, StorageProjection Collected)
{
    /// <summary>The bytes that arrived in all repositories on each day of the window.</summary>
    public IEnumerable<KeyValuePair<DateOnly, long>> BytesByDay => Repositories.SelectMany(static repository => repository.PushedBytes)
        .GroupBy(static day => day.Key, static day => day.Value).Select(static day => KeyValuePair.Create(day.Key, ReclaimableStorage.Sum(day)));

    public static StorageForecast Of(StorageSituation situation)
    {
        var window = StorageWindow.Before(situation.Now, situation.WindowDays);
        var registries = situation.Registries.Select(registry => RegistryStorage.Of(registry, window)).ToList();
        var growth = StorageGrowth.BySamples([.. situation.Samples.Where(sample => sample.At < situation.Stored.At), situation.Stored], window)
            ?? StorageGrowth.ByManifests(registries.Select(static registry => (registry.Registry, registry.PushedBytes)), window);
        var reclaimable = ReclaimableStorage.Sum(registries.Select(static registry => registry.ReclaimableBytes));
        return new(
            window.Today,
            growth,
            [.. registries.SelectMany(static registry => registry.Repositories)],
            reclaimable,
            StorageProjection.Of(situation.Stored.Bytes, growth, situation.Tier, window.Today),
            StorageProjection.Of(Math.Max(0, situation.Stored.Bytes - reclaimable), growth, situation.Tier, window.Today));
    }

    private sealed record RegistryStorage(StoredRegistry Registry, IReadOnlyList<RepositoryStorage> Repositories, long ReclaimableBytes)
    {
        public long PushedBytes => ReclaimableStorage.Sum(Repositories.SelectMany(static repository => repository.PushedBytes.Values));

        public static RegistryStorage Of(StoredRegistry registry, StorageWindow window)
        {
            var tagged = registry.Manifests.ToLookup(static manifest => !manifest.IsUntagged);
            var reclaimable = new ReclaimableStorage(tagged[false], tagged[true]);
            var pushed = new StoredBlobs(registry.Manifests).PushedIn(window);
            var manifests = registry.Manifests.ToLookup(static manifest => manifest.Repository, StringComparer.Ordinal);
            return new(registry, [.. registry.Repositories.Select(Repository)], reclaimable.TotalBytes);

            RepositoryStorage Repository(string name)
            {
                var (days, mine) = (window.DaysSince(registry.CreatedAt), pushed.GetValueOrDefault(name) ?? []);
                return new(
                    registry.Name, name, StoredBlobs.BytesOf(manifests[name]), reclaimable.BytesOf(manifests[name].Where(static manifest => manifest.IsUntagged)),
                    mine, days == 0 ? 0 : ReclaimableStorage.Sum(mine.Values) / (double)days);
            }
        }
    }
}
