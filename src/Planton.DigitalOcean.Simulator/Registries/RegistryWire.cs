using System.Text.Json.Serialization;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Registries;

internal sealed record RegistryWire(
    string Name,
    string CreatedAt,
    string Region,
    long StorageUsageBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StorageUsageBytesUpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StorageUsageUpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? ReadOnly,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SubscriptionWire? Subscription)
{
    /// <summary>A registry as the multi family shows it by name: without the subscription.</summary>
    public static RegistryWire Of(SimulatedRegistry registry, Behavior behavior)
    {
        var counted = WireTime.Nanoseconds(registry.StorageUsageUpdatedAt);
        return new RegistryWire(
            registry.Name,
            WireTime.Seconds(registry.CreatedAt),
            registry.Region,
            registry.StorageUsageBytes,
            behavior.LegacyStorageTimestamp ? null : counted,
            behavior.LegacyStorageTimestamp ? counted : null,
            behavior.OmitReadOnly ? null : registry.ActiveGarbageCollection is not null,
            Subscription: null);
    }

    /// <summary>A registry with the account's subscription: in the single family, and in the list.</summary>
    public static RegistryWire WithSubscription(SimulatedRegistry registry, World world) =>
        Of(registry, world.Behavior) with
        {
            Subscription = world.RegistryStore.Subscription is { } subscription ? SubscriptionWire.Of(subscription) : null,
        };
}

internal sealed record RegistryBody(RegistryWire Registry);

internal sealed record RegistriesBody(IReadOnlyList<RegistryWire> Registries, long TotalStorageUsageBytes);

internal sealed record CreateRegistryRequest(string? Name, string? SubscriptionTierSlug, string? Region);

internal sealed record ValidateNameRequest(string? Name);

internal sealed record SubscriptionWire(TierWire Tier, string CreatedAt, string UpdatedAt)
{
    public static SubscriptionWire Of(Subscription subscription) => new(
        TierWire.Of(subscription.Tier),
        WireTime.Seconds(subscription.CreatedAt),
        WireTime.Seconds(subscription.UpdatedAt));
}

internal sealed record SubscriptionBody(SubscriptionWire Subscription);

internal sealed record ChangeTierRequest(string? TierSlug);

/// <summary>A tier; the last two members only in the options.</summary>
internal sealed record TierWire(
    string Name,
    string Slug,
    int IncludedRepositories,
    long IncludedStorageBytes,
    bool AllowStorageOverage,
    long IncludedBandwidthBytes,
    int MonthlyPriceInCents,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? StorageOveragePriceInCents,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Eligible,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? EligibilityReasons)
{
    public static TierWire Of(SubscriptionTier tier) => new(
        tier.Name,
        tier.Slug,
        tier.IncludedRepositories,
        tier.IncludedStorageBytes,
        tier.AllowStorageOverage,
        IncludedBandwidthBytes: tier.IncludedStorageBytes,
        tier.MonthlyPriceInCents,
        tier.StorageOveragePriceInCents,
        Eligible: null,
        EligibilityReasons: null);

    public static TierWire Of(SubscriptionTier tier, IReadOnlyList<string> ineligibleBecause) => Of(tier) with
    {
        Eligible = ineligibleBecause.Count == 0,
        EligibilityReasons = ineligibleBecause.Count == 0 ? null : ineligibleBecause,
    };
}

internal sealed record OptionsBody(OptionsWire Options);

internal sealed record OptionsWire(IReadOnlyList<string> AvailableRegions, IReadOnlyList<TierWire> SubscriptionTiers);
