using Planton.Registry.Images;

namespace Planton.Registry.Retention;

/// <summary>
/// How many bytes become free when some manifests of a registry are deleted. A blob is stored once for the whole registry, so it becomes free only
/// if no other manifest of any repository needs it, and it counts once.
/// </summary>
internal sealed class ReclaimableStorage
{
    private readonly HashSet<string> _needed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _released = new(StringComparer.Ordinal);

    /// <summary>The bytes that all released manifests free together.</summary>
    public long TotalBytes => Sum(_released.Where(blob => !_needed.Contains(blob.Key)).Select(static blob => blob.Value));

    /// <summary>Adds a manifest that stays.</summary>
    public void Keep(ImageManifest manifest) => _needed.UnionWith(manifest.Blobs.Select(static blob => blob.Digest));

    /// <summary>Adds a manifest that goes.</summary>
    public void Release(ImageManifest manifest)
    {
        foreach (var blob in manifest.Blobs) _released[blob.Digest] = Math.Max(blob.SizeBytes, _released.GetValueOrDefault(blob.Digest));
    }

    /// <summary>The bytes that some of the released manifests free, if all of the released ones go; others of them may need the same blobs.</summary>
    /// <param name="manifests">Released manifests.</param>
    public long BytesOf(IEnumerable<ImageManifest> manifests) => Sum(
        manifests.SelectMany(static manifest => manifest.Blobs).Select(static blob => blob.Digest).Distinct(StringComparer.Ordinal)
            .Where(digest => !_needed.Contains(digest)).Select(digest => _released[digest]));

    // What a service says about sizes may add up to more than there are numbers for.
    private static long Sum(IEnumerable<long> sizes) => (long)Int128.Min(sizes.Aggregate(Int128.Zero, static (sum, size) => sum + size), long.MaxValue);
}
