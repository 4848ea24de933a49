using System.Collections.Immutable;
using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.Integrations;

/// <summary>Configuration and state of <c>planton_docr_doks_integration</c>, version 0.</summary>
internal sealed class IntegrationModel
{
    public TfValue<string> Id;
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<string>>> ClusterUuids;
    public TfValue<bool> RequireSameRegion;
    public TfValue<Timeouts> Timeouts;
    public TfValue<string> RegistryRegion;
    public TfValue<ImmutableDictionary<string, TfValue<IntegratedClusterModel>>> Clusters;

    /// <summary>The known UUIDs, in a fixed order.</summary>
    public IReadOnlyList<string> KnownUuids =>
        [.. ClusterUuids.Or([]).Where(static uuid => uuid.IsKnown).Select(static uuid => uuid.Value).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The clusters that the resource manages. One that lost its integration was removed from the set at an earlier refresh, but is managed as long
    /// as the map contains it.
    /// </summary>
    public IReadOnlyList<string> ManagedUuids => [.. KnownUuids.Concat(Clusters.IsKnown ? Clusters.Value.Keys : [])];

    /// <summary>
    /// Leaves only what a change of the clusters can change as known after apply: nothing of a cluster that stays integrated, and of one whose
    /// integration is restored what the integration is about.
    /// </summary>
    /// <param name="prior">The state before.</param>
    public void ExpectChanges(IntegrationModel prior)
    {
        if (!ClusterUuids.IsKnown || ClusterUuids.Value.Any(static uuid => !uuid.IsKnown) || !prior.Clusters.IsKnown) return;

        var (before, integrated) = (prior.Clusters.Value, prior.KnownUuids.ToHashSet(StringComparer.Ordinal));
        Clusters = KnownUuids.ToImmutableDictionary(
            static uuid => uuid,
            uuid => before.TryGetValue(uuid, out var cluster) && cluster.IsKnown
                ? integrated.Contains(uuid) ? cluster : cluster.Value.ToBeIntegrated()
                : IntegratedClusterModel.Unknown(),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// The result of an apply as its plan showed it: whatever else has happened to a cluster since, such as an upgrade, the next refresh shows.
    /// </summary>
    /// <param name="plan">The plan.</param>
    public IntegrationModel AsPlanned(IntegrationModel plan)
    {
        if (!plan.Clusters.IsKnown) return this;
        var state = (IntegrationModel)MemberwiseClone();
        state.Clusters = Clusters.Value.ToImmutableDictionary(
            static cluster => cluster.Key,
            cluster => plan.Clusters.Value.GetValueOrDefault(cluster.Key) is { IsKnown: true } planned ? planned.Value.CompletedBy(cluster.Value.Value) : cluster.Value,
            StringComparer.Ordinal);
        return state;
    }

    /// <summary>When the provider added the integration of a cluster; null if it did not, or if that is unknown.</summary>
    public TfValue<string> IntegratedAt(string uuid) =>
        Clusters.IsKnown && Clusters.Value.TryGetValue(uuid, out var cluster) && cluster.IsKnown ? cluster.Value.IntegratedAt : default;
}

/// <summary>One cluster of an integration, as state shows it.</summary>
internal sealed class IntegratedClusterModel
{
    public TfValue<string> Name;
    public TfValue<string> Region;
    public TfValue<string> Version;
    public TfValue<string> State;
    public TfValue<bool> SameRegion;
    public TfValue<bool> Integrated;
    public TfValue<ImmutableArray<TfValue<string>>> Registries;
    public TfValue<string> IntegratedAt;

    /// <summary>A cluster of which nothing is known: the CLIs show an object with unknown values in a map, but not an unknown object.</summary>
    public static IntegratedClusterModel Unknown() => new IntegratedClusterModel
    {
        Name = TfValue<string>.Unknown,
        Region = TfValue<string>.Unknown,
        Version = TfValue<string>.Unknown,
        State = TfValue<string>.Unknown,
        SameRegion = TfValue<bool>.Unknown,
    }.ToBeIntegrated();

    /// <summary>The same cluster, with what an integration changes unknown.</summary>
    public IntegratedClusterModel ToBeIntegrated()
    {
        var copy = (IntegratedClusterModel)MemberwiseClone();
        (copy.Integrated, copy.Registries, copy.IntegratedAt) = (TfValue<bool>.Unknown, TfValue<ImmutableArray<TfValue<string>>>.Unknown, TfValue<string>.Unknown);
        return copy;
    }

    /// <summary>The same cluster, with the values of another where this one has none yet.</summary>
    public IntegratedClusterModel CompletedBy(IntegratedClusterModel other)
    {
        if (Name.IsUnknown) return other;
        var copy = (IntegratedClusterModel)MemberwiseClone();
        if (Integrated.IsUnknown) copy.Integrated = other.Integrated;
        if (Registries.IsUnknown) copy.Registries = other.Registries;
        if (IntegratedAt.IsUnknown) copy.IntegratedAt = other.IntegratedAt;
        return copy;
    }

    /// <summary>The cluster as the API shows it.</summary>
    /// <param name="registryRegion">The registry's region; null when the API does not say.</param>
    /// <param name="integrated">Whether the registry is integrated; null when the API does not say which ones are.</param>
    /// <param name="integratedAt">When the provider made the integration.</param>
    public static IntegratedClusterModel From(Cluster cluster, string? registryRegion, bool? integrated, TfValue<string> integratedAt) => new()
    {
        Name = cluster.Name,
        Region = cluster.Region,
        Version = cluster.Version,
        State = cluster.State,
        SameRegion = registryRegion is null || cluster.Region is null ? default(TfValue<bool>) : cluster.Region == registryRegion,
        Integrated = TfValue.Of(integrated),
        Registries = (cluster.Registries ?? []).Order(StringComparer.Ordinal).Select(static name => TfValue<string>.Known(name)).ToImmutableArray(),
        IntegratedAt = integrated == false ? default : integratedAt,
    };
}
