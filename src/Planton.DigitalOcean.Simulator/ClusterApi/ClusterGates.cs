using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>The ports of all clusters whose credentials have been requested. Runs while the world is locked.</summary>
internal sealed class ClusterGates : IDisposable
{
    private readonly Dictionary<string, ClusterGate> _all = new(StringComparer.Ordinal);
    private readonly World _world;

    public ClusterGates(World world)
    {
        _world = world;
        _world.ClustersChanged += Follow;
    }

    public ClusterTransport Transport { get; } = new();

    /// <summary>The port of a cluster, which is opened at the first call.</summary>
    public ClusterGate Of(SimulatedCluster cluster)
    {
        if (!_all.TryGetValue(cluster.Id, out var gate))
        {
            _all.Add(cluster.Id, gate = new ClusterGate(Transport, cluster.Id, TimeProvider.System.GetUtcNow()));
            gate.Follow(cluster.Access.Network);
        }

        return gate;
    }

    public void Dispose()
    {
        _world.ClustersChanged -= Follow;
        foreach (var gate in _all.Values) gate.Dispose();
        _all.Clear();
    }

    private void Follow(object? sender, EventArgs change)
    {
        foreach (var (id, gate) in _all.ToList())
        {
            if (_world.ClusterStore.Find(id) is { } cluster)
            {
                gate.Follow(cluster.Access.Network);
                continue;
            }

            _all.Remove(id);
            gate.Dispose();
        }
    }
}
