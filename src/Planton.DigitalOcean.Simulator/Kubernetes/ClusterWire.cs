using System.Text.Json.Serialization;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Kubernetes;

internal sealed record ClusterWire(
    string Id,
    string Name,
    string Region,
    string Version,
    string ClusterSubnet,
    string ServiceSubnet,
    string VpcUuid,
    string Ipv4,
    string Endpoint,
    IReadOnlyList<string> Tags,
    IReadOnlyList<NodePoolWire> NodePools,
    MaintenancePolicyWire MaintenancePolicy,
    bool AutoUpgrade,
    ClusterStatusWire Status,
    string CreatedAt,
    string UpdatedAt,
    bool SurgeUpgrade,
    bool Ha,
    bool RegistryEnabled)
{
    /// <summary>
    /// <c>registries</c>, which may be missing, and the settings that are kept as they came: members whose presence is
    /// decided for each cluster.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, object?> Extra { get; init; } = new(StringComparer.Ordinal);

    public static ClusterWire Of(SimulatedCluster cluster, Behavior behavior, DateTimeOffset now) => new(
        cluster.Id,
        cluster.Name,
        cluster.Region,
        cluster.Version,
        cluster.ClusterSubnet,
        cluster.ServiceSubnet,
        cluster.VpcUuid,
        Ipv4Of(cluster.Id),
        $"https://{cluster.Id}.k8s.ondigitalocean.com",
        ["k8s", $"k8s:{cluster.Id}", .. cluster.Tags],
        [.. cluster.NodePools.Select(pool => NodePoolWire.Of(cluster, pool, now))],
        new MaintenancePolicyWire(cluster.MaintenanceStart, "4h0m0s", cluster.MaintenanceDay),
        cluster.AutoUpgrade,
        ClusterStatusWire.Of(cluster.StateAt(now)),
        WireTime.Seconds(cluster.CreatedAt),
        WireTime.Seconds(cluster.UpdatedAt),
        cluster.SurgeUpgrade,
        cluster.HighlyAvailable,
        RegistryEnabled: !cluster.Registries.IsEmpty)
    {
        Extra = ExtraOf(cluster, behavior),
    };

    private static Dictionary<string, object?> ExtraOf(SimulatedCluster cluster, Behavior behavior)
    {
        Dictionary<string, object?> extra = new(StringComparer.Ordinal);
        if (!cluster.OmitsRegistries && !behavior.OmitClusterRegistries)
        {
            extra["registries"] = behavior.EmptyClusterRegistries ? Array.Empty<string>() : cluster.Registries.IsEmpty ? null : cluster.Registries;
        }

        foreach (var (name, value) in cluster.Settings) extra[name] = value;
        return extra;
    }

    /// <summary>An address of the documentation range, so that nothing is ever reached by mistake.</summary>
    private static string Ipv4Of(string id) => $"203.0.113.{1 + (IdentitySource.Digest(id)[^1] % 200)}";
}

internal sealed record ClusterStatusWire(string State, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message)
{
    public static ClusterStatusWire Of(string state) => new(state, state is "running" ? null : state);
}

internal sealed record MaintenancePolicyWire(string StartTime, string Duration, string Day);

internal sealed record NodePoolWire(
    string Id,
    string Name,
    string Size,
    int Count,
    IReadOnlyList<string> Tags,
    IReadOnlyDictionary<string, string>? Labels,
    IReadOnlyList<TaintWire> Taints,
    bool AutoScale,
    int MinNodes,
    int MaxNodes,
    IReadOnlyList<NodeWire> Nodes)
{
    public static NodePoolWire Of(SimulatedCluster cluster, SimulatedNodePool pool, DateTimeOffset now) => new(
        pool.Id,
        pool.Name,
        pool.Size,
        pool.Nodes.Count,
        ["k8s", $"k8s:{cluster.Id}", "k8s:worker", .. pool.Tags],
        pool.Labels,
        [.. pool.Taints.Select(taint => new TaintWire(taint.Key, taint.Value ?? "", taint.Effect))],
        pool.AutoScale,
        pool.MinNodes,
        pool.MaxNodes,
        [.. pool.Nodes.Select(node => NodeWire.Of(node, now))]);
}

internal sealed record TaintWire(string Key, string Value, string Effect);

internal sealed record NodeWire(string Id, string Name, NodeStatusWire Status, string DropletId, string CreatedAt, string UpdatedAt)
{
    public static NodeWire Of(SimulatedNode node, DateTimeOffset now)
    {
        var ready = node.RunningAt <= now;
        return new NodeWire(
            node.Id,
            node.Name,
            new NodeStatusWire(ready ? "running" : "provisioning"),
            node.DropletId,
            WireTime.Seconds(node.CreatedAt),
            WireTime.Seconds(ready ? node.RunningAt : node.CreatedAt));
    }
}

internal sealed record NodeStatusWire(string State);

internal sealed record ClusterBody(ClusterWire KubernetesCluster);

internal sealed record ClustersBody(IReadOnlyList<ClusterWire> KubernetesClusters, PageLinks Links, PageMeta Meta);

internal sealed record NodePoolBody(NodePoolWire NodePool);

internal sealed record NodePoolsBody(IReadOnlyList<NodePoolWire> NodePools);
