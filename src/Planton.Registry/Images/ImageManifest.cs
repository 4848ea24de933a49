using System.Collections.Immutable;

namespace Planton.Registry.Images;

/// <summary>A manifest of a repository, with the tags that point to it and the blobs that it needs.</summary>
/// <param name="Repository">The repository, including slashes.</param>
internal sealed record ImageManifest(string Repository, string Digest, ImmutableArray<string> Tags, ImmutableArray<ImageBlob> Blobs)
{
    /// <summary>Whether no tag points to the manifest.</summary>
    public bool IsUntagged => Tags.IsEmpty;
}
