using Planton.DigitalOcean.Caching;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean;

/// <summary>
/// Account-wide reads, shared by all callers in this process within a short time: a plan of hundreds of resources needs each list only once, and the
/// API limits requests per minute. The client's own writes invalidate what they change.
/// </summary>
public sealed class AccountCache
{
    private readonly CachedList<IReadOnlyList<Cluster>, Cluster> _clusters;
    private readonly CachedList<RegistryList, Registry> _registries;
    private readonly SingleFlight<RegistryOptions> _options;
    private readonly SingleFlight<Subscription?> _subscription;

    internal AccountCache(DigitalOceanClient client, TimeSpan lifetime, TimeProvider time)
    {
        _clusters = new(
            cancellation => client.Kubernetes.ListClustersAsync(cancellation),
            (uuid, cancellation) => client.Kubernetes.FindClusterAsync(uuid, cancellation), static cluster => cluster.Id, lifetime, time);
        _registries = new(
            cancellation => client.Registries.ListAsync(cancellation),
            (name, cancellation) => client.Registries.FindAsync(name, cancellation), static registry => registry.Name, lifetime, time);
        _options = new(cancellation => client.Subscription.GetOptionsAsync(cancellation), lifetime, time);
        _subscription = new(cancellation => client.Subscription.GetAsync(cancellation), lifetime, time);
    }

    /// <summary>All clusters of the account.</summary>
    /// <param name="cancellationToken">Ends only this caller's wait.</param>
    /// <returns>The clusters, in the API's order.</returns>
    /// <exception cref="ApiException">The list could not be read; the failure is not kept.</exception>
    public Task<IReadOnlyList<Cluster>> GetClustersAsync(CancellationToken cancellationToken = default) => _clusters.GetAsync(cancellationToken);

    /// <summary>A cluster that may be absent: from the list of all clusters, or by its UUID if the list lacks it or this process has changed it since.</summary>
    /// <param name="cancellationToken">Ends only this caller's wait.</param>
    /// <returns>The cluster, or null when the account has none of that identity.</returns>
    /// <exception cref="ApiException">The list or the cluster could not be read; the failure is not kept.</exception>
    public Task<Cluster?> FindClusterAsync(string uuid, CancellationToken cancellationToken = default) => _clusters.FindAsync(uuid, cancellationToken);

    /// <summary>All registries of the account.</summary>
    /// <param name="cancellationToken">Ends only this caller's wait.</param>
    /// <returns>The registries, in the API's order.</returns>
    /// <exception cref="ApiException">The list could not be read; the failure is not kept.</exception>
    public Task<RegistryList> GetRegistriesAsync(CancellationToken cancellationToken = default) => _registries.GetAsync(cancellationToken);

    /// <summary>A registry that may be absent: from the list of all registries, or by its name if the list lacks it or this process has changed it since.</summary>
    /// <param name="cancellationToken">Ends only this caller's wait.</param>
    /// <returns>The registry, or null when the account has none of that name.</returns>
    /// <exception cref="ApiException">The list or the registry could not be read; the failure is not kept.</exception>
    public Task<Registry?> FindRegistryAsync(string name, CancellationToken cancellationToken = default) => _registries.FindAsync(name, cancellationToken);

    /// <summary>The regions and tiers that are on offer, with this account's eligibility.</summary>
    /// <param name="cancellationToken">Ends only this caller's wait.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ApiException">The options could not be read; the failure is not kept.</exception>
    public Task<RegistryOptions> GetOptionsAsync(CancellationToken cancellationToken = default) => _options.GetAsync(cancellationToken);

    /// <summary>The account's subscription.</summary>
    /// <param name="cancellationToken">Ends only this caller's wait.</param>
    /// <returns>The subscription, or null when the account has none.</returns>
    /// <exception cref="ApiException">The subscription could not be read; the failure is not kept.</exception>
    public Task<Subscription?> GetSubscriptionAsync(CancellationToken cancellationToken = default) => _subscription.GetAsync(cancellationToken);

    /// <summary>Forgets one cluster, after a change of its integrations.</summary>
    internal void InvalidateCluster(string uuid) => _clusters.Invalidate(uuid);

    /// <summary>Forgets one registry, and with it the account's usage and eligibility.</summary>
    internal void InvalidateRegistry(string name)
    {
        _registries.Invalidate(name);
        InvalidateSubscription();
    }

    /// <summary>Forgets all registries, subscription and options, which change together.</summary>
    internal void InvalidateRegistries()
    {
        _registries.Invalidate();
        InvalidateSubscription();
    }

    /// <summary>Forgets everything.</summary>
    internal void Invalidate()
    {
        _clusters.Invalidate();
        InvalidateRegistries();
    }

    private void InvalidateSubscription()
    {
        _subscription.Invalidate();
        _options.Invalidate();
    }
}
