using System.Collections.Immutable;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Images;

/// <summary>The repositories of a registry, with what garbage collection could free in each.</summary>
internal sealed class RepositoriesDataSource() : DataSource<RepositoriesModel, ProviderServices>("planton_docr_repositories")
{
    /// <inheritdoc/>
    protected override Schema<RepositoriesModel> Schema { get; } = new()
    {
        Description = "Reads the repositories of a container registry and how many bytes garbage collection could free in them. Needs one API request for "
            + "each repository that is not empty, and one more for every 200 manifests.",
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
                    Description = "The repositories, by name.",
                }
            },
            {
                "total_reclaimable_bytes", static m => ref m.TotalReclaimableBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The bytes that only untagged manifests hold in the whole registry; what several repositories hold counts once.",
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
        var reader = new ImageReader(context.Api.Client.Repositories, name, context.Cancellation);
        var repositories = await reader.ListRepositoriesAsync();
        var full = repositories.Where(static repository => repository.ManifestCount != 0).Select(static repository => repository.Name).ToList();
        var manifests = full.Zip(await reader.ReadManifestsAsync(full)).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        var storage = StorageOf(manifests.Values.SelectMany(static some => some));
        return new()
        {
            RegistryName = name,
            Repositories = repositories
                .Select(repository => TfValue<RepositoryModel>.Known(RepositoryModel.From(repository, manifests.GetValueOrDefault(repository.Name, []), storage)))
                .ToImmutableArray(),
            TotalReclaimableBytes = storage.TotalBytes,
        };
    }

    private static ReclaimableStorage StorageOf(IEnumerable<ImageManifest> manifests)
    {
        var storage = new ReclaimableStorage();
        foreach (var manifest in manifests)
        {
            if (manifest.IsUntagged) storage.Release(manifest);
            else storage.Keep(manifest);
        }

        return storage;
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
        { "name", static m => ref m.Name, Computed.Text("The name of the repository, slashes included.") },
        { "tag_count", static m => ref m.TagCount, Computed.Number("How many tags it has.") },
        { "manifest_count", static m => ref m.ManifestCount, Computed.Number("How many manifests it has, tagged or not.") },
        {
            "untagged_manifest_count", static m => ref m.UntaggedManifestCount,
            Computed.Number("How many manifests no tag points to. The platforms of a multi-platform image may be among them.")
        },
        {
            "reclaimable_bytes", static m => ref m.ReclaimableBytes,
            Computed.Number("The bytes that its untagged manifests hold and no tagged manifest of the registry does: what garbage collection frees when it includes them.")
        },
        { "updated_at", static m => ref m.UpdatedAt, Computed.Text("When its newest manifest was pushed, RFC 3339; null when it is empty.") },
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
