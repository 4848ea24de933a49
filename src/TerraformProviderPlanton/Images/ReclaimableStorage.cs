using Planton.DigitalOcean.Registries;

namespace TerraformProviderPlanton.Images;

/// <summary>The manifests of one repository, as the API lists them.</summary>
/// <param name="Manifests">All its manifests, tagged or not.</param>
internal sealed record RepositoryContent(Repository Repository, IReadOnlyList<RepositoryManifest> Manifests);

/// <summary>
/// Computes how many bytes only untagged manifests reference: those that garbage collection frees if it deletes untagged manifests. Blobs are stored
/// once for the whole registry, so a blob that any tagged manifest of any repository needs is not reclaimable.
/// </summary>
internal sealed class ReclaimableStorage
{
    private readonly HashSet<string> _kept;
    private readonly IReadOnlyList<RepositoryContent> _contents;

    /// <summary>Collects the blobs of a registry that must be kept.</summary>
    /// <param name="contents">All its repositories.</param>
    public ReclaimableStorage(IReadOnlyList<RepositoryContent> contents)
    {
        _contents = contents;
        _kept = contents.SelectMany(static content => content.Manifests).Where(static manifest => !IsUntagged(manifest))
            .SelectMany(BlobsOf).Select(static blob => blob.Digest).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The reclaimable bytes of the whole registry. A blob that several repositories share counts once.</summary>
    public long Total => Sum(_contents.SelectMany(static content => content.Manifests));

    /// <summary>The reclaimable bytes of one repository. Another repository may share some of them.</summary>
    /// <param name="content">The repository.</param>
    public long Of(RepositoryContent content) => Sum(content.Manifests);

    /// <summary>Whether no tag points to a manifest.</summary>
    public static bool IsUntagged(RepositoryManifest manifest) => manifest.Tags.Count == 0;

    private long Sum(IEnumerable<RepositoryManifest> manifests) => manifests.Where(IsUntagged)
        .SelectMany(BlobsOf).Where(blob => !_kept.Contains(blob.Digest)).DistinctBy(static blob => blob.Digest).Sum(static blob => blob.CompressedSizeBytes ?? 0);

    /// <summary>The blobs of a manifest; if the API does not list any, the manifest itself.</summary>
    private static IEnumerable<RepositoryBlob> BlobsOf(RepositoryManifest manifest) => manifest.Blobs.Count > 0
        ? manifest.Blobs
        : [new RepositoryBlob { Digest = manifest.Digest, CompressedSizeBytes = manifest.CompressedSizeBytes }];
}
