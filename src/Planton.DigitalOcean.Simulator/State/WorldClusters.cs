namespace Planton.DigitalOcean.Simulator.State;

/// <content>The content of clusters and the access to them.</content>
public sealed partial class World
{
    /// <summary>All tokens that requests for cluster credentials have created.</summary>
    public IReadOnlyCollection<ClusterToken> ClusterTokens => Locked(() => ClusterStore.Tokens.All);

    /// <summary>Raised while the world is locked, after a cluster was removed or its network changed.</summary>
    internal event EventHandler? ClustersChanged;

    /// <summary>Changes the objects of a cluster without a trace in the request log.</summary>
    /// <exception cref="ArgumentException">An object to remove does not exist, or one to add is not valid.</exception>
    public void ChangeWorkloads(string id, WorkloadChange change) => Locked(() => Do(() => Change(ClusterStore.Content(Cluster(id)), change)));

    /// <summary>Adds a workload to a cluster, or replaces the one with its kind and name.</summary>
    public void AddWorkload(string id, WorkloadSeed workload) => ChangeWorkloads(id, new WorkloadChange { Workloads = [workload] });

    /// <summary>Changes who can reach and read a cluster's API.</summary>
    public void SetClusterAccess(string id, ClusterAccess access) => Locked(() => Do(() =>
    {
        Cluster(id).Access = access;
        ClustersChanged?.Invoke(this, EventArgs.Empty);
    }));

    private void Change(ClusterContent content, WorkloadChange change)
    {
        foreach (var name in change.Remove)
        {
            var kind = ObjectKind.Named(name.Kind);
            if (!content.Objects.Remove(kind, kind.IsNamespaced ? name.Namespace : "", name.Name))
            {
                throw new ArgumentException($"There is no {kind.Name} '{name.Name}'.", nameof(change));
            }
        }

        foreach (var name in change.Namespaces) content.AddNamespace(name.Name, Now, name.HasPullSecrets);
        foreach (var manifest in change.Objects)
        {
            content.Put(ObjectKind.Named((string?)manifest["kind"] ?? ""), manifest.DeepClone().AsObject(), Now);
        }

        var generated = change.Generated is null ? [] : new WorkloadGenerator(this, change.Generated).Workloads();
        foreach (var workload in change.Workloads.Concat(generated)) new WorkloadBuilder(this, content, workload).Add();
    }
}
