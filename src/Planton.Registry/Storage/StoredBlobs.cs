using Planton.Registry.Images;
using Planton.Registry.Retention;

namespace Planton.Registry.Storage;

/// <summary>
/// The blobs of a registry with the day on which each arrived: that of the earliest manifest that needs it. A blob is stored once, so it counts on
/// one day and for one repository, whichever had it first.
/// </summary>
/// <remarks>
/// A manifest whose blobs are not listed does not count. It is an index, and the manifests that it points to are listed themselves.
/// </remarks>
internal sealed class StoredBlobs
{
    private readonly Dictionary<BlobDigest, Arrival> _arrivals = [];

    public StoredBlobs(IEnumerable<ImageManifest> manifests)
    {
        foreach (var manifest in manifests.Where(static manifest => manifest.ListsBlobs).OrderBy(static manifest => manifest.PushedAt ?? DateTimeOffset.MaxValue))
        {
            var day = manifest.PushedAt is { } time ? StorageWindow.DayOf(time) : (DateOnly?)null;
            foreach (var blob in manifest.Blobs) _arrivals.TryAdd(blob.Digest, new(manifest.Repository, day, blob.SizeBytes));
        }
    }

    /// <summary>The bytes that arrived on each day of a window, by repository.</summary>
    public Dictionary<string, SortedDictionary<DateOnly, long>> PushedIn(StorageWindow window) => _arrivals.Values
        .Where(arrival => arrival.Day is { } day && window.Contains(day))
        .GroupBy(static arrival => arrival.Repository, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => ByDay(group), StringComparer.Ordinal);

    /// <summary>The bytes that the manifests of one repository need, whichever repository had them first.</summary>
    public static long BytesOf(IEnumerable<ImageManifest> manifests) => ReclaimableStorage.Sum(manifests.Where(static manifest => manifest.ListsBlobs)
        .SelectMany(static manifest => manifest.Blobs).DistinctBy(static blob => blob.Digest).Select(static blob => blob.SizeBytes));

    private static SortedDictionary<DateOnly, long> ByDay(IEnumerable<Arrival> arrivals) =>
        new(arrivals.GroupBy(static arrival => arrival.Day!.Value).ToDictionary(static day => day.Key, static day => ReclaimableStorage.Sum(day.Select(static arrival => arrival.SizeBytes))));

    private sealed record Arrival(string Repository, DateOnly? Day, long SizeBytes);
}
