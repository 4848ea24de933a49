using System.Collections.Immutable;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Kubernetes;

/// <summary>Builds and changes node pools by the API's rules.</summary>
internal sealed class NodePools(World world)
{
    public SimulatedNodePool Create(SimulatedCluster cluster, NodePoolRequest? request)
    {
        if (request is null || string.IsNullOrEmpty(request.Name) || cluster.NodePools.Exists(pool => pool.Name == request.Name))
        {
            throw ApiErrorException.Unprocessable("validation error: node pools need a name of their own");
        }

        if (!Catalog.HasSize(request.Size ?? "")) throw ApiErrorException.Unprocessable($"validation error: invalid size {request.Size}");
        var pool = new SimulatedNodePool { Id = world.Identities.UuidText(), Name = request.Name, Size = request.Size! };
        var autoScale = request.AutoScale is true;
        var count = request.Count is { } given and > 0 ? given : autoScale ? request.MinNodes ?? 1 : 0;
        if (count < 1 && !autoScale) throw ApiErrorException.Unprocessable("validation error: count must be at least 1");
        return Change(cluster, pool, request with { Count = count });
    }

    public SimulatedNodePool Change(SimulatedCluster cluster, SimulatedNodePool pool, NodePoolRequest request)
    {
        var changed = pool with
        {
            Name = request.Name is { Length: > 0 } name ? name : pool.Name,
            Tags = request.Tags is null ? pool.Tags : [.. UserTags.Of(request.Tags)],
            Labels = request.Labels?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? pool.Labels,
            Taints = request.Taints is null
                ? pool.Taints
                : [.. request.Taints.OfType<TaintRequest>().Select(taint => new SimulatedTaint(taint.Key ?? "", taint.Value, taint.Effect ?? ""))],
            AutoScale = request.AutoScale ?? pool.AutoScale,
            MinNodes = request.MinNodes ?? pool.MinNodes,
            MaxNodes = request.MaxNodes ?? pool.MaxNodes,
        };
        return request.Count is { } count ? Resize(cluster, changed, count) : changed;
    }

    public SimulatedNodePool Resize(SimulatedCluster cluster, SimulatedNodePool pool, int count)
    {
        if (count is < 0 or > 512) throw ApiErrorException.Unprocessable("validation error: count is from 0 to 512");
        var ready = world.Now + world.Behavior.NodeProvisioning;
        if (cluster.RunningAt > world.Now) ready = cluster.RunningAt;
        var nodes = pool.Nodes.Take(count).ToImmutableList();
        while (nodes.Count < count) nodes = nodes.Add(new Seeder(world).NewNode(pool.Name, world.Now, ready));
        return pool with { Nodes = nodes };
    }
}
