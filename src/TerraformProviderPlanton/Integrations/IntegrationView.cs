using System.Collections.Frozen;
using System.Collections.Immutable;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>The parts of the account's registries and clusters that concern one integration.</summary>
/// <param name="Registry">The registry; null when it does not exist.</param>
/// <param name="IsOnlyRegistry">Whether it is the only one of the account.</param>
/// <param name="Clusters">The clusters that it concerns by uuid; one that does not exist is not among them.</param>
internal sealed record IntegrationView(Registry? Registry, bool IsOnlyRegistry, IReadOnlyDictionary<string, Cluster> Clusters)
{
    /// <summary>The clusters whose integration was accepted in this operation, whether or not they show it yet.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Reads it from two account-wide lists, which all integrations of a run share.</summary>
    public static async Task<IntegrationView> ReadAsync(DigitalOceanClient client, string registry, IEnumerable<string> uuids, CancellationToken cancellation)
    {
        var registries = client.Cache.GetRegistriesAsync(cancellation);
        var found = client.Cache.FindRegistryAsync(registry, cancellation);
        var clusters = FindAsync(client, uuids, cancellation);
        await Task.WhenAll(registries, found, clusters);
        var isOnly = await registries is [var only] && only.Name == registry;
        return new(await found, isOnly, await clusters);
    }

    /// <summary>Reads it with all clusters of the account.</summary>
    public static async Task<IntegrationView> ReadAllAsync(DigitalOceanClient client, string registry, CancellationToken cancellation)
    {
        var registries = await client.Cache.GetRegistriesAsync(cancellation);
        var clusters = await client.Cache.GetClustersAsync(cancellation);
        return Of(registries, clusters, registry);
    }

    /// <summary>The view of one registry, from lists that have already been read.</summary>
    public static IntegrationView Of(RegistryList registries, IReadOnlyList<Cluster> clusters, string registry)
    {
        var byUuid = new Dictionary<string, Cluster>(clusters.Count, StringComparer.Ordinal);
        foreach (var cluster in clusters) byUuid[cluster.Id] = cluster;
        var found = registries.FirstOrDefault(item => item.Name == registry);
        return new(found, found is not null && registries.Count == 1, byUuid);
    }

    /// <summary>The same view with newer data of single clusters.</summary>
    public IntegrationView With(IEnumerable<KeyValuePair<string, Cluster?>> newer)
    {
        var clusters = new Dictionary<string, Cluster>(Clusters, StringComparer.Ordinal);
        foreach (var (uuid, cluster) in newer)
        {
            if (cluster is null) clusters.Remove(uuid);
            else clusters[uuid] = cluster;
        }

        return this with { Clusters = clusters };
    }

    /// <summary>The status of the integration with a cluster.</summary>
    public IntegrationStatus StatusOf(string uuid, string registry) =>
        IntegrationReading.Judge(Clusters.GetValueOrDefault(uuid), registry, IsOnlyRegistry) switch
        {
            IntegrationStatus.Absent when Accepted.Contains(uuid) => IntegrationStatus.Accepted,
            var status => status,
        };

    /// <summary>The clusters that the registry is certainly integrated with.</summary>
    public IEnumerable<string> IntegratedWith(string registry) =>
        Clusters.Keys.Where(uuid => StatusOf(uuid, registry) == IntegrationStatus.Present);

    /// <summary>The state that reflects reality: the set contains the clusters that are integrated, so that missing ones appear as a change.</summary>
    /// <param name="model">The configuration or the state before.</param>
    /// <param name="managed">The clusters that the resource manages.</param>
    /// <param name="integratedAt">When the provider made the integration of a cluster.</param>
    public IntegrationModel ToState(
        IntegrationModel model, IEnumerable<string> managed, Func<string, TfValue<string>> integratedAt, DiagnosticList diagnostics)
    {
        var name = model.RegistryName.Value;
        var uuids = ImmutableArray.CreateBuilder<TfValue<string>>();
        var clusters = ImmutableDictionary.CreateBuilder<string, TfValue<IntegratedClusterModel>>();
        foreach (var uuid in managed.Distinct().Order(StringComparer.Ordinal))
        {
            var status = StatusOf(uuid, name);
            if (status == IntegrationStatus.ClusterGone)
            {
                Errors.WarnClusterGone(uuid, name, diagnostics);
                continue;
            }

            if (status == IntegrationStatus.Ambiguous) WarnAmbiguous(uuid, name, diagnostics);
            if (status != IntegrationStatus.Absent) uuids.Add(uuid);
            bool? integrated = status switch { IntegrationStatus.Present => true, IntegrationStatus.Absent => false, _ => null };
            clusters[uuid] = IntegratedClusterModel.From(Clusters[uuid], Registry?.Region, integrated, integratedAt(uuid));
        }

        return new()
        {
            Id = name,
            RegistryName = name,
            ClusterUuids = uuids.ToImmutable(),
            RequireSameRegion = model.RequireSameRegion.Or(false),
            Timeouts = model.Timeouts,
            RegistryRegion = Registry?.Region,
            Clusters = clusters.ToImmutable(),
        };
    }

    private static async Task<Dictionary<string, Cluster>> FindAsync(DigitalOceanClient client, IEnumerable<string> uuids, CancellationToken cancellation)
    {
        var clusters = new Dictionary<string, Cluster>(StringComparer.Ordinal);
        foreach (var uuid in uuids.Distinct(StringComparer.Ordinal))
        {
            if (await client.Cache.FindClusterAsync(uuid, cancellation) is { } cluster) clusters[uuid] = cluster;
        }

        return clusters;
    }

    private static void WarnAmbiguous(string uuid, string registry, DiagnosticList diagnostics) => diagnostics.Warning(
        "cluster_uuids",
        $"It is not known which registry is integrated with the cluster {uuid}",
        $"The API reports that a registry is integrated, but not which one, and the account has several. It is assumed to be \"{registry}\", as in state. "
        + "Upgrade the cluster to a recent patch version, so that the API names the registry.");
}
