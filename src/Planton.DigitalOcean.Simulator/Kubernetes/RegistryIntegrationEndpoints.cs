using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Kubernetes;

/// <summary>
/// Both pairs of integration calls: the plain one, which means every registry of the account, and the named one. A call
/// over several clusters is checked as a whole before anything changes.
/// </summary>
internal sealed class RegistryIntegrationEndpoints(World world)
{
    public void MapTo(Router router)
    {
        router.Map("POST", "/v2/kubernetes/registry", Scopes.KubernetesIntegrate, request => Plain(request, present: true));
        router.Map("DELETE", "/v2/kubernetes/registry", Scopes.KubernetesUpdate, request => Plain(request, present: false));
        router.Map("POST", "/v2/kubernetes/registries", Scopes.KubernetesIntegrate, request => Named(request, present: true));
        router.Map("DELETE", "/v2/kubernetes/registries", Scopes.KubernetesUpdate, request => Named(request, present: false));
    }

    private ApiReply Plain(ApiRequest request, bool present)
    {
        var clusters = Clusters(request.ReadBody<IntegrationRequest>());
        var registries = world.RegistryStore.All.Select(registry => registry.Name).ToList();
        if (registries.Count == 0 && present)
        {
            throw ApiErrorException.Of(world.Behavior.NoRegistryStatus, "the account has no container registry");
        }

        if (registries.Count > 1 && world.Behavior.PlainIntegrationSeveralStatus is { } status)
        {
            throw ApiErrorException.Of(status, "the account has several registries: use /v2/kubernetes/registries");
        }

        foreach (var cluster in clusters) world.ClusterStore.Integrate(cluster, present ? registries : cluster.Registries, present);
        return ApiReply.NoContent;
    }

    private ApiReply Named(ApiRequest request, bool present)
    {
        if (world.Behavior.NamedIntegrationStatus is { } status)
        {
            throw ApiErrorException.Of(status, "The resource you requested could not be found.");
        }

        var wanted = request.ReadBody<IntegrationRequest>();
        var clusters = Clusters(wanted);
        if (wanted.Registries is not { Count: > 0 } registries) throw ApiErrorException.Unprocessable("registries must not be empty");
        List<string> names = [.. registries.Select(name => name ?? "")];
        if (present && names.Find(name => world.RegistryStore.Find(name) is null) is { } unknown)
        {
            throw ApiErrorException.Of(world.Behavior.UnknownRegistryStatus, $"registry not found: {unknown}");
        }

        if (!present && world.Behavior.NamedRemovalIneffective) return ApiReply.NoContent;
        foreach (var cluster in clusters) world.ClusterStore.Integrate(cluster, names, present);
        return ApiReply.NoContent;
    }

    private List<SimulatedCluster> Clusters(IntegrationRequest request)
    {
        if (request.ClusterUuids is not { Count: > 0 } ids) throw ApiErrorException.Unprocessable("cluster_uuids must not be empty");
        List<SimulatedCluster> clusters = [.. ids.Select(id => world.ClusterStore.Get(id ?? ""))];
        // A degraded or upgrading cluster still has a control plane to talk to.
        var unfit = clusters.Find(cluster => cluster.StateAt(world.Now) is not ("running" or "degraded" or "upgrading"));
        return unfit is null
            ? clusters
            : throw ApiErrorException.Of(world.Behavior.ClusterNotRunningStatus, $"cluster {unfit.Id} is not running");
    }

    private sealed record IntegrationRequest(IReadOnlyList<string?>? ClusterUuids, IReadOnlyList<string?>? Registries);
}
