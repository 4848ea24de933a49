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
