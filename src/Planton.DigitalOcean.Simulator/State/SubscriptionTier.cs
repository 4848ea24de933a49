namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A plan of the container registry, with DigitalOcean's published figures.</summary>
internal sealed record SubscriptionTier(
    string Name,
    string Slug,
    int Registries,
    int IncludedRepositories,
    long IncludedStorageBytes,
    bool AllowStorageOverage,
    int MonthlyPriceInCents,
    int? StorageOveragePriceInCents)
{
    public static IReadOnlyList<SubscriptionTier> All { get; } =
    [
        new("Starter", "starter", 1, 1, 524_288_000, AllowStorageOverage: false, 0, StorageOveragePriceInCents: null),
        new("Basic", "basic", 1, 5, 5_368_709_120, AllowStorageOverage: true, 500, StorageOveragePriceInCents: 2),
        new("Professional", "professional", 10, 0, 107_374_182_400, AllowStorageOverage: true, 2000, StorageOveragePriceInCents: 2),
    ];

    public static SubscriptionTier? Find(string slug) => All.FirstOrDefault(tier => tier.Slug == slug);
}

/// <summary>The account's one subscription.</summary>
internal sealed record Subscription(SubscriptionTier Tier, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
