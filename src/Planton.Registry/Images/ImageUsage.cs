using System.Collections.Immutable;

namespace Planton.Registry.Images;

/// <summary>Who uses the images of a registry. Use counts for one repository: a digest in use there protects no tag of another.</summary>
internal sealed class ImageUsage
{
    private readonly ILookup<(string Repository, string Tag), ImageUser> _byTag;
    private readonly ILookup<(string Repository, string Digest), ImageUser> _byDigest;

    /// <param name="isComplete">Whether everything that could use an image was read.</param>
    public ImageUsage(IEnumerable<ImageUse> uses, bool isComplete)
    {
        var all = uses.ToList();
        IsComplete = isComplete;
        _byTag = all.Where(static use => use.Tag is not null).ToLookup(static use => (use.Repository, use.Tag!), static use => use.User);
        _byDigest = all.Where(static use => use.Digest is not null).ToLookup(static use => (use.Repository, use.Digest!), static use => use.User);
    }

    /// <summary>Nothing uses an image, and that is certain.</summary>
    public static ImageUsage None { get; } = new([], isComplete: true);

    /// <summary>Whether everything that could use an image was read. If not, any image may be in use.</summary>
    public bool IsComplete { get; }

    /// <summary>The users of a tag, by its name or by its digest, each once and in the order of their texts.</summary>
    public ImmutableArray<ImageUser> UsersOf(ImageTag tag) =>
        Sort(_byTag[(tag.Repository, tag.Tag)].Concat(tag.Digest is { } digest ? _byDigest[(tag.Repository, digest)] : []));

    /// <summary>The users of a digest, each once and in the order of their texts.</summary>
    public ImmutableArray<ImageUser> UsersOf(string repository, string digest) => Sort(_byDigest[(repository, digest)]);

    public static ImmutableArray<ImageUser> Sort(IEnumerable<ImageUser> users) =>
        [.. users.Distinct().OrderBy(static user => user.Text, StringComparer.Ordinal).ThenBy(Identity, StringComparer.Ordinal)];

    private static string Identity(ImageUser user) => user switch
    {
        ImageUser.Workload workload => workload.ClusterUuid,
        ImageUser.App app => app.Id,
        _ => string.Empty,
    };
}
