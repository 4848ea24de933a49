namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class ControlTests
{
    private const string Seed = """
        {
          "tier": "professional",
          // A small world.
          "registries": [{
            "name": "main", "region": "fra1",
            "manifests": [{ "repository": "team/app", "tags": ["v1"], "blobs": [{ "digest": "sha256:01", "size_bytes": 5000000000 }] }],
            "garbage_collections": [{ "age": "14.00:00:00", "freed_bytes": 7 }]
          }],
          "clusters": [{ "name": "solo", "registries": ["main"] }],
          "generated_clusters": [{ "count": 3, "regions": ["nyc1", "lon1"] }],
          "behavior": { "garbage_collection": { "scanning": 600 }, "garbage_collection_conflict_status": 412 },
          "taken_names": ["theirs"],
          "faults": [{ "kind": "lose_answer", "method": "POST", "path": "/v2/registries/*/garbage-collection", "count": 1 }],
        }
        """;

    [Fact]
    public async Task A_seed_fills_the_world()
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(204, (await simulation.Post("/_simulator/seed", Seed)).Status);
        var state = (await simulation.Get("/_simulator/state")).Json;
        Assert.Equal("professional", state.GetProperty("tier").GetString());
        Assert.Equal(5_000_000_000, state.GetProperty("registries")[0].GetProperty("stored_bytes").GetInt64());
        Assert.Equal("succeeded", state.GetProperty("registries")[0].GetProperty("garbage_collections")[0].GetProperty("status").GetString());
        Assert.Equal(["nyc1", "nyc1", "lon1", "nyc1"], state.GetProperty("clusters").EnumerateArray().Select(cluster => cluster.GetProperty("region").GetString()));
        Assert.Equal(TimeSpan.FromMinutes(10), simulation.Host.World.Behavior.GarbageCollection.Scanning);
        Assert.Single(simulation.Host.Faults.All);
        Assert.Equal(409, (await simulation.Post("/v2/registries", new { name = "theirs" })).Status);
        Assert.Equal(422, (await simulation.Post("/_simulator/seed", Seed)).Status);
        Assert.Equal(204, (await simulation.Put("/_simulator/seed", Seed)).Status);
    }

    [Theory]
    [InlineData("POST", "seed", """{"registrys":[]}""", 400)]
    [InlineData("POST", "seed", """{"registries":[{}]}""", 400)]
    [InlineData("POST", "seed", "", 400)]
    [InlineData("POST", "seed", """{"tier":"gold"}""", 422)]
    [InlineData("POST", "clock", """{"advance":"soon"}""", 400)]
    [InlineData("POST", "clock", """{"advance":-1}""", 422)]
    [InlineData("POST", "clock", """{"speed":-1}""", 422)]
    [InlineData("POST", "faults", """{"kind":"flood"}""", 400)]
    [InlineData("POST", "registries/none/garbage-collection", "", 422)]
    [InlineData("PUT", "clusters/none", """{"state":"error"}""", 422)]
    [InlineData("DELETE", "faults/none", "", 404)]
    [InlineData("GET", "nothing", "", 404)]
    public async Task Mistakes_are_told(string method, string path, string body, int status)
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(status, (await simulation.Send(method, "/_simulator/" + path, body, token: "")).Status);
    }

    [Fact]
    public async Task The_clock_moves_by_control()
    {
        await using var simulation = await Simulation.StartAsync();
        var now = (await simulation.Post("/_simulator/clock", new { advance = "01:00:00" })).Json.GetProperty("now").GetDateTimeOffset();
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero), now);
        await simulation.Post("/_simulator/clock", new { advance = 90 });
        await simulation.Post("/_simulator/clock", new { set = "2026-04-01T00:00:00Z" });
        Assert.Equal("Wed, 01 Apr 2026 00:00:00 GMT", (await simulation.Get("/v2/account")).Headers["date"]);
    }

    [Fact]
    public async Task Requests_are_counted_without_their_token()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.Send("POST", "/v2/registries?a=b", """{"name":"main"}""", token: "secret-token");
        await simulation.Send("GET", "/v2/registries/main", token: "");
        var log = await simulation.Get("/_simulator/requests");
        Assert.DoesNotContain("secret-token", log.Text, StringComparison.Ordinal);
        Assert.Equal(["POST", "GET"], log.Json.EnumerateArray().Select(entry => entry.GetProperty("method").GetString()));
        Assert.Equal([201, 401], log.Json.EnumerateArray().Select(entry => entry.GetProperty("status").GetInt32()));
        Assert.Equal([true, false], log.Json.EnumerateArray().Select(entry => entry.GetProperty("authorized").GetBoolean()));
        Assert.Equal("?a=b", log.Json[0].GetProperty("query").GetString());
        Assert.Equal("""{"name":"main"}""", log.Json[0].GetProperty("body").GetString());
        Assert.Equal(1, (await simulation.Get("/_simulator/requests?method=GET&path=/v2/registries/*")).Json.GetArrayLength());
        Assert.Equal(204, (await simulation.Delete("/_simulator/requests")).Status);
        Assert.Empty(simulation.Host.Requests.All);
    }

    [Fact]
    public async Task Somebody_else_can_act_through_the_control_path()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.Post("/_simulator/seed", """{"registries":[{"name":"main"}],"clusters":[{"id":"11111111-1111-4111-8111-111111111111","name":"a","registries":["main"]}]}""");
        const string Collection = "/_simulator/registries/main/garbage-collection";
        Assert.Equal("requested", (await simulation.Post(Collection)).Json.GetProperty("status").GetString());
        Assert.Equal("reindexing", (await simulation.Put(Collection, new { status = "reindexing" })).Json.GetProperty("status").GetString());
        Assert.Equal("reindexing", (await simulation.Get("/v2/registries/main/garbage-collection")).Json.GetProperty("garbage_collection").GetProperty("status").GetString());
        Assert.False((await simulation.Put(Collection, new { status = "failed" })).Json.GetProperty("active").GetBoolean());
        Assert.Equal(204, (await simulation.Post(Collection + "/script", """{"phases":[{"status":"requested","duration":null}]}""")).Status);
        Assert.Equal(204, (await simulation.Post("/_simulator/registries/main/garbage-collections", """{"age":3600}""")).Status);
        Assert.Equal(204, (await simulation.Post("/_simulator/registries/main/push", """{"repository":"app","tags":["v1"]}""")).Status);
        Assert.Equal(204, (await simulation.Put("/_simulator/clusters/11111111-1111-4111-8111-111111111111", new { state = "degraded", registries = Array.Empty<string>() })).Status);
        var cluster = (await simulation.Get("/v2/kubernetes/clusters/11111111-1111-4111-8111-111111111111")).Json.GetProperty("kubernetes_cluster");
        Assert.Equal("degraded", cluster.GetProperty("status").GetProperty("state").GetString());
        Assert.False(cluster.GetProperty("registry_enabled").GetBoolean());
        Assert.Equal(204, (await simulation.Delete("/_simulator/clusters/11111111-1111-4111-8111-111111111111")).Status);
        Assert.Equal(204, (await simulation.Delete("/_simulator/registries/main")).Status);
        Assert.Equal(404, (await simulation.Get("/v2/registries/main")).Status);
    }

    [Fact]
    public async Task A_reset_leaves_nothing_behind()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.Post("/_simulator/seed", Seed);
        simulation.Host.World.AddToken("only");
        Assert.Equal(204, (await simulation.Post("/_simulator/reset")).Status);
        Assert.Equal("[]", (await simulation.Get("/v2/registries")).Json.GetProperty("registries").GetRawText());
        Assert.Empty(simulation.Host.World.Clusters);
        Assert.Empty(simulation.Host.Faults.All);
        Assert.Null(simulation.Host.World.Tier);
        Assert.Equal(409, simulation.Host.World.Behavior.GarbageCollectionConflictStatus);
    }

    [Fact]
    public async Task Behavior_can_be_read_changed_and_written_back()
    {
        await using var simulation = await Simulation.StartAsync();
        var behavior = (await simulation.Get("/_simulator/behavior")).Text;
        var changed = behavior.Replace("\"further_tier\": \"ignore\"", "\"further_tier\": \"refuse\"", StringComparison.Ordinal);
        Assert.NotEqual(behavior, changed);
        Assert.Equal(changed, (await simulation.Put("/_simulator/behavior", changed)).Text);
    }
}
