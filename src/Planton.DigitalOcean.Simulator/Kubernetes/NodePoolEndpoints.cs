using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Kubernetes;

/// <summary>Node pools of a cluster and single nodes of a pool.</summary>
internal sealed class NodePoolEndpoints(World world)
{
    private readonly NodePools _pools = new(world);

    public void MapTo(Router router)
    {
        const string All = "/v2/kubernetes/clusters/{cluster}/node_pools";
        const string One = All + "/{pool}";
        router.Map("GET", All, Scopes.KubernetesRead, List);
        router.Map("POST", All, Scopes.KubernetesUpdate, Create);
        router.Map("GET", One, Scopes.KubernetesRead, Get);
        router.Map("PUT", One, Scopes.KubernetesUpdate, Update);
        router.Map("DELETE", One, Scopes.KubernetesDelete, Delete);
        router.Map("DELETE", One + "/nodes/{node}", Scopes.KubernetesDelete, DeleteNode);
        router.Map("POST", One + "/recycle", Scopes.KubernetesUpdate, Recycle);
    }

    private ApiReply List(ApiRequest request)
    {
        var cluster = Cluster(request);
        return ApiReply.Ok(new NodePoolsBody([.. cluster.NodePools.Select(pool => NodePoolWire.Of(cluster, pool, world.Now))]));
    }

    private ApiReply Get(ApiRequest request) => ApiReply.Ok(Body(Cluster(request), Pool(request)));

    private ApiReply Create(ApiRequest request)
    {
        var cluster = Cluster(request);
        var pool = _pools.Create(cluster, request.ReadBody<NodePoolRequest>());
        cluster.NodePools = cluster.NodePools.Add(pool);
        return ApiReply.Created(Body(cluster, pool));
    }

    private ApiReply Update(ApiRequest request)
    {
        var cluster = Cluster(request);
        var pool = _pools.Change(cluster, Pool(request), request.ReadBody<NodePoolRequest>());
        Replace(cluster, pool);
        return ApiReply.Accepted(Body(cluster, pool));
    }

    private ApiReply Delete(ApiRequest request)
    {
        var cluster = Cluster(request);
        cluster.NodePools = cluster.NodePools.Remove(Pool(request));
        return ApiReply.NoContent;
    }

    private ApiReply DeleteNode(ApiRequest request)
    {
        var cluster = Cluster(request);
        var pool = Pool(request);
        var node = pool.Nodes.Find(one => one.Id == request["node"]) ?? throw ApiErrorException.NotFound("node not found");
        var smaller = pool with { Nodes = pool.Nodes.Remove(node) };
        var replace = request.Query.GetValueOrDefault("replace").ToString() is "1" or "true";
        Replace(cluster, replace ? _pools.Resize(cluster, smaller, pool.Nodes.Count) : smaller);
        return ApiReply.NoContent with { Status = StatusCodes.Status202Accepted };
    }

    private ApiReply Recycle(ApiRequest request)
    {
        var cluster = Cluster(request);
        var pool = Pool(request);
        var recycled = request.ReadOptionalBody<RecycleRequest>()?.Nodes ?? [.. pool.Nodes.Select(node => node.Id)];
        var kept = pool with { Nodes = pool.Nodes.RemoveAll(node => recycled.Contains(node.Id)) };
        Replace(cluster, _pools.Resize(cluster, kept, pool.Nodes.Count));
        return ApiReply.NoContent with { Status = StatusCodes.Status202Accepted };
    }

    private SimulatedCluster Cluster(ApiRequest request) => world.ClusterStore.Get(request["cluster"]);

    private SimulatedNodePool Pool(ApiRequest request) =>
        Cluster(request).NodePools.Find(pool => pool.Id == request["pool"]) ?? throw ApiErrorException.NotFound("node pool not found");

    private NodePoolBody Body(SimulatedCluster cluster, SimulatedNodePool pool) => new(NodePoolWire.Of(cluster, pool, world.Now));

    private static void Replace(SimulatedCluster cluster, SimulatedNodePool pool) =>
        cluster.NodePools = cluster.NodePools.SetItem(cluster.NodePools.FindIndex(one => one.Id == pool.Id), pool);
}
