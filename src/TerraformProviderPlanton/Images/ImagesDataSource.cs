using System.Collections.Immutable;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Images;

/// <summary>The images of a registry that match patterns, the newest first.</summary>
internal sealed class ImagesDataSource() : DataSource<ImagesDataModel, ProviderServices>("planton_docr_images")
{
    /// <inheritdoc/>
    protected override Schema<ImagesDataModel> Schema { get; } = new()
    {
        Description = "Lists the images of a container registry, one for each tag, newest first. Makes one API request for each 200 repositories, and one for each 200 tags of "
            + "every matching repository.",
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
                "repositories", static m => ref m.Repositories, new ListAttribute<string>(TfTypes.String)
                {
                    Optional = true,
                    Description = "Patterns for whole names of repositories: `*` matches within a part of the name, `**` across parts, `?` one character but `/`. Default: all.",
                    Validators = [new EachElement<string>(ImageGlobs.Repository)],
                }
            },
            {
                "tag_patterns", static m => ref m.TagPatterns, new ListAttribute<string>(TfTypes.String)
                {
                    Optional = true,
                    Description = "Patterns for whole tags, such as `v1.*`. Default: all.",
                    Validators = [new EachElement<string>(ImageGlobs.Tag)],
                }
            },
            {
                "images", static m => ref m.Images, new ListNestedAttribute<ImageModel>(ImageModel.Attributes)
                {
                    Computed = true,
                    Description = "The images, newest first. Of images pushed at the same time, the tag that sorts last comes first.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(ImagesDataModel config) => config.RegistryName.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<ImagesDataModel> ReadAsync(ImagesDataModel config, OperationContext<ProviderServices> context)
    {
        var (registry, isWanted, hasWantedTag) = (config.RegistryName.Value, ImageGlobs.Repositories(config.Repositories), ImageGlobs.Tags(config.TagPatterns));
        var reader = new ImageReader(context.ProviderData.Client.Repositories, registry, context.Cancellation);
        var repositories = (await reader.ListRepositoriesAsync()).Where(repository => repository.TagCount != 0 && isWanted(repository.Name)).Select(static repository => repository.Name);
        var tags = (await reader.ListTagsAsync(repositories)).Where(tag => hasWantedTag(tag.Tag.Tag));
        return new()
        {
            RegistryName = config.RegistryName,
            Repositories = config.Repositories,
            TagPatterns = config.TagPatterns,
            Images = ListedTag.NewestFirst(tags).Select(tag => TfValue<ImageModel>.Known(ImageModel.From(registry, tag))).ToImmutableArray(),
        };
    }
}

/// <summary>Arguments and results of <c>planton_docr_images</c>.</summary>
internal sealed class ImagesDataModel
{
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<string>>> Repositories;
    public TfValue<ImmutableArray<TfValue<string>>> TagPatterns;
    public TfValue<ImmutableArray<TfValue<ImageModel>>> Images;
}
