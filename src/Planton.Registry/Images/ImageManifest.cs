using System.Collections.Immutable;

namespace Planton.Registry.Images;

/// <summary>A manifest of a repository, with the tags that point to it and the blobs that it needs.</summary>
/// <param name="Repository">The repository, including slashes.</param>
internal sealed record ImageManifest(string Repository, string Digest, ImmutableArray<string> Tags, ImmutableArray<ImageBlob> Blobs)
{
    /// <summary>When the manifest was last updated, as far as is known its push; null when the service does not say.</summary>
    public DateTimeOffset? PushedAt { get; init; }

    /// <summary>Whether no tag points to the manifest.</summary>
    public bool IsUntagged => Tags.IsEmpty;

    /// <summary>Whether the service lists its blobs. It need not do so for an index, which points to other manifests.</summary>
    public bool ListsBlobs => Blobs.Length > 1 || (Blobs.Length == 1 && Blobs[0].Digest != BlobDigest.Of(Digest));

    /// <summary>A manifest as the service lists it. One whose blobs are not listed has a single blob, which is itself, so that its size counts.</summary>
    /// <param name="sizeBytes">The size of the manifest with all that it points to, as stored.</param>
    public static ImageManifest Listed(
        string repository, string digest, ImmutableArray<string> tags, ImmutableArray<ImageBlob> blobs, long sizeBytes, DateTimeOffset? pushedAt = null) =>
        new(repository, digest, tags, blobs.IsEmpty ? [new ImageBlob(digest, sizeBytes)] : blobs) { PushedAt = pushedAt };
}
