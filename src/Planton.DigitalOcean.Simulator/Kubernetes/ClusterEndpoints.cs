using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Kubernetes;

/// <summary>Clusters: create, read, list, update, upgrade and delete.</summary>
internal sealed partial class ClusterEndpoints(World world)
{
    /// <summary>Members that the API knows and the simulator keeps without a meaning of their own.</summary>
    private static readonly HashSet<string> KeptSettings = new(StringComparer.Ordinal)
    {
        "control_plane_firewall", "cluster_autoscaler_configuration", "sso", "routing_agent", "amd_gpu_device_plugin",
        "amd_gpu_device_metrics_exporter_plugin", "nvidia_gpu_device_plugin", "rdma_shared_dev_plugin", "coredns_autoscaler",
        "p2p_oci_registry_plugin", "isolated_workers", "worker_subnet_uuid",
    };

    public void MapTo(Router router)
    {
        const string One = "/v2/kubernetes/clusters/{cluster}";
        router.Map("GET", "/v2/kubernetes/clusters", Scopes.KubernetesRead, List);
        router.Map("POST", "/v2/kubernetes/clusters", Scopes.KubernetesCreate, Create);
        router.Map("GET", One, Scopes.KubernetesRead, Get);
        router.Map("PUT", One, Scopes.KubernetesUpdate, Update);
        router.Map("DELETE", One, Scopes.KubernetesDelete, Delete);
        router.Map("GET", One + "/destroy_with_associated_resources", Scopes.KubernetesRead, AssociatedResources);
        router.Map("DELETE", One + "/destroy_with_associated_resources/dangerous", Scopes.KubernetesDelete, Delete);
        router.Map("DELETE", One + "/destroy_with_associated_resources/selective", Scopes.KubernetesDelete, Delete);
        router.Map("GET", One + "/upgrades", Scopes.KubernetesRead, Upgrades);
        router.Map("POST", One + "/upgrade", Scopes.KubernetesUpdate, Upgrade);
    }

    private ApiReply List(ApiRequest request)
    {
        var page = Paging.Of(request, world.Behavior.LinksBaseUrl);
        var all = world.ClusterStore.All;
        return ApiReply.Ok(new ClustersBody(
            [.. page.Cut(all).Select(cluster => ClusterWire.Of(cluster, world.Behavior, world.Now))],
            page.Links(all.Count),
            new PageMeta(all.Count)));
    }

    private ApiReply Get(ApiRequest request) => ApiReply.Ok(Body(Cluster(request)));

