using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>The account's registries and its subscription, with the API's rules about them.</summary>
internal sealed partial class RegistryStore(World world)
{
    private ImmutableList<SimulatedRegistry> _all = [];
    private ImmutableHashSet<string> _taken = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>In order of creation.</summary>
    public IReadOnlyList<SimulatedRegistry> All => _all;

    public Subscription? Subscription { get; private set; }

    public IReadOnlyCollection<string> TakenNames => _taken;

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    public SimulatedRegistry? Find(string name) => _all.Find(registry => registry.Name == name);

    public SimulatedRegistry Get(string name) => Find(name) ?? throw ApiErrorException.NotFound("registry not found");

    public void Take(string name) => _taken = _taken.Add(name);

    public void CheckName(string name)
    {
        if (!NamePattern.IsMatch(name) || name.Length < world.Behavior.ShortestRegistryName)
        {
            throw ApiErrorException.Unprocessable("invalid registry name: use 1 to 63 lower case letters, digits and dashes");
        }

        if (_taken.Contains(name) || Find(name) is not null) throw ApiErrorException.Conflict("name already exists");
    }

    public SimulatedRegistry Create(string name, string? tierSlug, string? region)
    {
        CheckName(name);
        var place = region is null or "" ? world.Behavior.DefaultRegion : region;
        if (!Catalog.RegistryRegions.Contains(place)) throw ApiErrorException.Unprocessable($"invalid region: {place}");
        var tier = TierForCreate(tierSlug);
        if (_all.Count >= Most(tier))
        {
            throw ApiErrorException.Unprocessable(Most(tier) == 1
                ? "user already has a registry"
                : $"registry limit of the {tier.Slug} tier reached: {Most(tier)}");
        }

        SetTier(tier);
        return Add(name, place, WholeSeconds(world.Now));
    }

    public SimulatedRegistry Add(string name, string region, DateTimeOffset createdAt)
    {
        var registry = new SimulatedRegistry(name, region, createdAt) { Behavior = world.Behavior };
        _all = _all.Add(registry);
        return registry;
    }

    public void Delete(SimulatedRegistry registry)
    {
        _all = _all.Remove(registry);
        if (world.Behavior.DeletedNamesStayTaken) Take(registry.Name);
        if (_all.IsEmpty && world.Behavior.SubscriptionEndsWithLastRegistry) Subscription = null;
        if (!world.Behavior.DeletedRegistryStaysIntegrated) world.ClusterStore.ForgetRegistry(registry.Name);
    }

    /// <summary>Why the account may not have a tier; empty when it may.</summary>
    public IReadOnlyList<string> IneligibleBecause(SubscriptionTier tier)
    {
        List<string> reasons = [];
        if (_all.Count > Most(tier)) reasons.Add("OverRegistryLimit");
        if (tier.IncludedRepositories > 0 && _all.Sum(registry => registry.Repositories.Count) > tier.IncludedRepositories)
        {
            reasons.Add("OverRepositoryLimit");
        }

        if (!tier.AllowStorageOverage && _all.Sum(registry => registry.StorageUsageBytes) > tier.IncludedStorageBytes)
        {
            reasons.Add("OverStorageLimit");
        }

        return reasons;
    }

    public Subscription ChangeTier(string slug)
    {
        var tier = SubscriptionTier.Find(slug) ?? throw ApiErrorException.Unprocessable($"invalid subscription tier: {slug}");
        if (IneligibleBecause(tier) is { Count: > 0 } reasons)
        {
            throw ApiErrorException.PreconditionFailed($"registry is not eligible for tier because: [{string.Join(' ', reasons)}]");
        }

        return SetTier(tier);
    }

    public Subscription SetTier(SubscriptionTier tier)
    {
        var now = WholeSeconds(world.Now);
        if (Subscription is null) return Subscription = new Subscription(tier, now, now);
        if (Subscription.Tier != tier) Subscription = Subscription with { Tier = tier, UpdatedAt = now };
        return Subscription;
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var registry in _all) registry.AdvanceTo(now);
    }

    private int Most(SubscriptionTier tier) => world.Behavior.MaxRegistries ?? tier.Registries;

    private SubscriptionTier TierForCreate(string? slug)
    {
        var named = slug is null or ""
            ? null
            : SubscriptionTier.Find(slug) ?? throw ApiErrorException.Unprocessable($"invalid subscription tier: {slug}");
        if (Subscription is null || _all.IsEmpty) return named ?? Subscription?.Tier ?? SubscriptionTier.Find(world.Behavior.FirstTier)!;
        if (named is null || named == Subscription.Tier) return Subscription.Tier;
        return world.Behavior.FurtherTier switch
        {
            FurtherTier.Refuse => throw ApiErrorException.Unprocessable($"the account is subscribed to the {Subscription.Tier.Slug} tier"),
            FurtherTier.Change => ChangeTier(named.Slug).Tier,
            _ => Subscription.Tier,
        };
    }

    [GeneratedRegex("^[a-z0-9-]{1,63}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex NamePattern { get; }
}
