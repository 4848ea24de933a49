using System.Globalization;
using System.Net;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Kubernetes;

/// <summary>
/// Clusters and their integration with registries. Each integration call names one cluster, so that an error belongs to that cluster. The calls
/// return before the change appears in <see cref="Cluster.Registries"/>.
/// </summary>
public sealed class KubernetesClient
{
    private const string AddScope = "kubernetes:create + kubernetes:update";
    private const string RemoveScope = "kubernetes:update";

    private static readonly ApiOperation GetOne = ApiOperation.Get("/v2/kubernetes/clusters/{cluster_id}", "kubernetes:read");
    private static readonly ApiOperation GetAll = ApiOperation.Get("/v2/kubernetes/clusters", "kubernetes:read");
    private static readonly ApiOperation GetCredentials = ApiOperation.Get("/v2/kubernetes/clusters/{cluster_id}/credentials", "kubernetes:access_cluster");
    private static readonly ApiOperation AddNamed = ApiOperation.Post("/v2/kubernetes/registries", AddScope);
    private static readonly ApiOperation RemoveNamed = ApiOperation.Delete("/v2/kubernetes/registries", RemoveScope);
    private static readonly ApiOperation AddUnnamed = ApiOperation.Post("/v2/kubernetes/registry", AddScope);
    private static readonly ApiOperation RemoveUnnamed = ApiOperation.Delete("/v2/kubernetes/registry", RemoveScope);

    private readonly ApiTransport _transport;
    private readonly AccountCache _cache;

    internal KubernetesClient(ApiTransport transport, AccountCache cache)
    {
        _transport = transport;
        _cache = cache;
    }

    /// <summary>Reads a cluster that may be absent.</summary>
    /// <returns>The cluster, or null when this account has none of that identity.</returns>
    /// <exception cref="ApiException">The call failed for another reason.</exception>
    public async Task<Cluster?> FindClusterAsync(string uuid, CancellationToken cancellationToken = default)
    {
        var request = GetOne.At(uuid);
        try
        {
            var envelope = await _transport.ReadAsync(request, WireContext.Default.ClusterEnvelope, cancellationToken);
            return envelope.KubernetesCluster is { Id.Length: > 0 } cluster
                ? cluster
                : throw _transport.Malformed(request, HttpStatusCode.OK, "the response does not contain a cluster");
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all clusters, 200 with each request.</summary>
    /// <returns>The clusters, in the API's order.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public async Task<IReadOnlyList<Cluster>> ListClustersAsync(CancellationToken cancellationToken = default)
    {
        var all = await _transport.ReadAsync<ClusterPage, Cluster>(
            GetAll.At(), WireContext.Default.ClusterPage, Paging.MaxPage, isEnough: null, cancellationToken);
        return [.. all.Where(cluster => cluster.Id.Length > 0).DistinctBy(cluster => cluster.Id)];
    }

    /// <summary>Makes credentials for the cluster's own API. They are secret, and end by themselves.</summary>
    /// <param name="uuid">The cluster.</param>
    /// <param name="lifetime">How long they can be used; without a limit of the caller's the API's own is a week.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The credentials.</returns>
    /// <exception cref="ApiException">The cluster does not exist (404), the token may not enter it (403), or the call failed.</exception>
    public async Task<ClusterCredentials> GetCredentialsAsync(string uuid, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        var request = GetCredentials.At(uuid) with { Query = string.Create(CultureInfo.InvariantCulture, $"expiry_seconds={(long)lifetime.TotalSeconds}") };
        var body = await _transport.ReadAsync(request, WireContext.Default.ClusterCredentialsBody, cancellationToken);
        return body.For(uuid) ?? throw _transport.Malformed(request, HttpStatusCode.OK, "the response lacks an https address, a token or the certificates of authorities");
    }

    /// <summary>Integrates a registry with a cluster.</summary>
    /// <param name="cancellationToken">Cancels; the change may still take place.</param>
    /// <returns>When the API has accepted the change.</returns>
    /// <exception cref="ApiException">The call failed; 404 or 405 may mean that the API lacks this endpoint.</exception>
    public Task AddRegistryAsync(string clusterUuid, string registry, CancellationToken cancellationToken = default) =>
        ChangeAsync(AddNamed, clusterUuid, registry, cancellationToken);

    /// <summary>Ends the integration of a registry with a cluster.</summary>
    /// <param name="cancellationToken">Cancels; the change may still take place.</param>
    /// <returns>When the API has accepted the change.</returns>
    /// <exception cref="ApiException">The call failed; 404 or 405 may mean that the API lacks this endpoint.</exception>
    public Task RemoveRegistryAsync(string clusterUuid, string registry, CancellationToken cancellationToken = default) =>
        ChangeAsync(RemoveNamed, clusterUuid, registry, cancellationToken);

    /// <summary>
    /// Integrates the account's registry with a cluster through the older endpoint, which has no names: a fallback for accounts with one registry.
    /// </summary>
    /// <param name="cancellationToken">Cancels; the change may still take place.</param>
    /// <returns>When the API has accepted the change.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public Task AddUnnamedRegistryAsync(string clusterUuid, CancellationToken cancellationToken = default) =>
        ChangeAsync(AddUnnamed, clusterUuid, registry: null, cancellationToken);

    /// <summary>Ends the integration of a cluster by the older endpoint that knows no names; other registries may lose theirs too.</summary>
    /// <param name="cancellationToken">Cancels; the change may still take place.</param>
    /// <returns>When the API has accepted the change.</returns>
    /// <exception cref="ApiException">The call failed.</exception>
    public Task RemoveUnnamedRegistryAsync(string clusterUuid, CancellationToken cancellationToken = default) =>
        ChangeAsync(RemoveUnnamed, clusterUuid, registry: null, cancellationToken);

    private async Task ChangeAsync(ApiOperation operation, string clusterUuid, string? registry, CancellationToken cancellationToken)
    {
        var body = new ClusterRegistriesRequest([clusterUuid], registry is null ? null : [registry]);
        try
        {
            await _transport.SendAsync(operation.At().With(body, WireContext.Default.ClusterRegistriesRequest), cancellationToken);
        }
        catch (ApiException e) when (operation.Method == HttpMethod.Delete
            && e.Status == HttpStatusCode.NotFound && e.EarlierAttemptMayHaveTakenEffect)
        {
            // The first attempt removed it, and its response was lost.
        }
        finally
        {
            _cache.InvalidateCluster(clusterUuid);
        }
    }
}
