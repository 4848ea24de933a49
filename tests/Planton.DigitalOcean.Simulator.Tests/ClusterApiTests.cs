using System.Security.Authentication;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

/// <summary>The API of a cluster itself: pages, forms of answers, selectors, tokens, faults.</summary>
public sealed class ClusterApiTests
{
    private const string Partial = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    [Fact]
    public async Task Pages_visit_every_pod_once_at_the_revision_of_the_first()
    {
        await using var simulation = await WithPods(25);
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        var first = (await client.Get("/api/v1/pods?limit=10")).Json;
        Assert.Equal(15, first.GetProperty("metadata").GetProperty("remainingItemCount").GetInt64());
        List<string> seen = [.. ClusterClient.Names(first)];
        simulation.Host.World.AddWorkload(Id(simulation), new WorkloadSeed { Kind = WorkloadKind.Pod, Name = "late", Namespace = "zoo", Image = "nginx" });
        for (var next = Continue(first); next is not null;)
        {
            var page = (await client.Get($"/api/v1/pods?limit=10&continue={next}")).Json;
            Assert.Equal(Revision(first), Revision(page));
            seen.AddRange(ClusterClient.Names(page));
            next = Continue(page);
        }

        Assert.Equal(25, seen.Count);
        Assert.Equal(25, seen.Distinct().Count());
        Assert.Equal(26, (await client.Names("/api/v1/pods")).Length);
        Assert.Equal(4, simulation.Host.Requests.Where("GET", "/api/v1/pods").Count);
        Assert.All(simulation.Host.Requests.Where("GET", "/api/v1/pods"), request => Assert.Equal(Id(simulation), request.Cluster));
    }

    [Fact]
    public async Task A_stale_page_is_gone_and_can_go_on_without_consistency()
    {
        await using var simulation = await WithPods(5);
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        simulation.Host.World.SetClusterAccess(Id(simulation), new ClusterAccess { ExpiredContinues = 1 });
        var path = $"/api/v1/pods?limit=2&continue={Continue((await client.Get("/api/v1/pods?limit=2")).Json)}";

        var gone = await client.Get(path);
        Assert.Equal(410, gone.Status);
        Assert.Equal("Expired", gone.Json.GetProperty("reason").GetString());
        Assert.Equal(2, (await client.Names($"/api/v1/pods?limit=2&continue={Continue(gone.Json)}")).Length);
        Assert.Equal(2, (await client.Names(path)).Length);
        Assert.Equal(400, (await client.Get("/api/v1/pods?continue=nonsense")).Status);
    }

    [Fact]
    public async Task A_revision_of_long_ago_is_forgotten()
    {
        await using var simulation = await WithPods(5);
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        var next = Continue((await client.Get("/api/v1/pods?limit=2")).Json);
        simulation.Host.World.ChangeWorkloads(Id(simulation), new WorkloadChange { Generated = new GeneratedWorkloadsSeed { Pods = 100 } });
        Assert.Equal(410, (await client.Get($"/api/v1/pods?limit=2&continue={next}")).Status);
    }

