using System.Collections.Immutable;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The account's clusters and their integrations.</summary>
internal sealed class ClusterStore(World world)
{
    private readonly OrderedDictionary<string, SimulatedCluster> _all = new(StringComparer.Ordinal);
    private readonly List<PendingIntegration> _pending = [];
    private readonly List<SimulatedCluster> _deleting = [];

    /// <summary>In order of creation; changes under the reader unless the world is locked.</summary>
    public IReadOnlyCollection<SimulatedCluster> All => _all.Values;

    public ClusterTokens Tokens { get; } = new(world.Identities);

    public SimulatedCluster? Find(string id) => _all.GetValueOrDefault(id);

    public SimulatedCluster Get(string id) => Find(id) ?? throw ApiErrorException.NotFound("cluster not found");

    public void Add(SimulatedCluster cluster) => _all.Add(cluster.Id, cluster);

    /// <summary>The objects of a cluster at the present time.</summary>
    public ClusterContent Content(SimulatedCluster cluster)
    {
        cluster.Content ??= ClusterContent.New(world, cluster);
        cluster.Content.CatchUp();
        return cluster.Content;
    }

    public void Delete(SimulatedCluster cluster)
    {
        cluster.GoneAt = world.Now + world.Behavior.ClusterDeletion;
        cluster.UpdatedAt = world.Now;
        _deleting.Add(cluster);
        AdvanceTo(world.Now);
    }

    public void Remove(string id) => _all.Remove(id);

    /// <summary>Adds to or takes from the registries of a cluster, at once or after the configured delay.</summary>
    public void Integrate(SimulatedCluster cluster, IReadOnlyCollection<string> registries, bool present)
    {
        _pending.Add(new PendingIntegration(world.Now + world.Behavior.IntegrationDelay, cluster, registries, present));
        AdvanceTo(world.Now);
    }

    public void ForgetRegistry(string name)
    {
        foreach (var cluster in _all.Values) cluster.Registries = cluster.Registries.Remove(name);
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var pending in _pending.Where(pending => pending.At <= now)) pending.Apply();
        _pending.RemoveAll(pending => pending.At <= now);
        foreach (var gone in _deleting.Where(cluster => cluster.GoneAt <= now)) _all.Remove(gone.Id);
        _deleting.RemoveAll(cluster => cluster.GoneAt <= now);
    }

    private sealed record PendingIntegration(DateTimeOffset At, SimulatedCluster Cluster, IReadOnlyCollection<string> Registries, bool Present)
    {
        public void Apply()
        {
            Cluster.Registries = Present ? Cluster.Registries.Union(Registries) : Cluster.Registries.Except(Registries);
            Cluster.UpdatedAt = At;
        }
    }
}
