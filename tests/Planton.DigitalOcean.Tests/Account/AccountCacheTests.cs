using System.Net;

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
            "start" => client.GarbageCollections.StartAsync("reg", GarbageCollectionTypes.UnreferencedBlobsOnly),
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

    private static HttpResponseMessage Answer(StubApi.Seen request) => StubApi.Answer(HttpStatusCode.OK, """
        {"registries":[],"registry":{"name":"reg"},"kubernetes_clusters":[],"options":{"subscription_tiers":[{"slug":"basic"}]},
         "subscription":{"tier":{"slug":"basic"}},"garbage_collection":{"uuid":"u"}}
        """);
}