    [Fact]
    public async Task Metadata_alone_holds_no_data_of_a_secret()
    {
        await using var simulation = await WithPods(1, "main");
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        var answer = await client.Get("/api/v1/secrets?fieldSelector=type%3Dkubernetes.io%2Fdockerconfigjson", Partial);
        Assert.Equal("PartialObjectMetadataList", answer.Json.GetProperty("kind").GetString());
        Assert.Equal(5, answer.Json.GetProperty("items").GetArrayLength());
        Assert.All(answer.Json.GetProperty("items").EnumerateArray(), item => Assert.Equal(["kind", "apiVersion", "metadata"], item.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(0, (await client.Get("/api/v1/secrets?fieldSelector=type%3DOpaque")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(400, (await client.Get("/api/v1/secrets?fieldSelector=data%3Dx")).Status);
        var whole = (await client.Get("/api/v1/namespaces/kube-system/secrets/main")).Json;
        Assert.Equal("Secret", whole.GetProperty("kind").GetString());
        Assert.Equal("kubernetes.io/dockerconfigjson", whole.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_table_has_the_columns_that_kubectl_prints()
    {
        await using var simulation = await WithPods(1, "main");
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        var secrets = (await client.Get("/api/v1/namespaces/default/secrets", Table)).Json;
        Assert.Equal(["Name", "Type", "Data", "Age"], secrets.GetProperty("columnDefinitions").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        var row = secrets.GetProperty("rows")[0];
        Assert.Equal(["main", "kubernetes.io/dockerconfigjson", "1", "0s"], row.GetProperty("cells").EnumerateArray().Select(cell => cell.GetString()));
        Assert.Equal("main", row.GetProperty("object").GetProperty("metadata").GetProperty("name").GetString());
        Assert.False(row.GetProperty("object").TryGetProperty("data", out _));
        Assert.Equal(406, (await client.Get("/api/v1/pods", "application/vnd.kubernetes.protobuf")).Status);
        Assert.Equal(200, (await client.Get("/api/v1/pods", "application/vnd.kubernetes.protobuf,application/json")).Status);
    }

    [Theory]
    [InlineData("labelSelector=app.kubernetes.io%2Fname%3Dapp-1", 5)]
    [InlineData("labelSelector=app.kubernetes.io%2Fname!%3Dapp-1", 1)]
    [InlineData("labelSelector=app.kubernetes.io%2Fname", 6)]
    [InlineData("labelSelector=!app.kubernetes.io%2Fname", 0)]
    [InlineData("fieldSelector=metadata.namespace%3Dteam-2", 1)]
    [InlineData("fieldSelector=status.phase%3DRunning,metadata.namespace%3Dteam-1", 5)]
    [InlineData("limit=3", 3)]
    [InlineData("limit=0", 6)]
    public async Task Selectors_and_limits_select(string query, int count)
    {
        await using var simulation = await WithPods(6);
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        Assert.Equal(count, (await client.Names("/api/v1/pods?" + query)).Length);
    }

    [Theory]
    [InlineData("/api/v1/pods?labelSelector=a+in+(b)", 400)]
    [InlineData("/api/v1/pods?watch=true", 400)]
    [InlineData("/api/v1/namespaces/default/pods/none", 404)]
    [InlineData("/apis/apps/v2/deployments", 404)]
    [InlineData("/openapi/v2", 404)]
    [InlineData("/apis/apps/v1/namespaces/none/deployments", 200)]
    [InlineData("/readyz", 200)]
    public async Task Requests_get_the_status_of_the_real_API(string path, int status)
    {
        await using var simulation = await WithPods(1);
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        Assert.Equal(status, (await client.Get(path)).Status);
    }

    [Fact]
    public async Task A_token_ends_and_is_for_one_cluster()
    {
        await using var simulation = await WithPods(1);
        var other = simulation.Host.World.AddCluster("other");
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation), expirySeconds: 60);
        using var foreign = await ClusterClient.OfAsync(simulation, other.Id);
        Assert.Equal(200, (await client.Get("/version")).Status);
        Assert.Equal("2026-03-02T09:01:00Z", simulation.Host.World.ClusterTokens.First().ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ssK").Replace("+00:00", "Z", StringComparison.Ordinal));
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(401, (await client.Get("/version")).Status);
        client.Token = foreign.Token;
        Assert.Equal(401, (await client.Get("/version")).Status);
        Assert.Equal(200, (await foreign.Get("/version")).Status);
        Assert.StartsWith(ClusterToken.Prefix, foreign.Token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_cluster_has_an_authority_of_its_own()
    {
        await using var simulation = await WithPods(1);
        using var own = await ClusterClient.OfAsync(simulation, Id(simulation));
        using var other = await ClusterClient.OfAsync(simulation, simulation.Host.World.AddCluster("other").Id);
        Assert.NotEqual(own.Server, other.Server);
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => own.Get(new Uri(other.Server, "/version").AbsoluteUri));
        Assert.IsType<AuthenticationException>(fault.InnerException);
    }

    [Fact]
    public async Task Faults_strike_the_cluster_that_they_name()
    {
        await using var simulation = await WithPods(2);
        using var client = await ClusterClient.OfAsync(simulation, Id(simulation));
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Status, Path = "/version" });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Status, Cluster = Guid.Empty.ToString() });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 503, Cluster = Id(simulation), Path = "/api/v1/pods", Count = 1 });
        simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Truncate, Cluster = "*", Path = "/api/v1/pods", Count = 1 });
        Assert.Equal(200, (await client.Get("/version")).Status);
        var refused = await client.Get("/api/v1/pods");
        Assert.Equal((503, "Status"), (refused.Status, refused.Json.GetProperty("kind").GetString()));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Get("/api/v1/pods"));
        Assert.Equal(2, (await client.Names("/api/v1/pods")).Length);
        Assert.Throws<ArgumentException>(() => simulation.Host.Faults.Add(new FaultRule { Kind = FaultKind.Reset, Cluster = "*", EffectAfter = 1 }));
    }

    [Fact]
    public async Task Large_clusters_are_seeded_by_one_call()
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(204, (await simulation.Post("/_simulator/seed", """
            {"registries":[{"name":"main","generated":{"repositories":200,"tagged":50,"step":86400}}],
             "generated_clusters":[{"count":5,"registries":["main"],"content":{"generated":{"pods":2000,"old_revisions":3,"namespaces":20,"registry":"main"}}}]}
            """)).Status);
        using var client = await ClusterClient.OfAsync(simulation, simulation.Host.World.Clusters[4].Id);
        var page = (await client.Get("/api/v1/pods?limit=500")).Json;
        Assert.Equal(1500, page.GetProperty("metadata").GetProperty("remainingItemCount").GetInt64());
        Assert.Equal(1600, (await client.Names("/apis/apps/v1/replicasets")).Length);
        var container = page.GetProperty("items")[0].GetProperty("status").GetProperty("containerStatuses")[0];
        Assert.StartsWith("registry.digitalocean.com/main/repo-", container.GetProperty("image").GetString(), StringComparison.Ordinal);
        var digest = container.GetProperty("imageID").GetString()!.Split('@')[1];
        Assert.Contains(simulation.Host.World.FindRegistry("main")!.Repositories.Values, repository => repository.Manifests.ContainsKey(digest));
    }

    private static async Task<Simulation> WithPods(int pods, params IReadOnlyList<string> registries)
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddCluster(new ClusterSeed
        {
            Name = "prod",
            Registries = registries,
            Content = new WorkloadChange { Generated = new GeneratedWorkloadsSeed { Pods = pods, Namespaces = 2 } },
        });
        return simulation;
    }

    private static string Id(Simulation simulation) => simulation.Host.World.Clusters[0].Id;

    private static string? Continue(System.Text.Json.JsonElement list) =>
        list.GetProperty("metadata").TryGetProperty("continue", out var next) ? next.GetString() : null;

    private static string? Revision(System.Text.Json.JsonElement list) => list.GetProperty("metadata").GetProperty("resourceVersion").GetString();
}