    private ApiReply Create(ApiRequest request)
    {
        var wanted = request.ReadBody<CreateClusterRequest>();
        var region = wanted.Region?.ToLowerInvariant() ?? "";
        if (!NamePattern.IsMatch(wanted.Name ?? ""))
        {
            throw ApiErrorException.Unprocessable("validation error: name must start and end with a lower case letter or digit, with dashes between");
        }

        if (!Catalog.HasRegion(region)) throw ApiErrorException.Unprocessable($"validation error: region {region} is not available");
        var version = Catalog.ResolveRelease(wanted.Version ?? "")
            ?? throw ApiErrorException.Unprocessable($"validation error: invalid version slug {wanted.Version}");
        if (wanted.NodePools is not { Count: > 0 } pools)
        {
            throw ApiErrorException.Unprocessable("validation error: at least one node pool is required");
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(world.Now.ToUnixTimeSeconds());
        var cluster = new SimulatedCluster(world.Identities.UuidText(), wanted.Name!, region, version, now)
        {
            RunningAt = world.Now + world.Behavior.ClusterProvisioning,
            VpcUuid = wanted.VpcUuid is { Length: > 0 } vpc ? vpc : Vpcs.DefaultFor(region),
            HighlyAvailable = wanted.Ha ?? false,
            AutoUpgrade = wanted.AutoUpgrade ?? false,
            SurgeUpgrade = wanted.SurgeUpgrade ?? false,
            Tags = [.. UserTags.Of(wanted.Tags)],
        };
        cluster.ClusterSubnet = wanted.ClusterSubnet ?? cluster.ClusterSubnet;
        cluster.ServiceSubnet = wanted.ServiceSubnet ?? cluster.ServiceSubnet;
        SetMaintenance(cluster, wanted.MaintenancePolicy);
        Keep(cluster, wanted.Extra);
        foreach (var pool in pools) cluster.NodePools = cluster.NodePools.Add(new NodePools(world).Create(cluster, pool));
        world.ClusterStore.Add(cluster);
        return ApiReply.Created(Body(cluster));
    }

    private ApiReply Update(ApiRequest request)
    {
        var cluster = Cluster(request);
        var wanted = request.ReadBody<UpdateClusterRequest>();
        if (wanted.Name is { Length: > 0 } name)
        {
            cluster.Name = NamePattern.IsMatch(name)
                ? name
                : throw ApiErrorException.Unprocessable("validation error: invalid name");
        }

        // Clients leave out an empty list of tags; so does a request that does not mean to change them.
        if (wanted.Tags is not null) cluster.Tags = [.. UserTags.Of(wanted.Tags)];
        cluster.AutoUpgrade = wanted.AutoUpgrade ?? cluster.AutoUpgrade;
        cluster.SurgeUpgrade = wanted.SurgeUpgrade ?? cluster.SurgeUpgrade;
        cluster.HighlyAvailable = wanted.Ha ?? cluster.HighlyAvailable;
        SetMaintenance(cluster, wanted.MaintenancePolicy);
        Keep(cluster, wanted.Extra);
        cluster.UpdatedAt = world.Now;
        return ApiReply.Accepted(Body(cluster));
    }

    private ApiReply Delete(ApiRequest request)
    {
        var cluster = Cluster(request);
        if (cluster.GoneAt is null) world.ClusterStore.Delete(cluster);
        return ApiReply.NoContent;
    }

    private ApiReply AssociatedResources(ApiRequest request)
    {
        _ = Cluster(request);
        return ApiReply.Ok(new AssociatedResourcesBody([], [], []));
    }

    private ApiReply Upgrades(ApiRequest request)
    {
        var cluster = Cluster(request);
        var newer = Catalog.Releases.TakeWhile(release => release.Slug != cluster.Version);
        var known = Catalog.Releases.Any(release => release.Slug == cluster.Version);
        return ApiReply.Ok(new UpgradesBody(known ? [.. newer.Select(ReleaseWire.Of)] : []));
    }

    private ApiReply Upgrade(ApiRequest request)
    {
        var cluster = Cluster(request);
        var version = request.ReadBody<UpgradeClusterRequest>().Version ?? "";
        cluster.Version = Catalog.ResolveRelease(version) ?? throw ApiErrorException.Unprocessable($"validation error: invalid version slug {version}");
        cluster.UpgradedAt = world.Now + world.Behavior.ClusterUpgrade;
        cluster.UpdatedAt = world.Now;
        return ApiReply.NoContent with { Status = StatusCodes.Status202Accepted };
    }

    private SimulatedCluster Cluster(ApiRequest request) => world.ClusterStore.Get(request["cluster"]);

    private ClusterBody Body(SimulatedCluster cluster) => new(ClusterWire.Of(cluster, world.Behavior, world.Now));

    private static void SetMaintenance(SimulatedCluster cluster, MaintenancePolicyRequest? policy)
    {
        if (policy is null) return;
        cluster.MaintenanceDay = policy.Day is { Length: > 0 } day ? day : cluster.MaintenanceDay;
        cluster.MaintenanceStart = policy.StartTime is { Length: > 0 } start ? start : cluster.MaintenanceStart;
    }

    private static void Keep(SimulatedCluster cluster, Dictionary<string, JsonElement> settings)
    {
        foreach (var (name, value) in settings.Where(setting => KeptSettings.Contains(setting.Key) && setting.Value.ValueKind != JsonValueKind.Null))
        {
            cluster.Settings = cluster.Settings.SetItem(name, JsonSerializer.SerializeToNode(value)!);
        }
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,253}[a-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex NamePattern { get; }

    private sealed record AssociatedResourcesBody(
        IReadOnlyList<JsonNode> LoadBalancers,
        IReadOnlyList<JsonNode> Volumes,
        IReadOnlyList<JsonNode> VolumeSnapshots);

    private sealed record UpgradesBody(IReadOnlyList<ReleaseWire> AvailableUpgradeVersions);
}

/// <summary>Tags as a user gives them: those that the service adds by itself are dropped from what comes back.</summary>
internal static class UserTags
{
    public static IEnumerable<string> Of(IEnumerable<string?>? tags) =>
        (tags ?? []).OfType<string>().Where(tag => tag != "k8s" && !tag.StartsWith("k8s:", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
}
