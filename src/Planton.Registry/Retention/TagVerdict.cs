using System.Collections.Immutable;
using Planton.Registry.Images;

namespace Planton.Registry.Retention;

/// <summary>What becomes of a tag.</summary>
internal enum TagFate
{
    /// <summary>The rules keep it.</summary>
    Kept,

    /// <summary>The rules let it go, but something uses the image, or may.</summary>
    Protected,

    /// <summary>It may go.</summary>
    Candidate,
}

/// <summary>A tag while its fate is decided. Until then it is kept: what cannot be decided stays.</summary>
internal sealed class TagVerdict(ImageTag tag)
{
    public ImageTag Tag { get; } = tag;

    public TagFate Fate { get; private set; }

    /// <summary>The rule that lets the tag go; null when it is kept.</summary>
    public RetentionRule? Rule { get; private set; }

    public ImmutableArray<ImageUser> Users { get; private set; } = [];

    /// <summary>The instant by which deletions are ordered: of a signature it is never before that of its image.</summary>
    private DateTimeOffset OrderedBy { get; set; } = tag.PushedAt ?? DateTimeOffset.MinValue;

    /// <summary>How many signatures deep the tag is: 0 of an image, 1 of its signature, 2 of a signature of the signature.</summary>
    private int Depth { get; set; }

    /// <summary>The oldest first, and a signature after all tags of its image.</summary>
    public static IComparer<TagVerdict> DeletionOrder { get; } = Comparer<TagVerdict>.Create(static (one, other) =>
        (one.OrderedBy, one.Depth).CompareTo((other.OrderedBy, other.Depth)) is var order and not 0 ? order
        : string.CompareOrdinal(one.Tag.Repository, other.Tag.Repository) is var repository and not 0 ? repository
        : string.CompareOrdinal(one.Tag.Tag, other.Tag.Tag));

    /// <summary>Lets the tag go, unless something uses the image or may use it.</summary>
    public void Release(RetentionRule rule, ImmutableArray<ImageUser> users, bool isUsageComplete)
    {
        (Rule, Users) = (rule, users);
        Fate = users.IsEmpty && isUsageComplete ? TagFate.Candidate : TagFate.Protected;
    }

    /// <summary>Puts a signature behind the last tag of its image.</summary>
    public void OrderAfter(TagVerdict last)
    {
        OrderedBy = OrderedBy > last.OrderedBy ? OrderedBy : last.OrderedBy;
        Depth = last.Depth + 1;
    }
}
