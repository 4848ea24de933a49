using System.Globalization;
using System.Text.Json;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class GarbageCollectionsClientTests
{
    private const string Run = """
        {"garbage_collection":{"uuid":"u-1","registry_name":"reg","status":"something new","type":"untagged manifests only","created_at":"2020-10-30T21:03:24Z",
         "updated_at":"2020-10-30T21:03:44Z","blobs_deleted":42,"freed_bytes":5368709120}}
        """;

    [Fact]
    public async Task A_run_is_started_with_its_type()
    {
        var api = new StubApi().Then(201, Run);
        using var client = TestClient.Of(api);
        var run = await client.GarbageCollections.StartAsync("reg", "untagged manifests and unreferenced blobs");
        Assert.Equal(
            new GarbageCollectionRun
            {
                Uuid = "u-1",
                RegistryName = "reg",
                Status = "something new",
                Type = "untagged manifests only",
                CreatedAt = "2020-10-30T21:03:24Z",
                UpdatedAt = "2020-10-30T21:03:44Z",
                BlobsDeleted = 42,
                FreedBytes = 5368709120,
            },
            run);
        Assert.Equal(
            ("POST", "/v2/registries/reg/garbage-collection", """{"type":"untagged manifests and unreferenced blobs"}"""),
            (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
    }

    [Fact]
    public async Task No_active_run_is_no_error()
    {
        using var client = TestClient.Of(new StubApi().Then(404).Then(200, Run));
        Assert.Null(await client.GarbageCollections.FindActiveAsync("reg"));
        Assert.Equal("u-1", (await client.GarbageCollections.FindActiveAsync("reg"))?.Uuid);
    }

    [Fact]
    public async Task Cancelling_what_has_ended_is_no_error()
    {
        var api = new StubApi().Then(200, Run).Then(404);
        using var client = TestClient.Of(api);
        Assert.Equal("u-1", (await client.GarbageCollections.CancelAsync("reg", "u-1"))?.Uuid);
        Assert.Null(await client.GarbageCollections.CancelAsync("reg", "u-1"));
        Assert.Equal(("PUT", "/v2/registries/reg/garbage-collection/u-1", """{"cancel":true}"""), (api.Requests[0].Method, api.Requests[0].PathAndQuery, api.Requests[0].Body));
    }

    [Fact]
    public async Task Runs_come_newest_first_and_only_as_many_pages_are_read_as_needed()
    {
        var api = new StubApi().Then(200, Page([9, 8, 7], next: true));
        using var client = TestClient.Of(api);
        Assert.Equal(["u9", "u8"], (await client.GarbageCollections.ListAsync("reg", limit: 2)).Select(run => run.Uuid));
        Assert.Equal("/v2/registries/reg/garbage-collections?per_page=20", Assert.Single(api.Requests).PathAndQuery);
    }

    [Fact]
    public async Task A_list_in_another_order_is_read_to_its_end_before_the_newest_are_known()
    {
        var api = new StubApi().Then(200, Page([1, 2, 3], next: true)).Then(200, Page([4, 5], next: false));
        using var client = TestClient.Of(api);
        Assert.Equal(["u5", "u4"], (await client.GarbageCollections.ListAsync("reg", limit: 2)).Select(run => run.Uuid));
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(20, 20)]
    [InlineData(50, 50)]
    [InlineData(5000, 200)]
    public async Task A_page_is_as_long_as_what_is_wanted(int limit, int pageLength)
    {
        var api = new StubApi().Then(200, Page([], next: false));
        using var client = TestClient.Of(api);
        Assert.Empty(await client.GarbageCollections.ListAsync("reg", limit));
        Assert.EndsWith($"?per_page={pageLength}", api.Requests[0].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_without_a_readable_time_come_last_and_ties_keep_their_order()
    {
        var api = new StubApi().Then(200, """
            {"garbage_collections":[{"uuid":"x"},{"uuid":"a","created_at":"2020-01-01T00:00:00Z"},{"uuid":"b","created_at":"2020-01-01T00:00:00Z"},
             {"uuid":"c","created_at":"2020-01-01T00:00:00.000000001Z"},{"uuid":"d","created_at":"2020-01-01T02:00:00+02:00"},{"status":"nameless"}]}
            """);
        using var client = TestClient.Of(api);
        Assert.Equal(["a", "b", "c", "d", "x"], (await client.GarbageCollections.ListAsync("reg")).Select(run => run.Uuid));
    }

    [Fact]
    public async Task A_run_that_the_list_has_forgotten_is_looked_for_no_further_back_than_it_was_created()
    {
        var api = new StubApi().Then(200, """
            {"garbage_collections":[{"uuid":"a","created_at":"2020-01-01T00:00:00Z"}],"links":{"pages":{"next":"https://api.example/v2/registries/reg/garbage-collections?page=2"}}}
            """);
        using var client = TestClient.Of(api);
        Assert.Null(await client.GarbageCollections.FindAsync("reg", "b", new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero)));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task A_start_that_the_rate_limit_refuses_is_not_sent_again()
    {
        var api = new StubApi().Then(429, "{}");
        using var client = TestClient.Of(api);
        await Assert.ThrowsAsync<ApiException>(() => client.GarbageCollections.StartAsync("reg", "untagged manifests and unreferenced blobs"));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task A_run_is_found_in_the_list_by_its_identity()
    {
        var api = new StubApi().Then(200, Page([3], next: true)).Then(200, Page([2, 1], next: true)).Then(200, Page([2], next: false));
        using var client = TestClient.Of(api);
        Assert.Equal("u2", (await client.GarbageCollections.FindAsync("reg", "U2"))?.Uuid);
        Assert.Null(await client.GarbageCollections.FindAsync("reg", "u9"));
        Assert.Equal(3, api.Requests.Count);
    }

    private static string Page(int[] days, bool next) => JsonSerializer.Serialize(new
    {
        garbage_collections = days.Select(day => new
        {
            uuid = string.Create(CultureInfo.InvariantCulture, $"u{day}"),
            status = "succeeded",
            created_at = string.Create(CultureInfo.InvariantCulture, $"2020-10-{day:00}T00:00:00Z"),
        }),
        links = new { pages = next ? new { next = "https://api.digitalocean.com/v2/x?page=2&per_page=20" } : null },
    });
}
