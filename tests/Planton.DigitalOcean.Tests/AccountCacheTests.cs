using System.Net;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class AccountCacheTests : IDisposable
{
    private readonly StubApi _api = new() { Always = Answer };
    private readonly EagerTime _time = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Each_list_is_read_once_however_many_ask()
    {
        using var client = TestClient.Of(_api, _time);
        await ReadAllAsync(client);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAllAsync(client)));
        Assert.Equal(4, _api.Requests.Count);
    }

    [Fact]
    public async Task A_list_is_read_again_after_its_lifetime()
    {
        using var client = TestClient.Of(_api, _time);
        await ReadAllAsync(client);
        _time.Advance(TimeSpan.FromSeconds(15));
        await ReadAllAsync(client);
        Assert.Equal(8, _api.Requests.Count);
    }

    public static TheoryData<string, string[]> Writes() => new()
    {
        { "create", ["/v2/registries", "/v2/registries/options", "/v2/registries/subscription"] },
        { "create fails", ["/v2/registries", "/v2/registries/options", "/v2/registries/subscription"] },
        { "delete", ["/v2/kubernetes/clusters", "/v2/registries", "/v2/registries/options", "/v2/registries/subscription"] },
        { "tier", ["/v2/registries", "/v2/registries/options", "/v2/registries/subscription"] },
        { "start", ["/v2/registries", "/v2/registries/options", "/v2/registries/subscription"] },
        { "cancel", ["/v2/registries", "/v2/registries/options", "/v2/registries/subscription"] },
        { "add", ["/v2/kubernetes/clusters"] },
        { "remove", ["/v2/kubernetes/clusters"] },
        { "add unnamed", ["/v2/kubernetes/clusters"] },
        { "remove unnamed", ["/v2/kubernetes/clusters"] },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Own_writes_invalidate_what_they_change(string write, string[] readAgain)
    {
        using var client = TestClient.Of(_api, _time);
        await ReadAllAsync(client);
        if (write == "create fails")
        {
            _api.Then(422);
        }

        await (write switch
        {
            "create" => client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" }),
            "create fails" => Assert.ThrowsAsync<ApiException>(() => client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" })),
            "delete" => client.Registries.DeleteAsync("reg"),
            "tier" => client.Subscription.UpdateAsync("basic"),
            "start" => client.GarbageCollections.StartAsync("reg", "unreferenced blobs only"),
            "cancel" => client.GarbageCollections.CancelAsync("reg", "u"),
            "add" => client.Kubernetes.AddRegistryAsync("c", "reg"),
            "remove" => client.Kubernetes.RemoveRegistryAsync("c", "reg"),
            "add unnamed" => client.Kubernetes.AddUnnamedRegistryAsync("c"),
            "remove unnamed" => client.Kubernetes.RemoveUnnamedRegistryAsync("c"),
            _ => client.Registries.GetAsync("reg"),
        });
        _api.Requests.Clear();
        await ReadAllAsync(client);
        Assert.Equal(readAgain, _api.Requests.Select(request => request.Address.AbsolutePath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Single_registries_and_clusters_come_out_of_the_lists()
    {
        _api.Always = AnswerOfTwo;
        using var client = TestClient.Of(_api, _time);
        Assert.Equal(["reg", "other"], [(await client.Cache.FindRegistryAsync("reg"))?.Name, (await client.Cache.FindRegistryAsync("other"))?.Name]);
        Assert.Equal(["c", "d"], [(await client.Cache.FindClusterAsync("c"))?.Id, (await client.Cache.FindClusterAsync("d"))?.Id]);
        Assert.Equal(["/v2/registries", "/v2/kubernetes/clusters"], Paths());
    }

    [Fact]
    public async Task What_a_list_lacks_is_asked_for_before_it_is_taken_to_be_absent()
    {
        _api.Always = static request => request.Address.AbsolutePath.EndsWith("/late", StringComparison.Ordinal)
            ? StubApi.Answer(HttpStatusCode.OK, """{"registry":{"name":"late"},"kubernetes_cluster":{"id":"late"}}""")
            : request.Address.AbsolutePath.EndsWith("/gone", StringComparison.Ordinal) ? StubApi.Answer(HttpStatusCode.NotFound, "{}") : AnswerOfTwo(request);
        using var client = TestClient.Of(_api, _time);
        Assert.Equal("late", (await client.Cache.FindRegistryAsync("late"))?.Name);
        Assert.Equal("late", (await client.Cache.FindClusterAsync("late"))?.Id);
        Assert.Null(await client.Cache.FindRegistryAsync("gone"));
        Assert.Null(await client.Cache.FindClusterAsync("gone"));
        Assert.Equal(
            ["/v2/registries", "/v2/registries/late", "/v2/kubernetes/clusters", "/v2/kubernetes/clusters/late", "/v2/registries/gone", "/v2/kubernetes/clusters/gone"],
            Paths());
    }

    [Fact]
    public async Task Own_writes_to_one_item_leave_the_list_good_for_all_others()
    {
        _api.Always = AnswerOfTwo;
        using var client = TestClient.Of(_api, _time);
        await ReadAllAsync(client);
        await client.Kubernetes.AddRegistryAsync("c", "reg");
        await client.GarbageCollections.StartAsync("reg", "unreferenced blobs only");
        _api.Requests.Clear();
        await client.Cache.FindClusterAsync("d");
        await client.Cache.FindRegistryAsync("other");
        Assert.Empty(Paths());
        await client.Cache.FindClusterAsync("c");
        await client.Cache.FindRegistryAsync("reg");
        Assert.Equal(["/v2/kubernetes/clusters/c", "/v2/registries/reg"], Paths());
    }

    [Fact]
    public async Task A_callers_deadline_does_not_bind_the_shared_read()
    {
        _api.Then(500);
        using var client = TestClient.Of(_api, _time);
        using var deadline = client.BeginDeadline(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["basic"], (await client.Cache.GetOptionsAsync()).SubscriptionTiers.Select(tier => tier.Slug));
    }

    private static async Task ReadAllAsync(DigitalOceanClient client)
    {
        await client.Cache.GetClustersAsync();
        await client.Cache.GetOptionsAsync();
        await client.Cache.GetRegistriesAsync();
        await client.Cache.GetSubscriptionAsync();
    }

    private IEnumerable<string> Paths() => _api.Requests.Select(static request => request.Address.AbsolutePath);

    private static HttpResponseMessage AnswerOfTwo(StubApi.Seen request) => StubApi.Answer(HttpStatusCode.OK, """
        {"registries":[{"name":"reg"},{"name":"other"}],"registry":{"name":"reg"},"kubernetes_clusters":[{"id":"c"},{"id":"d"}],"kubernetes_cluster":{"id":"c"},
         "options":{"subscription_tiers":[]},"subscription":{"tier":{"slug":"basic"}},"garbage_collection":{"uuid":"u"}}
        """);

    private static HttpResponseMessage Answer(StubApi.Seen request) => StubApi.Answer(HttpStatusCode.OK, """
        {"registries":[],"registry":{"name":"reg"},"kubernetes_clusters":[],"options":{"subscription_tiers":[{"slug":"basic"}]},
         "subscription":{"tier":{"slug":"basic"}},"garbage_collection":{"uuid":"u"}}
        """);
}
