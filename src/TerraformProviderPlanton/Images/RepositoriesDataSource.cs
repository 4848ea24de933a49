using System.Collections.Immutable;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Images;

/// <summary>The repositories of a registry, with what garbage collection could free in each.</summary>
internal sealed class RepositoriesDataSource() : DataSource<RepositoriesModel, ProviderServices>("planton_docr_repositories")
{
    /// <inheritdoc/>
    protected override Schema<RepositoriesModel> Schema { get; } = new()
    {
        Description = "Reads the repositories of a container registry and the number of bytes that garbage collection could free in each. Makes one API request "
            + "for each repository that is not empty, and another for every 200 manifests beyond the first 200.",
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
                "repositories", static m => ref m.Repositories, new ListNestedAttribute<RepositoryModel>(RepositoryModel.Attributes)
                {
                    Computed = true,
                    Description = "The repositories, sorted by name.",
                }
            },
            {
                "total_reclaimable_bytes", static m => ref m.TotalReclaimableBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The number of bytes in the whole registry that only untagged manifests reference. A blob that several repositories share counts once.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(RepositoriesModel config) => config.RegistryName.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<RepositoriesModel> ReadAsync(RepositoriesModel config, OperationContext<ProviderServices> context)
    {
        var name = config.RegistryName.Value;
        var reader = new ImageReader(context.ProviderData.Client.Repositories, name, context.Cancellation);
        var repositories = await reader.ListRepositoriesAsync();
        var full = repositories.Where(static repository => repository.ManifestCount != 0).Select(static repository => repository.Name).ToList();
        var manifests = full.Zip(await reader.ReadManifestsAsync(full)).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        var all = manifests.Values.SelectMany(static some => some).ToLookup(static manifest => manifest.IsUntagged);
        var storage = new ReclaimableStorage(all[true], all[false]);
        return new()
        {
            RegistryName = name,
            Repositories = repositories
                .Select(repository => TfValue<RepositoryModel>.Known(RepositoryModel.From(repository, manifests.GetValueOrDefault(repository.Name, []), storage)))
                .ToImmutableArray(),
            TotalReclaimableBytes = storage.TotalBytes,
        };
    }
}

/// <summary>Argument and results of <c>planton_docr_repositories</c>.</summary>
internal sealed class RepositoriesModel
{
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<RepositoryModel>>> Repositories;
    public TfValue<long> TotalReclaimableBytes;
}

/// <summary>One repository.</summary>
internal sealed class RepositoryModel
{
    public TfValue<string> Name;
    public TfValue<long> TagCount;
    public TfValue<long> ManifestCount;
    public TfValue<long> UntaggedManifestCount;
    public TfValue<long> ReclaimableBytes;
    public TfValue<string> UpdatedAt;

    /// <summary>The attributes of a repository, all computed.</summary>
    public static AttributeSet<RepositoryModel> Attributes { get; } = new()
    {
        { "name", static m => ref m.Name, Computed.Text("The name of the repository, including any slashes.") },
        { "tag_count", static m => ref m.TagCount, Computed.Number("The number of tags.") },
        { "manifest_count", static m => ref m.ManifestCount, Computed.Number("The number of manifests, tagged or not.") },
        {
            "untagged_manifest_count", static m => ref m.UntaggedManifestCount,
            Computed.Number("The number of manifests without a tag. The platform manifests of a multi-platform image may be among them.")
        },
        {
            "reclaimable_bytes", static m => ref m.ReclaimableBytes,
            Computed.Number("The number of bytes that only untagged manifests of the registry reference, as far as those of this repository do: what garbage collection frees if it deletes them.")
        },
        { "updated_at", static m => ref m.UpdatedAt, Computed.Text("When the newest manifest was pushed (RFC 3339); null if the repository is empty.") },
    };

    public static RepositoryModel From(Repository repository, IReadOnlyList<ImageManifest> manifests, ReclaimableStorage storage)
    {
        var untagged = manifests.Where(static manifest => manifest.IsUntagged).ToList();
        return new()
        {
            Name = repository.Name,
            TagCount = repository.TagCount ?? manifests.SelectMany(static manifest => manifest.Tags).Distinct(StringComparer.Ordinal).Count(),
            ManifestCount = repository.ManifestCount ?? manifests.Count,
            UntaggedManifestCount = untagged.Count,
            ReclaimableBytes = storage.BytesOf(untagged),
            UpdatedAt = repository.LatestManifest?.UpdatedAt,
        };
    }
}
