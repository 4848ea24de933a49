using System.Collections.Immutable;

namespace Planton.Registry.Images;

/// <summary>A manifest of a repository.</summary>
/// <param name="Repository">The repository, slashes included.</param>
/// <param name="Digest">The identity of the manifest.</param>
/// <param name="Tags">The tags that point to it.</param>
/// <param name="Blobs">The blobs that it needs.</param>
internal sealed record ImageManifest(string Repository, string Digest, ImmutableArray<string> Tags, ImmutableArray<ImageBlob> Blobs)
{
    /// <summary>Whether no tag points to the manifest.</summary>
    public bool IsUntagged => Tags.IsEmpty;
}

/// <summary>A blob. A registry stores it once, however many manifests of however many repositories need it.</summary>
/// <param name="Digest">The identity of the blob.</param>
/// <param name="SizeBytes">The size of the blob as stored.</param>
internal sealed record ImageBlob(string Digest, long SizeBytes);
