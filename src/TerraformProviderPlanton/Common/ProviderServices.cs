using Planton.DigitalOcean;

namespace TerraformProviderPlanton.Common;

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

    /// <summary>What the state holds.</summary>
    public ObjectsInState InState { get; } = new();
}
