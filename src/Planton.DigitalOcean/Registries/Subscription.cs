using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>The account's subscription to the container registry; one per account, shared by all its registries.</summary>
public sealed record Subscription
{
    /// <summary>The plan.</summary>
    public Tier Tier { get; init => field = value ?? new Tier(); } = new();

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? UpdatedAt { get; init; }
}

/// <summary>A plan. Figures are null where the API does not say.</summary>
public sealed record Tier
{
    /// <summary>The name for people, such as <c>Basic</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The identity: see <see cref="TierSlugs"/>; an open set.</summary>
    public string Slug { get; init => field = value ?? ""; } = "";

    /// <summary>How many repositories are included; 0 means any number.</summary>
    public long? IncludedRepositories { get; init; }

    /// <summary>Bytes of storage that are included.</summary>
    public long? IncludedStorageBytes { get; init; }

    /// <summary>Whether storage beyond the included bytes can be bought.</summary>
    public bool? AllowStorageOverage { get; init; }

    /// <summary>Bytes of outbound transfer that are included.</summary>
    public long? IncludedBandwidthBytes { get; init; }

    /// <summary>US cents for a month.</summary>
    public long? MonthlyPriceInCents { get; init; }

    /// <summary>US cents for each GiB beyond the included storage.</summary>
    public long? StorageOveragePriceInCents { get; init; }

    /// <summary>Whether the account may switch to this tier; only in <see cref="RegistryOptions"/>.</summary>
    public bool? Eligible { get; init; }

    /// <summary>Why the account may not, such as <c>OverRepositoryLimit</c>; an open set; only in <see cref="RegistryOptions"/>.</summary>
    public IReadOnlyList<string> EligibilityReasons { get; init => field = value.WhereNotNull(); } = [];
}

/// <summary>The tiers that DigitalOcean offers at present.</summary>
public static class TierSlugs
{
    /// <summary>Free: one registry, one repository, 500 MiB.</summary>
    public const string Starter = "starter";

    /// <summary>One registry, five repositories, 5 GiB.</summary>
    public const string Basic = "basic";

    /// <summary>Ten registries, any number of repositories, 100 GiB.</summary>
    public const string Professional = "professional";
}

/// <summary>What is on offer to this account.</summary>
public sealed record RegistryOptions
{
    /// <summary>Slugs of the regions in which registries can be created.</summary>
    public IReadOnlyList<string> AvailableRegions { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>The tiers, with this account's eligibility.</summary>
    public IReadOnlyList<Tier> SubscriptionTiers { get; init => field = value.WhereNotNull(); } = [];
}

internal sealed record SubscriptionEnvelope(Subscription? Subscription);

internal sealed record OptionsEnvelope(RegistryOptions? Options);

internal sealed record UpdateSubscriptionRequest(string TierSlug);
