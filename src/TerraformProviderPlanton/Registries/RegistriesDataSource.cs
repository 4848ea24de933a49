using System.Collections.Immutable;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>All registries of the account.</summary>
internal sealed class RegistriesDataSource() : DataSource<RegistriesModel, ProviderServices>("planton_docr_registries")
{
    /// <inheritdoc/>
    protected override Schema<RegistriesModel> Schema { get; } = new()
    {
        Description = "Reads all DigitalOcean container registries of the account. If there are none, the list is empty.",
        Attributes =
        {
            {
                "registries", static m => ref m.Registries, new ListNestedAttribute<RegistryDataModel>(RegistryDataModel.ItemAttributes)
                {
                    Computed = true,
                    Description = "The registries, sorted by name.",
                }
            },
            {
                "total_storage_usage_bytes", static m => ref m.TotalStorageUsageBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The number of bytes stored in all registries together. They share the storage that the subscription includes.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override async Task<RegistriesModel> ReadAsync(RegistriesModel config, OperationContext<ProviderServices> context)
    {
        var client = context.ProviderData.Client;
        var list = await client.Cache.GetRegistriesAsync(context.Cancellation);

        // Concurrently, since each may need a request of its own, and an account has at most ten.
        var registries = await Task.WhenAll(list.OrderBy(static registry => registry.Name, StringComparer.Ordinal)
            .Select(registry => RegistryDataModel.ReadAsync(registry, client, context.Cancellation)));
        return new()
        {
            Registries = registries.Select(static registry => TfValue<RegistryDataModel>.Known(registry)).ToImmutableArray(),
            TotalStorageUsageBytes = list.TotalStorageUsageBytes ?? list.Sum(static registry => registry.StorageUsageBytes ?? 0),
        };
    }
}

/// <summary>Results of <c>planton_docr_registries</c>.</summary>
internal sealed class RegistriesModel
{
    public TfValue<ImmutableArray<TfValue<RegistryDataModel>>> Registries;
    public TfValue<long> TotalStorageUsageBytes;
}
