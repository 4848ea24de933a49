namespace Planton.DigitalOcean;

/// <summary>
/// Account-wide reads, shared by everything in this process that asks within a short time: a plan over hundreds of resources needs each
/// list once, and the API counts requests by the minute. The client's own writes invalidate what they change, by themselves.
/// </summary>
public sealed class AccountCache
{
    private readonly SingleFlight<IReadOnlyList<Cluster>> _clusters;
    private readonly SingleFlight<RegistryList> _registries;
    private readonly SingleFlight<RegistryOptions> _options;
    private readonly SingleFlight<Subscription?> _subscription;

    internal AccountCache(DigitalOceanClient client, TimeSpan lifetime, TimeProvider time)
    {
        _clusters = new(cancellation => client.Kubernetes.ListClustersAsync(cancellation), lifetime, time);
        _registries = new(cancellation => client.Registries.ListAsync(cancellation), lifetime, time);
        _options = new(cancellation => client.Subscription.GetOptionsAsync(cancellation), lifetime, time);
        _subscription = new(cancellation => client.Subscription.GetAsync(cancellation), lifetime, time);
    }

    /// <summary>All clusters of the account.</summary>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    /// <returns>The clusters, in the API's order.</returns>
    /// <exception cref="ApiException">The list could not be read; the failure is not kept.</exception>
    public Task<IReadOnlyList<Cluster>> GetClustersAsync(CancellationToken cancellationToken = default) => _clusters.GetAsync(cancellationToken);

    /// <summary>All registries of the account.</summary>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    /// <returns>The registries, in the API's order.</returns>
    /// <exception cref="ApiException">The list could not be read; the failure is not kept.</exception>
    public Task<RegistryList> GetRegistriesAsync(CancellationToken cancellationToken = default) => _registries.GetAsync(cancellationToken);

    /// <summary>The regions and tiers that are on offer, with this account's eligibility.</summary>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ApiException">The options could not be read; the failure is not kept.</exception>
    public Task<RegistryOptions> GetOptionsAsync(CancellationToken cancellationToken = default) => _options.GetAsync(cancellationToken);

    /// <summary>The account's subscription.</summary>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    /// <returns>The subscription, or null when the account has none.</returns>
    /// <exception cref="ApiException">The subscription could not be read; the failure is not kept.</exception>
    public Task<Subscription?> GetSubscriptionAsync(CancellationToken cancellationToken = default) => _subscription.GetAsync(cancellationToken);

    /// <summary>Forgets the clusters, for callers that wait for a change to show.</summary>
    public void InvalidateClusters() => _clusters.Invalidate();

    /// <summary>Forgets registries, subscription and options, which change together.</summary>
    public void InvalidateRegistries()
    {
        _registries.Invalidate();
        _subscription.Invalidate();
        _options.Invalidate();
    }

    /// <summary>Forgets everything.</summary>
    public void Invalidate()
    {
        InvalidateClusters();
        InvalidateRegistries();
    }
}
