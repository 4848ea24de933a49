using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class RegistriesClientTests
{
    [Fact]
    public async Task A_registry_is_read_with_every_field()
    {
        using var client = TestClient.Of(new StubApi().Then(200, """
            {"registry":{"name":"reg","region":"fra1","created_at":"2020-03-21T16:02:37Z","storage_usage_bytes":107374182401,
             "storage_usage_bytes_updated_at":"2020-11-04T21:39:49.530562231Z","read_only":true,"unknown":{"deep":[1]},
             "subscription":{"tier":{"slug":"basic","included_storage_bytes":5368709120},"created_at":"2020-01-23T21:19:12Z","updated_at":"2020-11-05T15:53:24Z"}}}
            """));
        var registry = await client.Registries.GetAsync("reg");
        Assert.Equal(
            new Registry
            {
                Name = "reg",
                Region = "fra1",
                CreatedAt = "2020-03-21T16:02:37Z",
                StorageUsageBytes = 107374182401,
                StorageUsageBytesUpdatedAt = "2020-11-04T21:39:49.530562231Z",
                ReadOnly = true,
            },
            registry with { Subscription = null });
        Assert.Equal((TierSlugs.Basic, 5368709120L), (registry.Subscription!.Tier.Slug, registry.Subscription.Tier.IncludedStorageBytes));
    }

    [Theory]
    [InlineData("""{"name":"reg"}""")]
    [InlineData("""{"name":"reg","region":null,"created_at":null,"storage_usage_bytes":null,"storage_usage_bytes_updated_at":null,"read_only":null,"subscription":null}""")]
    public async Task Missing_and_null_fields_mean_the_same(string registry)
    {
        using var client = TestClient.Of(new StubApi().Then(200, $$"""{"registry":{{registry}}}"""));
        Assert.Equal(new Registry { Name = "reg" }, await client.Registries.GetAsync("reg"));
    }

    [Theory]
    [InlineData("\"storage_usage_bytes_updated_at\":\"a\"", "a")]
    [InlineData("\"storage_usage_updated_at\":\"b\"", "b")]
    [InlineData("\"storage_usage_updated_at\":\"b\",\"storage_usage_bytes_updated_at\":\"a\"", "a")]
    [InlineData("\"storage_usage_updated_at\":\"b\",\"storage_usage_bytes_updated_at\":null", "b")]
    public async Task The_time_of_the_usage_is_read_under_both_of_its_names(string fields, string expected)
    {
        using var client = TestClient.Of(new StubApi().Then(200, $$"""{"registry":{"name":"reg",{{fields}} } }"""));
        Assert.Equal(expected, (await client.Registries.GetAsync("reg")).StorageUsageBytesUpdatedAt);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(200, false)]
    public async Task Only_404_means_absent(int status, bool absent)
    {
        using var client = TestClient.Of(new StubApi().Then(status, """{"registry":{"name":"reg"}}"""));
        Assert.Equal(absent, await client.Registries.FindAsync("reg") is null);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(412)]
    public async Task Other_refusals_do_not_mean_absent(int status)
    {
        using var client = TestClient.Of(new StubApi().Then(status));
        await Assert.ThrowsAsync<ApiException>(() => client.Registries.FindAsync("reg"));
    }

    [Theory]
    [InlineData("""{"registries":[{"name":"a"},{"name":"b"}],"total_storage_usage_bytes":5368709120}""", 2, 5368709120L)]
    [InlineData("""{"registries":[{"name":"a"},null,{}],"total_storage_usage_bytes":"7"}""", 1, 7L)]
    [InlineData("""{"registries":null}""", 0, null)]
    [InlineData("{}", 0, null)]
    public async Task The_list_is_read_leniently(string body, int count, long? total)
    {
        var api = new StubApi().Then(200, body);
        using var client = TestClient.Of(api);
        var list = await client.Registries.ListAsync();
        Assert.Equal((count, total), (list.Count, list.TotalStorageUsageBytes));
        Assert.Equal("/v2/registries", api.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task A_registry_is_created_with_what_was_asked_for()
    {
        var api = new StubApi().Then(201, """{"registry":{"name":"reg"}}""");
        using var client = TestClient.Of(api);
        await client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg", SubscriptionTierSlug = TierSlugs.Professional, Region = "syd1" });
        Assert.Equal(("POST", "/v2/registries", """{"name":"reg","subscription_tier_slug":"professional","region":"syd1"}"""), (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
        Assert.Equal("application/json", api.Requests[0].ContentType);
    }

    [Theory]
    [InlineData(204, true)]
    [InlineData(404, false)]
    public async Task Deleting_what_is_absent_is_no_error(int status, bool deleted)
    {
        var api = new StubApi().Then(status);
        using var client = TestClient.Of(api);
        Assert.Equal(deleted, await client.Registries.DeleteAsync("reg"));
        Assert.Equal(("DELETE", "/v2/registries/reg", null), (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
    }

    [Theory]
    [InlineData(204, true)]
    [InlineData(409, false)]
    public async Task A_name_is_free_or_taken(int status, bool free)
    {
        var api = new StubApi().Then(status);
        using var client = TestClient.Of(api);
        Assert.Equal(free, await client.Registries.IsNameFreeAsync("reg"));
        Assert.Equal(("POST", "/v2/registries/validate-name", """{"name":"reg"}"""), (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
    }

    [Theory]
    [InlineData("2020-11-04T21:39:49.530562231Z", "2020-11-04T21:39:49.5305622Z")]
    [InlineData("2020-11-04T21:39:49Z", "2020-11-04T21:39:49Z")]
    [InlineData("2020-11-04T23:39:49+02:00", "2020-11-04T21:39:49Z")]
    [InlineData("2020-11-04T21:39:49", null)]
    [InlineData("2020-11-04 21:39:49", null)]
    [InlineData("2020-11-04", null)]
    [InlineData("03:00", null)]
    [InlineData("2020-03-21 16:02:37 +0000 UTC", null)]
    [InlineData("2020-13-04T21:39:49Z", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Times_are_read_where_they_are_times(string? text, string? expected) =>
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), ApiTime.Parse(text));
}
