using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class SubscriptionClientTests
{
    [Fact]
    public async Task A_subscription_is_read_with_sizes_beyond_32_bits()
    {
        using var client = TestClient.Of(new StubApi().Then(200, """
            {"subscription":{"tier":{"name":"Professional","slug":"professional","included_repositories":0,"included_storage_bytes":107374182400,
             "allow_storage_overage":true,"included_bandwidth_bytes":107374182400,"monthly_price_in_cents":2000,"storage_overage_price_in_cents":2},
             "created_at":"2020-01-23T21:19:12Z","updated_at":"2020-11-05T15:53:24Z"}}
            """));
        var tier = (await client.Subscription.GetAsync())!.Tier;
        Assert.Equal(("Professional", TierSlugs.Professional, 0L, 107374182400L, true), (tier.Name, tier.Slug, tier.IncludedRepositories, tier.IncludedStorageBytes, tier.AllowStorageOverage));
        Assert.Equal((107374182400L, 2000L, 2L, null), (tier.IncludedBandwidthBytes, tier.MonthlyPriceInCents, tier.StorageOveragePriceInCents, tier.Eligible));
        Assert.Empty(tier.EligibilityReasons);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"subscription":null}""")]
    [InlineData(200, """{"subscription":{}}""")]
    [InlineData(200, """{"subscription":{"tier":null}}""")]
    public async Task An_account_without_a_subscription_is_no_error(int status, string body)
    {
        using var client = TestClient.Of(new StubApi().Then(status, body));
        Assert.Null(await client.Subscription.GetAsync());
    }

    [Fact]
    public async Task The_tier_is_changed_for_the_whole_account()
    {
        var api = new StubApi().Then(200, """{"subscription":{"tier":{"slug":"basic"}}}""");
        using var client = TestClient.Of(api);
        Assert.Equal("basic", (await client.Subscription.UpdateAsync("basic")).Tier.Slug);
        Assert.Equal(("POST", "/v2/registries/subscription", """{"tier_slug":"basic"}"""), (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
    }

    [Fact]
    public async Task Options_are_read_with_reasons_that_nobody_knows_yet()
    {
        using var client = TestClient.Of(new StubApi().Then(200, """
            {"options":{"available_regions":["nyc3",null,"mars1"],"subscription_tiers":[
             {"slug":"starter","eligible":false,"eligibility_reasons":["OverRepositoryLimit","SomethingNew"]},null,{"slug":"basic","eligible":true,"eligibility_reasons":null}]}}
            """));
        var options = await client.Subscription.GetOptionsAsync();
        Assert.Equal(["nyc3", "mars1"], options.AvailableRegions);
        Assert.Equal([(false, 2), (true, 0)], options.SubscriptionTiers.Select(tier => (tier.Eligible, tier.EligibilityReasons.Count)));
    }

    [Theory]
    [InlineData("""{"options":{}}""")]
    [InlineData("""{"options":{"available_regions":null,"subscription_tiers":null}}""")]
    public async Task Options_without_content_are_empty(string body)
    {
        using var client = TestClient.Of(new StubApi().Then(200, body));
        var options = await client.Subscription.GetOptionsAsync();
        Assert.Empty(options.AvailableRegions);
        Assert.Empty(options.SubscriptionTiers);
    }
}
