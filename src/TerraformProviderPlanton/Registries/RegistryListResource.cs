using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>The registries of the account, for <c>terraform query</c>.</summary>
internal sealed class RegistryListResource() : ListResource<RegistryListModel, RegistryModel, ProviderServices>(new RegistryResource())
{
    /// <inheritdoc/>
    protected override Schema<RegistryListModel> Schema { get; } = new()
    {
        Description = "Lists the container registries of the account, so that you can import them.",
        Attributes =
        {
            {
                "region", static m => ref m.Region, new StringAttribute
                {
                    Optional = true,
                    Description = "List only registries in this region, such as `fra1`. Default: all registries.",
                    Validators = [RegistryRules.Region],
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<ListItem<RegistryModel>> ListAsync(RegistryListModel config, ListContext<ProviderServices> context)
    {
        var registries = await context.ProviderData.Client.Cache.GetRegistriesAsync(context.Cancellation);
        var wanted = registries.Where(registry => !config.Region.IsKnown || registry.Region == config.Region.Value);
        foreach (var registry in wanted.OrderBy(static registry => registry.Name, StringComparer.Ordinal))
        {
            yield return new(registry.Name, context.IncludeResource ? await StateAsync(registry, context) : RegistryResource.Imported(registry.Name));
        }
    }

    /// <summary>The state after an import and a read.</summary>
    private static async Task<RegistryModel> StateAsync(Registry registry, ListContext<ProviderServices> context)
    {
        var subscription = await context.ProviderData.Client.Cache.GetSubscriptionAsync(context.Cancellation);
        var readOnly = await RegistryResource.IsReadOnlyAsync(registry, context);
        return RegistryResource.Imported(registry.Name).With(registry, subscription, readOnly);
    }
}

/// <summary>Arguments of the list <c>planton_docr_registry</c>.</summary>
internal sealed class RegistryListModel
{
    public TfValue<string> Region;
}
