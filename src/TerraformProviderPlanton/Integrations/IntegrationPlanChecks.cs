using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>
/// Checks at plan: a registry or clusters that do not exist, clusters that another integration of the registry has too, and clusters far from the
/// registry. Only adds diagnostics: errors about clusters that are to be integrated, and warnings about those that were managed before. A destroy
/// begins with such a plan, which must not fail.
/// </summary>
internal sealed class IntegrationPlanChecks(OperationContext<ProviderServices> context)
{
    private ProviderServices Services => context.ProviderData;

    /// <summary>Checks the known clusters of a plan.</summary>
    public async Task RunAsync(PlannedChange<IntegrationModel> change)
    {
        if (change.Prior is { } prior) NoteManaged(prior, new IntegrationPrivateState(change.Private).Gone);
        if (change.Planned is not { } planned || !planned.RegistryName.TryGet(out var registry)) return;

        WarnOfSharedClusters(planned, registry, hasState: change.Prior is not null);
        try
        {
            if (change.Prior is null) await new RegistryCheck(context, "The integration").FindOrWarnAsync(registry);
            if (planned.KnownUuids.Count == 0) return;
            var home = (await Services.Client.Cache.GetRegistriesAsync(context.Cancellation)).FirstOrDefault(item => item.Name == registry)?.Region;
            await new RegionCheck(context, registry).RunAsync(await FindClustersAsync(planned, registry), home, change.Config?.RequireSameRegion ?? default);
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                "Clusters could not be checked", $"The account's registries and clusters could not be read, so the apply may fail.\n\n{ApiFailure.Explain(failure)}");
        }
    }

    /// <summary>Forgets what the plan of an integration has claimed, because an apply changes the integration.</summary>
    public static void Release(IntegrationModel integration, ProviderServices services)
    {
        foreach (var uuid in integration.KnownUuids) services.Integrations.Release(Subject(integration.RegistryName.Value, uuid));
    }

    private static string Subject(string registry, string uuid) => $"{registry}/{uuid}";

    private void NoteManaged(IntegrationModel prior, IEnumerable<string> gone)
    {
        foreach (var uuid in prior.ManagedUuids.Concat(gone)) Services.InState.AddCluster(prior.RegistryName.Value, uuid);
    }

    private void WarnOfSharedClusters(IntegrationModel planned, string registry, bool hasState)
    {
        var config = $"{string.Join(',', planned.KnownUuids)}/{planned.RequireSameRegion.Or(false)}";
        var shared = planned.KnownUuids.Where(uuid => Services.Integrations.Claim(Subject(registry, uuid), DoksIntegrationResource.Name, config, hasState) is not null).ToList();
        if (shared.Count == 0) return;

        context.Diagnostics.Warning(
            "cluster_uuids",
            $"Two integrations of \"{registry}\" share clusters",
            $"Another {DoksIntegrationResource.Name} of this registry lists the same clusters: {string.Join(", ", shared)}. A cluster has one integration with a registry, so as soon as one "
            + "resource no longer lists it, or is destroyed, the cluster can no longer pull, until the next apply of the other restores it. Remove these clusters from one of the two.");
    }

    /// <summary>The clusters that exist. For those that do not, reports either an error or, if they were managed, a warning unless the refresh has reported them.</summary>
    private async Task<IReadOnlyList<Cluster>> FindClustersAsync(IntegrationModel planned, string registry)
    {
        var found = new List<Cluster>();
        foreach (var uuid in planned.KnownUuids)
        {
            if (await Services.Client.Cache.FindClusterAsync(uuid, context.Cancellation) is { } cluster) found.Add(cluster);
            else if (!Services.InState.HasCluster(uuid)) context.Diagnostics.AddRange(Errors.ClusterNotFound(uuid).Diagnostics);
            else if (Services.InState.IsRefreshed(registry) && Services.InState.TryAddGone(registry, uuid)) Errors.WarnClusterGone(uuid, registry, context.Diagnostics);
        }

        return found;
    }
}
