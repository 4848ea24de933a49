using Planton.DigitalOcean;

namespace TerraformProviderPlanton.Common;

/// <summary>Everything that belongs to one configuration of the provider and is shared by all its resources.</summary>
internal sealed class ProviderServices(DigitalOceanClient client)
{
    /// <summary>The API.</summary>
    public DigitalOceanClient Client { get; } = client;

    /// <summary>Serializes starts of garbage collection in the same registry.</summary>
    public KeyedLock RegistryLock { get; } = new();

    /// <summary>Serializes changes of the same cluster: the API does not document how it orders them.</summary>
    public KeyedLock ClusterLock { get; } = new();

    /// <summary>Serializes changes of the account's subscription: the second one must see the tier that the first one has set.</summary>
    public KeyedLock SubscriptionLock { get; } = new();

    /// <summary>The tiers that the resources of this configuration set.</summary>
    public TierClaims Tiers { get; } = new();

    /// <summary>What the state contains.</summary>
    public ObjectsInState InState { get; } = new();
}
