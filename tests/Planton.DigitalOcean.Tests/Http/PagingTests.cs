using System.Net;
using System.Text.Json;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Tests;

public sealed class PagingTests
{
    [Fact]
    public async Task All_pages_are_read_from_the_base_address_whatever_host_the_links_name()
    {
        var api = new StubApi()
            .Then(200, Page(["a"], "https://api.digitalocean.com/v2/kubernetes/clusters?page=2&per_page=200"))
            .Then(200, Page(["b"], "http://evil.example.test:1/elsewhere?per_page=200&page=3#part"))
            .Then(200, Page(["c"], "/v2/kubernetes/clusters?page_token=a%2Bb%3D%3D"))
            .Then(200, Page(["d"], next: null));
        using var client = TestClient.Of(api, options: TestClient.Options with { Endpoint = new Uri("https://proxy.example.test/do/") });
        Assert.Equal(["a", "b", "c", "d"], (await client.Kubernetes.ListClustersAsync()).Select(cluster => cluster.Id));
        Assert.Equal(
            [
                "https://proxy.example.test/do/v2/kubernetes/clusters?per_page=200",
                "https://proxy.example.test/do/v2/kubernetes/clusters?page=2&per_page=200",
                "https://proxy.example.test/do/v2/kubernetes/clusters?per_page=200&page=3",
                "https://proxy.example.test/do/v2/kubernetes/clusters?page_token=a%2Bb%3D%3D&per_page=200",
            ],
            api.Requests.Select(request => request.Address.AbsoluteUri));
    }

    [Theory]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}]}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}],"links":null,"meta":null}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}],"links":{},"meta":{}}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}],"links":{"pages":null},"meta":{"total":null}}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}],"links":{"pages":{}},"meta":{"total":1}}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}],"links":{"pages":{"next":null,"prev":"x"}}}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}],"links":{"pages":{"next":""}}}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"}],"links":{"pages":{"next":"https://api.digitalocean.com/v2/kubernetes/clusters"}}}""")]
    public async Task A_list_ends_where_no_next_page_is_named(string page)
    {
        var api = new StubApi().Then(200, page);
        using var client = TestClient.Of(api);
        Assert.Equal("a", Assert.Single(await client.Kubernetes.ListClustersAsync()).Id);
    }

    [Theory]
    [InlineData("""{"kubernetes_clusters":[]}""")]
    [InlineData("""{"kubernetes_clusters":null,"meta":{"total":0}}""")]
    [InlineData("""{"meta":{"total":0}}""")]
    public async Task A_list_is_empty_if_the_response_says_so(string page)
    {
        using var client = TestClient.Of(new StubApi().Then(200, page));
        Assert.Empty(await client.Kubernetes.ListClustersAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kubernetes_clusters":null}""")]
    [InlineData("""{"kubernetes_clusters":null,"meta":{"total":1}}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"},null]}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":"a"},{}]}""")]
    [InlineData("""{"kubernetes_clusters":[{"id":null}]}""")]
    public async Task What_a_list_of_clusters_lacks_does_not_pass_for_deleted(string page)
    {
        using var client = TestClient.Of(new StubApi().Then(200, page));
        Assert.Equal(FailureKind.Malformed, (await Assert.ThrowsAsync<ApiException>(() => client.Kubernetes.ListClustersAsync())).Kind);
    }

    [Fact]
    public async Task Links_that_go_round_fail_rather_than_pass_half_a_list_off_as_the_whole()
    {
        var api = new StubApi { Always = _ => StubApi.Answer(HttpStatusCode.OK, Page(["a"], "https://api.digitalocean.com/x?page=2&per_page=200")) };
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Kubernetes.ListClustersAsync());
        Assert.Equal(FailureKind.Malformed, error.Kind);
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task Links_that_go_round_are_forgiven_when_the_list_is_complete_by_its_own_count()
    {
        var api = new StubApi { Always = _ => StubApi.Answer(HttpStatusCode.OK, Page(["a"], "https://api.digitalocean.com/x?page=2&per_page=200", total: 1)) };
        using var client = TestClient.Of(api);
        Assert.Single(await client.Kubernetes.ListClustersAsync());
    }

    [Fact]
    public async Task Links_that_never_end_fail()
    {
        var number = 1;
        var api = new StubApi { Always = _ => StubApi.Answer(HttpStatusCode.OK, Page([$"c{number}"], $"https://api.digitalocean.com/x?page={++number}")) };
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Kubernetes.ListClustersAsync());
        Assert.Contains("never end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_moved_to_the_next_page_while_reading_is_listed_once()
    {
        var api = new StubApi().Then(200, Page(["a", "b"], "https://h/x?page=2&per_page=200")).Then(200, Page(["b", "c"], next: null));
        using var client = TestClient.Of(api);
        Assert.Equal(["a", "b", "c"], (await client.Kubernetes.ListClustersAsync()).Select(cluster => cluster.Id));
    }

    [Theory]
    [InlineData("https://h/p?page=2&evil=a b", "page=2&evil=a%20b&per_page=50")]
    [InlineData("https://h/p?page=2&evil=\r\nHost:x", "page=2&evil=%0D%0AHost:x&per_page=50")]
    [InlineData("https://h/p?&&page=2&per_page=20", "page=2&per_page=20")]
    [InlineData("?page=ä", "page=%C3%A4&per_page=50")]
    [InlineData("https://h/p?per_page=20", null)]
    [InlineData("https://h/p?", null)]
    [InlineData("nonsense", null)]
    [InlineData(null, null)]
    public void Only_the_query_of_a_link_counts(string? link, string? query) => Assert.Equal(query, Paging.NextQuery(link, 50));

    private static string Page(string[] ids, string? next, int? total = null) => JsonSerializer.Serialize(new
    {
        kubernetes_clusters = ids.Select(id => new { id }),
        links = new { pages = new { next } },
        meta = new { total },
    });
}
