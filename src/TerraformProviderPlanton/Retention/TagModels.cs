using System.Collections.Immutable;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Retention;

/// <summary>A tag that the rules let go.</summary>
internal sealed class TagModel
{
    public TfValue<string> Repository;
    public TfValue<string> Tag;
    public TfValue<string> Digest;
    public TfValue<string> PushedAt;
    public TfValue<long> SizeBytes;
    public TfValue<string> Rule;
    public TfValue<ImmutableArray<TfValue<string>>> UsedBy;

    /// <summary>The attributes of a candidate, all computed.</summary>
    public static AttributeSet<TagModel> CandidateAttributes { get; } = WithCommonAttributes([]);

    /// <summary>The attributes of a tag that stays because it is in use, all computed.</summary>
    public static AttributeSet<TagModel> ProtectedAttributes { get; } = WithCommonAttributes(new()
    {
        {
            "used_by", static m => ref m.UsedBy, new ListAttribute<string>(TfTypes.String)
            {
                Computed = true,
                Description = "Who uses the image, such as `deployment/web in shop, cluster prod-fra1`; empty while it is not known because something could not be read.",
            }
        },
    });

    public static ImmutableArray<TfValue<TagModel>> From(ImmutableArray<ReleasedTag> released) => [.. released.Select(static tag => TfValue<TagModel>.Known(From(tag)))];

    public static TagModel From(ReleasedTag released) => new()
    {
        Repository = released.Tag.Repository,
        Tag = released.Tag.Tag,
        Digest = released.Tag.Digest,
        PushedAt = released.Tag.PushedAt is { } pushed ? Rfc3339.Format(pushed) : null,
        SizeBytes = TfValue.Of(released.Tag.SizeBytes),
        Rule = released.Rule,
        UsedBy = released.Users.Select(static user => TfValue<string>.Known(user.Text)).ToImmutableArray(),
    };

    /// <summary>The tag as the plan showed it.</summary>
    public ImageTag ToTag() => new(
        Repository.Or(string.Empty), Tag.Or(string.Empty), Digest.IsKnown ? Digest.Value : null, Rfc3339.Parse(PushedAt.Or(string.Empty)), SizeBytes.IsKnown ? SizeBytes.Value : null);

    private static AttributeSet<TagModel> WithCommonAttributes(AttributeSet<TagModel> attributes)
    {
        attributes.Add("repository", static m => ref m.Repository, Computed.Text("The repository, slashes included."));
        attributes.Add("tag", static m => ref m.Tag, Computed.Text("The name of the tag."));
        attributes.Add("digest", static m => ref m.Digest, Computed.Text("The manifest that the tag points to."));
        attributes.Add("pushed_at", static m => ref m.PushedAt, Computed.Text("When the tag was last pushed, RFC 3339 in UTC."));
        attributes.Add("size_bytes", static m => ref m.SizeBytes, Computed.Number("The size of the image as stored."));
        attributes.Add("rule", static m => ref m.Rule, Computed.Text("The name of the rule; of a signature, that of its image."));
        return attributes;
    }
}

/// <summary>What an apply deleted.</summary>
internal sealed class DeletionRunModel
{
    public TfValue<string> At;
    public TfValue<ImmutableArray<TfValue<DeletedTagModel>>> Deleted;
    public TfValue<ImmutableArray<TfValue<DeletedTagModel>>> Skipped;
    public TfValue<long> ReclaimableBytes;

    /// <summary>The attributes of the record, all computed.</summary>
    public static AttributeSet<DeletionRunModel> Attributes { get; } = new()
    {
        { "at", static m => ref m.At, Computed.Text("When the apply began to delete, RFC 3339 in UTC.") },
        {
            "deleted", static m => ref m.Deleted, new ListNestedAttribute<DeletedTagModel>(DeletedTagModel.DeletedAttributes)
            {
                Computed = true,
                Description = "The deleted tags, in the order of their deletion.",
            }
        },
        {
            "skipped", static m => ref m.Skipped, new ListNestedAttribute<DeletedTagModel>(DeletedTagModel.SkippedAttributes)
            {
                Computed = true,
                Description = "The tags that the plan listed and the apply left.",
            }
        },
        { "reclaimable_bytes", static m => ref m.ReclaimableBytes, Computed.Number("The bytes that garbage collection frees because of these deletions.") },
    };
}

/// <summary>A tag that an apply deleted, or left although its plan listed it.</summary>
internal sealed class DeletedTagModel
{
    public TfValue<string> Repository;
    public TfValue<string> Tag;
    public TfValue<string> Digest;
    public TfValue<string> Reason;

    /// <summary>The attributes of a deleted tag, all computed.</summary>
    public static AttributeSet<DeletedTagModel> DeletedAttributes { get; } = WithCommonAttributes([]);

    /// <summary>The attributes of a skipped tag, all computed.</summary>
    public static AttributeSet<DeletedTagModel> SkippedAttributes { get; } = WithCommonAttributes(new()
    {
        { "reason", static m => ref m.Reason, Computed.Text("Why it was not deleted.") },
    });

    public static DeletedTagModel From(ImageTag tag, string? reason = null) => new() { Repository = tag.Repository, Tag = tag.Tag, Digest = tag.Digest, Reason = reason };

    private static AttributeSet<DeletedTagModel> WithCommonAttributes(AttributeSet<DeletedTagModel> attributes)
    {
        attributes.Add("repository", static m => ref m.Repository, Computed.Text("The repository, slashes included."));
        attributes.Add("tag", static m => ref m.Tag, Computed.Text("The name of the tag."));
        attributes.Add("digest", static m => ref m.Digest, Computed.Text("The manifest that the tag pointed to."));
        return attributes;
    }
}
