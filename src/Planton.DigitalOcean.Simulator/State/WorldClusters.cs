namespace Planton.DigitalOcean.Simulator.State;

/// <content>What runs in clusters, and who is let in.</content>
public sealed partial class World
{
    /// <summary>Every token that a cluster's credentials calls have made.</summary>
    public IReadOnlyCollection<ClusterToken> ClusterTokens => Locked(() => ClusterStore.Tokens.All);

    /// <summary>Raised while the world is locked, when a cluster is gone or its network has changed.</summary>
    internal event EventHandler? ClustersChanged;

    /// <summary>Removes and adds objects of a cluster, as somebody else would; it does not appear in the request log.</summary>
    /// <param name="id">The cluster's UUID.</param>
    /// <param name="change">What to do.</param>
    /// <exception cref="ArgumentException">What is to be removed is not there, or what is to be added cannot be.</exception>
    public void ChangeWorkloads(string id, WorkloadChange change) => Locked(() => Do(() => Change(ClusterStore.Content(Cluster(id)), change)));

    /// <summary>Adds a workload to a cluster, or replaces the one of its kind and name.</summary>
    /// <param name="id">The cluster's UUID.</param>
    /// <param name="workload">The workload.</param>
    public void AddWorkload(string id, WorkloadSeed workload) => ChangeWorkloads(id, new WorkloadChange { Workloads = [workload] });

    /// <summary>Opens and closes the doors of a cluster's API.</summary>
    /// <param name="id">The cluster's UUID.</param>
    /// <param name="access">All doors.</param>
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
                throw new ArgumentException($"There is no {kind.Name} '{name.Name}'.", nameof(change));
        }

        foreach (var name in change.Namespaces)
            content.AddNamespace(name.Name, Now, name.IsAttended);
        foreach (var manifest in change.Objects)
            content.Put(ObjectKind.Named((string?)manifest["kind"] ?? ""), manifest.DeepClone().AsObject(), Now);
        var generated = change.Generated is null ? [] : new WorkloadGenerator(this, change.Generated).Workloads();
        foreach (var workload in change.Workloads.Concat(generated))
            new WorkloadBuilder(this, content, workload).Add();
    }
}
