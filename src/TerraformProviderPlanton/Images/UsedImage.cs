using System.Collections.Immutable;
using Planton.Registry.Images;

namespace TerraformProviderPlanton.Images;

/// <summary>An image that is in use: a tag and the digest that it runs as, as far as they are known.</summary>
internal sealed record UsedImage(string Repository, string? Tag, string? Digest, ImmutableArray<ImageUser> Users)
{
    /// <summary>
    /// The images of uses, in a fixed order. A template names a tag, and the pods that it has made show the digest: of one user the more exact
    /// says it all.
    /// </summary>
    public static IReadOnlyList<UsedImage> Of(IReadOnlyCollection<ImageUse> uses)
    {
        var running = uses.Where(static use => use.Digest is not null).Select(static use => (use.Repository, use.Tag, use.User)).ToHashSet();
        return
        [
            .. uses.Where(use => use.Digest is not null || !running.Contains((use.Repository, use.Tag, use.User)))
                .GroupBy(static use => (use.Repository, use.Tag, use.Digest))
                .Select(static image => new UsedImage(image.Key.Repository, image.Key.Tag, image.Key.Digest, ImageUsage.Sort(image.Select(static use => use.User))))
                .OrderBy(static image => image.Repository, StringComparer.Ordinal)
                .ThenBy(static image => image.Tag, StringComparer.Ordinal)
                .ThenBy(static image => image.Digest, StringComparer.Ordinal),
        ];
    }
}
