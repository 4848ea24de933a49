using System.Collections.Concurrent;
using Planton.DigitalOcean;

namespace TerraformProviderPlanton.Shared;

/// <summary>What one configuration of the provider made: shared by all its resources, made anew by the next configuration.</summary>
/// <param name="client">The API.</param>
internal sealed class ProviderServices(DigitalOceanClient client)
{
    /// <summary>The API.</summary>
    public DigitalOceanClient Client { get; } = client;

    /// <summary>Keeps two starts of garbage collection in one registry apart.</summary>
    public KeyedLock RegistryLock { get; } = new();

    /// <summary>Keeps two changes of one cluster apart: how the API orders them is not documented.</summary>
    public KeyedLock ClusterLock { get; } = new();

    /// <summary>Keeps two changes of the account's subscription apart: the second one finds the tier as the first has set it.</summary>
    public KeyedLock SubscriptionLock { get; } = new();

    /// <summary>The tiers that the resources of this configuration ask for.</summary>
    public TierClaims Tiers { get; } = new();

    /// <summary>The names of the registries that a state holds, as far as this configuration has read or planned them.</summary>
    public ConcurrentDictionary<string, bool> RegistriesInState { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The uuids of the clusters that an integration in state manages, as far as this configuration has read them: the plan that follows may come without that state,
    /// because the registry is gone, or the object is tainted or replaced.
    /// </summary>
    public ConcurrentDictionary<string, bool> ClustersInState { get; } = new(StringComparer.Ordinal);
}
