using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.DoksIntegration;

/// <summary>What can be known at plan: clusters that do not exist, and clusters far from the registry. Only raises diagnostics.</summary>
/// <param name="context">The surroundings of the plan.</param>
internal sealed class IntegrationPlanChecks(OperationContext<ProviderServices> context)
{
    public async Task RunAsync(IntegrationModel planned, IntegrationModel? prior)
    {
        if (!planned.RegistryName.IsKnown || planned.KnownUuids.Count == 0) return;

        try
        {
            var cache = context.Api.Client.Cache;
            var registries = await cache.GetRegistriesAsync(context.Cancellation).ConfigureAwait(false);
            var registry = registries.FirstOrDefault(item => item.Name == planned.RegistryName.Value);
            var before = prior?.KnownUuids ?? [];
            foreach (var uuid in planned.KnownUuids)
            {
                if (await cache.FindClusterAsync(uuid, context.Cancellation).ConfigureAwait(false) is { } cluster) CheckRegion(cluster, planned, registry);
                else if (!before.Contains(uuid)) ReportUnknown(uuid);
            }
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                "Clusters could not be checked", $"The account's registries and clusters could not be read, so the apply may refuse them.\n\n{ApiFailure.Explain(failure)}");
        }
    }

    private void ReportUnknown(string uuid) => context.Diagnostics.Error(
        "cluster_uuids",
        $"The cluster {uuid} does not exist",
        "The account of the token has no cluster of that uuid. Refer to the cluster's resource instead of writing its uuid.");

    private void CheckRegion(Cluster cluster, IntegrationModel planned, Registry? registry)
    {
        if (registry?.Region is not { } home || cluster.Region is not { } region || region == home) return;

        var summary = $"The cluster {cluster.Id} is in another region than the registry";
        var detail = $"The cluster \"{cluster.Name}\" is in {region}, the registry \"{registry.Name}\" in {home}: pulls are slower, and traffic between regions is billed.";
        if (planned.RequireSameRegion.Or(false))
        {
            context.Diagnostics.Error("cluster_uuids", summary, $"{detail}\n\nrequire_same_region refuses that. Take the cluster out, or set it to false.");
        }
        else
        {
            context.Diagnostics.Warning("cluster_uuids", summary, $"{detail}\n\nUse a registry in the cluster's own region to avoid both.");
        }
    }
}
