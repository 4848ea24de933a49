using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Images;

/// <summary>An image of a registry: a tag and what it points to.</summary>
internal sealed class ImageModel
{
    public TfValue<string> Repository;
    public TfValue<string> Tag;
    public TfValue<string> Digest;
    public TfValue<string> Uri;
    public TfValue<string> PinnedUri;
    public TfValue<long> SizeBytes;
    public TfValue<long> UnpackedSizeBytes;
    public TfValue<string> PushedAt;

    public static StringAttribute DigestAttribute { get; } = Computed.Text("The digest of the manifest that the tag points to, `sha256:` and 64 hexadecimal digits.");

    public static StringAttribute UriAttribute { get; } = Computed.Text("The address by the tag, `registry.digitalocean.com/REGISTRY/REPOSITORY:TAG`.");

    public static StringAttribute PinnedUriAttribute { get; } = Computed.Text("The address by the digest, `registry.digitalocean.com/REGISTRY/REPOSITORY@DIGEST`, which always refers to the same image.");

    public static Int64Attribute SizeAttribute { get; } = Computed.Number("The bytes of the image as stored.");

    public static Int64Attribute UnpackedSizeAttribute { get; } = Computed.Number("The bytes of the unpacked image.");

    public static StringAttribute PushedAtAttribute { get; } = Computed.Text("When the tag was last pushed, RFC 3339.");

    public static AttributeSet<ImageModel> Attributes { get; } = new()
    {
        { "repository", static m => ref m.Repository, Computed.Text("The name of the repository, slashes included.") },
        { "tag", static m => ref m.Tag, Computed.Text("The tag of the image.") },
        { "digest", static m => ref m.Digest, DigestAttribute },
        { "uri", static m => ref m.Uri, UriAttribute },
        { "pinned_uri", static m => ref m.PinnedUri, PinnedUriAttribute },
        { "size_bytes", static m => ref m.SizeBytes, SizeAttribute },
        { "unpacked_size_bytes", static m => ref m.UnpackedSizeBytes, UnpackedSizeAttribute },
        { "pushed_at", static m => ref m.PushedAt, PushedAtAttribute },
    };

    public static ImageModel From(string registry, ListedTag listed)
    {
        var name = $"{RegistryAddress.Server}/{registry}/{listed.Repository}";
        return new()
        {
            Repository = listed.Repository,
            Tag = listed.Tag.Tag,
            Digest = listed.Tag.ManifestDigest,
            Uri = $"{name}:{listed.Tag.Tag}",
            PinnedUri = listed.Tag.ManifestDigest is { } digest ? $"{name}@{digest}" : null,
            SizeBytes = TfValue.Of(listed.Tag.CompressedSizeBytes),
            UnpackedSizeBytes = TfValue.Of(listed.Tag.SizeBytes),
            PushedAt = listed.PushedAt is { } pushed ? Rfc3339.Format(pushed) : null,
        };
    }
}

/// <summary>A tag as the API lists it.</summary>
/// <param name="Repository">The name of the repository.</param>
/// <param name="Tag">The tag.</param>
internal sealed record ListedTag(string Repository, RepositoryTag Tag)
{
    /// <summary>When it was last pushed; null when the API does not say.</summary>
    public DateTimeOffset? PushedAt { get; } = Rfc3339.Parse(Tag.UpdatedAt);

    /// <summary>The newest first. Of the same time, the name that sorts last counts as the newer, as in retention; a tag without a time comes last.</summary>
    public static IEnumerable<ListedTag> NewestFirst(IEnumerable<ListedTag> tags) => tags
        .OrderByDescending(static tag => tag.PushedAt ?? DateTimeOffset.MinValue)
        .ThenByDescending(static tag => tag.Tag.Tag, StringComparer.Ordinal)
        .ThenBy(static tag => tag.Repository, StringComparer.Ordinal);
}
