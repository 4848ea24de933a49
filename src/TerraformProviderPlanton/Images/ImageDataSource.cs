using Planton.Registry.Retention;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Images;

/// <summary>One image of a repository: a tag, or the newest one that matches a pattern.</summary>
internal sealed class ImageDataSource() : DataSource<ImageDataModel, ProviderServices>("planton_docr_image")
{
    /// <inheritdoc/>
    protected override Schema<ImageDataModel> Schema { get; } = ImageDataModel.Schema;

    /// <inheritdoc/>
    protected override string? NameOf(ImageDataModel config) => $"{config.RegistryName.Or("?")}/{config.Repository.Or("?")}";

    /// <inheritdoc/>
    protected override void ValidateConfig(ImageDataModel config, DiagnosticList diagnostics)
    {
        if (config.Tag.IsUnknown || config.TagPattern.IsUnknown || config.Tag.IsNull != config.TagPattern.IsNull) return;
        diagnostics.Error(
            config.Tag.IsNull ? "tag" : "tag_pattern", "Exactly one of tag and tag_pattern is required",
            "Set tag to look up one tag, or tag_pattern to look up the newest of the tags that match it.");
    }

    /// <inheritdoc/>
    protected override async Task<ImageDataModel> ReadAsync(ImageDataModel config, OperationContext<ProviderServices> context)
    {
        var (client, registry, repository) = (context.ProviderData.Client, config.RegistryName.Value, config.Repository.Value);
        await context.ProviderData.RequireRegistryAsync(registry, subject: null, context.Cancellation);

        var tags = await new ImageReader(client.Repositories, registry, context.Cancellation).ListTagsAsync([repository]);
        var found = ListedTag.NewestFirst(tags).FirstOrDefault(tag => IsWanted(config, tag.Tag.Tag)) ?? throw NotFound(config, tags.Count);
        return config.With(ImageModel.From(registry, found));
    }

    private static bool IsWanted(ImageDataModel config, string tag)
    {
        if (config.Tag.IsKnown) return tag == config.Tag.Value;
        return NameGlob.TryParseTag(config.TagPattern.Value, out var pattern, out var error) ? pattern.Matches(tag) : throw new DiagnosticException("Invalid pattern", error, "tag_pattern");
    }

    private static DiagnosticException NotFound(ImageDataModel config, int tags)
    {
        var (registry, repository) = (config.RegistryName.Value, config.Repository.Value);
        if (tags == 0) return new DiagnosticException($"The repository \"{repository}\" has no tags", $"The registry \"{registry}\" has no such repository, or none of its manifests has a tag. Check the name.", "repository");

        var counted = $"The repository \"{repository}\" of the registry \"{registry}\" has {tags} {(tags == 1 ? "tag" : "tags")}";
        return config.Tag.IsKnown
            ? new DiagnosticException($"The tag \"{config.Tag.Value}\" does not exist", $"{counted}, and that one is not among them. Push it first, or check the name.", "tag")
            : new DiagnosticException($"No tag matches \"{config.TagPattern.Value}\"", $"{counted}, and none matches the pattern. In a pattern, * matches any characters and ? exactly one. Change the pattern, or push a tag that matches.", "tag_pattern");
    }
}

/// <summary>Arguments and results of <c>planton_docr_image</c>.</summary>
internal sealed class ImageDataModel
{
    public TfValue<string> RegistryName;
    public TfValue<string> Repository;
    public TfValue<string> Tag;
    public TfValue<string> TagPattern;
    public TfValue<string> Digest;
    public TfValue<string> Uri;
    public TfValue<string> PinnedUri;
    public TfValue<long> SizeBytes;
    public TfValue<long> UnpackedSizeBytes;
    public TfValue<string> PushedAt;

    public static Schema<ImageDataModel> Schema { get; } = new()
    {
        Description = "Reads an image of a container registry: a tag, or the newest tag that matches a pattern, with the digest to pin it by. No match is an error.",
        Attributes =
        {
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry.",
                    Validators = [RegistryRules.Name],
                }
            },
            {
                "repository", static m => ref m.Repository, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the repository, slashes included.",
                }
            },
            {
                "tag", static m => ref m.Tag, new StringAttribute
                {
                    Optional = true,
                    Computed = true,
                    Description = "The tag to read. Exactly one of `tag` and `tag_pattern` is required. With `tag_pattern`, the tag that was found.",
                }
            },
            {
                "tag_pattern", static m => ref m.TagPattern, new StringAttribute
                {
                    Optional = true,
                    Description = "A case-sensitive pattern for the whole tag, such as `v1.*`: `*` matches any characters, `?` exactly one. The matching tag that was pushed last "
                        + "is read; of tags pushed at the same time, the one that sorts last.",
                    Validators = [ImageGlobs.Tag],
                }
            },
            { "digest", static m => ref m.Digest, ImageModel.DigestAttribute },
            { "uri", static m => ref m.Uri, ImageModel.UriAttribute },
            { "pinned_uri", static m => ref m.PinnedUri, ImageModel.PinnedUriAttribute },
            { "size_bytes", static m => ref m.SizeBytes, ImageModel.SizeAttribute },
            { "unpacked_size_bytes", static m => ref m.UnpackedSizeBytes, ImageModel.UnpackedSizeAttribute },
            { "pushed_at", static m => ref m.PushedAt, ImageModel.PushedAtAttribute },
        },
    };

    public ImageDataModel With(ImageModel image) => new()
    {
        RegistryName = RegistryName,
        Repository = Repository,
        Tag = image.Tag,
        TagPattern = TagPattern,
        Digest = image.Digest,
        Uri = image.Uri,
        PinnedUri = image.PinnedUri,
        SizeBytes = image.SizeBytes,
        UnpackedSizeBytes = image.UnpackedSizeBytes,
        PushedAt = image.PushedAt,
    };
}
