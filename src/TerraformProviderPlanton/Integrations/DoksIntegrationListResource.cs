using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.ListResources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>The integrations of the account, for <c>terraform query</c>: one for each registry that is integrated with a cluster.</summary>
internal sealed class DoksIntegrationListResource() : ListResource<IntegrationListModel, IntegrationModel, ProviderServices>(new DoksIntegrationResource())
{
    /// <inheritdoc/>
    protected override Schema<IntegrationListModel> Schema { get; } = new()
    {
        Description = "Lists the integrations of container registries with Kubernetes clusters, so that you can import them: one for each registry that is "
            + "integrated with at least one cluster.",
        Attributes =
        {
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Optional = true,
                    Description = "List only the integration of this registry. Default: those of all registries.",
                    Validators = [RegistryRules.Name],
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<ListItem<IntegrationModel>> ListAsync(IntegrationListModel config, ListContext<ProviderServices> context)
    {
        var registries = await context.ProviderData.Client.Cache.GetRegistriesAsync(context.Cancellation);
        var names = registries.Select(static registry => registry.Name)
            .Where(name => !config.RegistryName.IsKnown || name == config.RegistryName.Value)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (names.Count == 0)
        {
            if (config.RegistryName.IsKnown) Errors.WarnNothingListed(config.RegistryName.Value, context.Diagnostics);
            yield break;
        }

        var clusters = await context.ProviderData.Client.Cache.GetClustersAsync(context.Cancellation);
        WarnAmbiguous(registries, clusters, context);
        foreach (var name in names)
        {
            var view = IntegrationView.Of(registries, clusters, name);
            var integrated = view.IntegratedWith(name).ToList();
            if (integrated.Count == 0) continue;

            // The state contains only clusters that are certainly integrated, so it does not cause warnings.
            var state = view.ToState(new() { RegistryName = name }, integrated, static _ => default, []);
            yield return new($"{name} ({integrated.Count} {(integrated.Count == 1 ? "cluster" : "clusters")})", state);
        }
    }

    private static void WarnAmbiguous(RegistryList registries, IReadOnlyList<Cluster> clusters, ListContext<ProviderServices> context)
    {
        var isOnly = registries.Count == 1;
        var unclear = clusters.Where(cluster => IntegrationReading.Judge(cluster, registries[0].Name, isOnly) == IntegrationStatus.Ambiguous)
            .Select(static cluster => cluster.Id)
            .ToList();
        if (unclear.Count == 0) return;

        context.Diagnostics.Warning(
            "It is not known which registry is integrated with some clusters",
            $"The API reports that a registry is integrated with {string.Join(", ", unclear)}, but not which one, and the account has several. These clusters are "
            + "omitted. Upgrade them to a recent patch version, so that the API names the registry.");
    }
}

/// <summary>Arguments of the list <c>planton_docr_doks_integration</c>.</summary>
internal sealed class IntegrationListModel
{
    public TfValue<string> RegistryName;
}
