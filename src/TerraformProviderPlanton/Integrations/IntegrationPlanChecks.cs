using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>
/// Checks at plan: clusters that do not exist, and clusters far from the registry. Only adds diagnostics: errors about clusters that are to be
/// integrated, and warnings about those that were managed before. A destroy begins with such a plan, which must not fail.
/// </summary>
internal sealed class IntegrationPlanChecks(OperationContext<ProviderServices> context)
{
    /// <summary>Checks the known clusters of a plan.</summary>
    /// <param name="prior">The state before; null on create.</param>
    /// <param name="gone">The clusters that were managed until they were deleted.</param>
    public async Task RunAsync(IntegrationModel planned, IntegrationModel? prior, IReadOnlyList<string> gone)
    {
        if (prior is not null) foreach (var uuid in prior.ManagedUuids.Concat(gone)) context.ProviderData.InState.AddCluster(prior.RegistryName.Value, uuid);
        if (!planned.RegistryName.IsKnown || planned.KnownUuids.Count == 0) return;

        try
        {
            var cache = context.ProviderData.Client.Cache;
            var registries = await cache.GetRegistriesAsync(context.Cancellation);
            var registry = registries.FirstOrDefault(item => item.Name == planned.RegistryName.Value);
            foreach (var uuid in planned.KnownUuids)
            {
                if (await cache.FindClusterAsync(uuid, context.Cancellation) is { } cluster) CheckRegion(cluster, planned, registry);
                else if (context.ProviderData.InState.HasCluster(uuid)) WarnGone(uuid);
                else context.Diagnostics.AddRange(Errors.ClusterNotFound(uuid).Diagnostics);
            }
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                "Clusters could not be checked", $"The account's registries and clusters could not be read, so the apply may fail.\n\n{ApiFailure.Explain(failure)}");
        }
    }

    private void WarnGone(string uuid) => context.Diagnostics.Warning(
        "cluster_uuids",
        $"The cluster {uuid} no longer exists",
        "It was integrated and has since been deleted, so an apply cannot integrate it again. Remove its UUID from cluster_uuids; a cluster that was "
        + "replaced has a new one.");

    private void CheckRegion(Cluster cluster, IntegrationModel planned, Registry? registry)
    {
        if (registry?.Region is not { } home || cluster.Region is not { } region || region == home) return;

        var isManaged = context.ProviderData.InState.HasIntegration(registry.Name, cluster.Id);
        var severity = planned.RequireSameRegion.Or(false) && !isManaged ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        context.Diagnostics.Add(new Diagnostic(
            severity,
            $"The cluster {cluster.Id} is not in the registry's region",
            $"The cluster \"{cluster.Name}\" is in {region}, the registry \"{registry.Name}\" in {home}. Pulls between regions are slower, and their traffic is billed.\n\n"
            + "Use a registry in the cluster's own region, or remove the cluster from cluster_uuids. With require_same_region = true, such a cluster is not integrated; "
            + "one that is integrated already stays.",
            "cluster_uuids"));
    }
}
