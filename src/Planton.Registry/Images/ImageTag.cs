namespace Planton.Registry.Images;

/// <summary>A tag of a repository.</summary>
/// <param name="Repository">The repository, slashes included.</param>
/// <param name="Digest">The manifest that the tag points to; null when the service does not say.</param>
/// <param name="PushedAt">When the tag was last pushed; null when the service does not say.</param>
/// <param name="SizeBytes">The size of the image as stored; null when the service does not say.</param>
internal sealed record ImageTag(string Repository, string Tag, string? Digest, DateTimeOffset? PushedAt, long? SizeBytes);
