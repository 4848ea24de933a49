using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;

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

    /// <summary>The garbage collection schedules of this configuration.</summary>
    public ScheduleClaims Schedules { get; } = new();

    /// <summary>The integrations of this configuration.</summary>
    public PlanClaims Integrations { get; } = new();

    /// <summary>The registries of this configuration.</summary>
    public RunRegistries Registries { get; } = new();

    /// <summary>What the state contains.</summary>
    public ObjectsInState InState { get; } = new();

    /// <summary>Makes sure that the account has a registry.</summary>
    /// <param name="registry">The name of the registry.</param>
    /// <param name="subject">What is created for it, at the beginning of a sentence; null if it is only read.</param>
    /// <param name="cancellation">The end of the operation.</param>
    /// <exception cref="DiagnosticException">The account has no registry of that name.</exception>
    public async Task RequireRegistryAsync(string registry, string? subject, CancellationToken cancellation)
    {
        if (await Client.Cache.FindRegistryAsync(registry, cancellation) is not null) return;
        throw subject is null ? Errors.RegistryNotFound(registry, "registry_name") : Errors.RegistryRequired(registry, subject);
    }
}
