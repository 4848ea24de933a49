using System.Text.Json;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class KubernetesTests
{
    private const string Clusters = "/v2/kubernetes/clusters";

    private static readonly object Wanted = new
    {
        name = "prod",
        region = "nyc1",
        version = "1.33",
        tags = new[] { "team" },
        node_pools = new[] { new { name = "pool", size = "s-2vcpu-4gb", count = 2, taints = new[] { new { Key = "a", Value = "b", Effect = "NoSchedule" } } } },
        routing_agent = new { enabled = true },
        registry_enabled = true,
    };

    [Fact]
    public async Task A_cluster_is_provisioned_changed_and_deleted()
    {
        await using var simulation = await Simulation.StartAsync();
        var created = await simulation.Post(Clusters, Wanted);
        Assert.Equal(201, created.Status);
        var cluster = created.Json.GetProperty("kubernetes_cluster");
        var path = $"{Clusters}/{cluster.GetProperty("id").GetString()}";
        Assert.Equal("provisioning", State(created));
        Assert.False(cluster.GetProperty("registry_enabled").GetBoolean());
        Assert.Equal(JsonValueKind.Null, cluster.GetProperty("registries").ValueKind);
        Assert.StartsWith("1.33.", cluster.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.True(cluster.GetProperty("routing_agent").GetProperty("enabled").GetBoolean());
        Assert.Equal("a", cluster.GetProperty("node_pools")[0].GetProperty("taints")[0].GetProperty("key").GetString());
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var running = await simulation.Get(path);
        Assert.Equal("running", State(running));
        Assert.All(
            running.Json.GetProperty("kubernetes_cluster").GetProperty("node_pools")[0].GetProperty("nodes").EnumerateArray(),
            node => Assert.Equal("running", node.GetProperty("status").GetProperty("state").GetString()));

        Assert.Equal(202, (await simulation.Put(path, new { name = "renamed" })).Status);
        Assert.Equal(["team"], simulation.Host.World.Clusters[0].Tags);
        Assert.Equal(202, (await simulation.Post(path + "/upgrade", new { version = "1.34.1-do.2" })).Status);
        Assert.Equal("upgrading", State(await simulation.Get(path)));
        Assert.Equal(200, (await simulation.Get(path + "/credentials?expiry_seconds=60")).Status);
        Assert.Contains("current-context: do-nyc1-renamed", (await simulation.Get(path + "/kubeconfig")).Text, StringComparison.Ordinal);
        Assert.Equal(204, (await simulation.Delete(path)).Status);
        Assert.Equal(404, (await simulation.Get(path)).Status);
    }

    [Theory]
    [InlineData("""{"region":"nyc1","version":"latest","node_pools":[{"name":"p","size":"s-1vcpu-2gb","count":1}]}""", 422)]
    [InlineData("""{"name":"a","region":"mars1","version":"latest","node_pools":[{"name":"p","size":"s-1vcpu-2gb","count":1}]}""", 422)]
    [InlineData("""{"name":"a","region":"nyc1","version":"newest","node_pools":[{"name":"p","size":"s-1vcpu-2gb","count":1}]}""", 422)]
    [InlineData("""{"name":"a","region":"nyc1","version":"latest","node_pools":[]}""", 422)]
    [InlineData("""{"name":"a","region":"nyc1","version":"latest","node_pools":[{"name":"p","size":"huge","count":1}]}""", 422)]
    [InlineData("""{"name":"a","region":"nyc1","version":"latest","node_pools":[{"name":"p","size":"s-1vcpu-2gb","count":0}]}""", 422)]
    [InlineData("""{"name":"a","region":"nyc1","version":"latest","node_pools":[{"name":"p","size":"s-1vcpu-2gb-intel","count":1}]}""", 201)]
    [InlineData("""{"name":"a","region":"nyc1","version":"latest","node_pools":[null]}""", 422)]
    [InlineData("""{"name":"a","region":"nyc1","version":"latest","tags":[null],"node_pools":[{"name":"p","size":"s-1vcpu-2gb","count":1,"tags":[null],"taints":[null]}]}""", 201)]
    [InlineData("""{"name":"a",""", 400)]
    public async Task Creation_is_checked(string body, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(status, (await simulation.Post(Clusters, body)).Status);
        Assert.Equal(status == 201 ? 1 : 0, simulation.Host.World.Clusters.Count);
    }

    [Fact]
    public async Task Node_pools_are_created_resized_and_deleted()
    {
        await using var simulation = await Simulation.StartAsync();
        var pools = $"{Clusters}/{simulation.Host.World.AddCluster("prod").Id}/node_pools";
        var created = await simulation.Post(pools, new { name = "extra", size = "s-1vcpu-2gb", count = 3, labels = new { a = "b" } });
        Assert.Equal(201, created.Status);
        var path = $"{pools}/{created.Json.GetProperty("node_pool").GetProperty("id").GetString()}";
        Assert.Equal("provisioning", NodeState(await simulation.Get(path)));
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("running", NodeState(await simulation.Get(path)));
        var resized = await simulation.Put(path, new { name = "extra", count = 1 });
        Assert.Equal((202, 1), (resized.Status, resized.Json.GetProperty("node_pool").GetProperty("count").GetInt32()));
        Assert.Equal("b", resized.Json.GetProperty("node_pool").GetProperty("labels").GetProperty("a").GetString());
        var node = resized.Json.GetProperty("node_pool").GetProperty("nodes")[0].GetProperty("id").GetString();
        Assert.Equal(202, (await simulation.Delete($"{path}/nodes/{node}?replace=1")).Status);
        var replaced = (await simulation.Get(path)).Json.GetProperty("node_pool").GetProperty("nodes");
        Assert.NotEqual(node, Assert.Single(replaced.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(204, (await simulation.Delete(path)).Status);
        Assert.Equal(404, (await simulation.Get(path)).Status);
    }

    [Fact]
    public async Task Ten_thousand_clusters_are_listed_in_fifty_pages()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddClusters(new GeneratedClustersSeed { Count = 10_000, Regions = ["nyc1", "fra1"] });
        HashSet<string> seen = [];
        for (string? path = Clusters + "?per_page=1000"; path is not null;)
        {
            var answer = await simulation.Get(path);
            seen.UnionWith(answer.Json.GetProperty("kubernetes_clusters").EnumerateArray().Select(cluster => cluster.GetProperty("id").GetString()!));
            path = answer.Json.GetProperty("links").GetProperty("pages").TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(10_000, seen.Count);
        Assert.Equal(50, simulation.Host.Requests.Count("GET", Clusters));
    }

    [Theory]
    [InlineData("per_page=2&page=1", "next last")]
    [InlineData("per_page=2&page=2", "first prev next last")]
    [InlineData("per_page=2&page=3", "first prev")]
    [InlineData("per_page=2&page=9", "first prev")]
    [InlineData("per_page=0&page=1", "next last")]
    [InlineData("", "")]
    [InlineData("per_page=x&page=-1", "")]
    public async Task Links_name_the_pages_that_exist(string query, string links)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddClusters(new GeneratedClustersSeed { Count = 5 });
        var answer = await simulation.Get($"{Clusters}?{query}");
        var pages = answer.Json.GetProperty("links").TryGetProperty("pages", out var found) ? found.EnumerateObject().Select(page => page.Name) : [];
        Assert.Equal(links, string.Join(' ', pages));
        Assert.Equal(5, answer.Json.GetProperty("meta").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Links_can_name_another_host_as_the_real_API_does_behind_a_proxy()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddClusters(new GeneratedClustersSeed { Count = 2 });
        Assert.StartsWith(simulation.Host.Endpoint.ToString(), Next(await simulation.Get(Clusters + "?per_page=1")), StringComparison.Ordinal);
        simulation.Host.World.Behavior = new Behavior { LinksBaseUrl = "https://api.digitalocean.com" };
        Assert.StartsWith("https://api.digitalocean.com/v2/", Next(await simulation.Get(Clusters + "?per_page=1")), StringComparison.Ordinal);
    }

    private static string Next(Answer answer) => answer.Json.GetProperty("links").GetProperty("pages").GetProperty("next").GetString()!;

    private static string State(Answer answer) =>
        answer.Json.GetProperty("kubernetes_cluster").GetProperty("status").GetProperty("state").GetString()!;

    private static string NodeState(Answer answer) =>
        answer.Json.GetProperty("node_pool").GetProperty("nodes")[0].GetProperty("status").GetProperty("state").GetString()!;
}
