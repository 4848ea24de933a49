using Planton.Registry.Images;

namespace Planton.Registry.Retention;

/// <summary>
/// How many bytes become free if some manifests of a registry are deleted. A blob is stored once for the whole registry, so it becomes free only
/// if no other manifest of any repository needs it, and it counts once.
/// </summary>
internal sealed class ReclaimableStorage
{
    private readonly Dictionary<BlobDigest, long> _free = [];

    /// <param name="released">The manifests that are deleted.</param>
    /// <param name="kept">The manifests that need their blobs.</param>
    public ReclaimableStorage(IEnumerable<ImageManifest> released, IEnumerable<ImageManifest> kept)
    {
        foreach (var blob in released.SelectMany(static manifest => manifest.Blobs)) _free[blob.Digest] = Math.Max(blob.SizeBytes, _free.GetValueOrDefault(blob.Digest));
        foreach (var blob in kept.SelectMany(static manifest => manifest.Blobs)) _free.Remove(blob.Digest);
    }

    /// <summary>The bytes that all deleted manifests free together.</summary>
    public long TotalBytes => Sum(_free.Values);

    /// <summary>The bytes of some of the deleted manifests that become free if all of them are deleted; others may need the same blobs.</summary>
    public long BytesOf(IEnumerable<ImageManifest> manifests) => Sum(
        manifests.SelectMany(static manifest => manifest.Blobs).Select(static blob => blob.Digest).Distinct().Select(digest => _free.GetValueOrDefault(digest)));

    /// <summary>The sum of sizes. What a service reports may exceed the range of a number in total.</summary>
    public static long Sum(IEnumerable<long> sizes) => (long)Int128.Min(sizes.Aggregate(Int128.Zero, static (sum, size) => sum + size), long.MaxValue);
}
