using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class GarbageCollectionTests
{
    private const string Active = "/v2/registries/main/garbage-collection";
    private const string All = "/v2/registries/main/garbage-collections";

    [Fact]
    public async Task A_run_passes_through_the_published_statuses_and_leaves_the_active_endpoint()
    {
        await using var simulation = await WithContent();
        Assert.Equal(404, (await simulation.Get(Active)).Status);
        var started = await simulation.Post(Active, new { type = GarbageCollectionType.Both });
        Assert.Equal(201, started.Status);
        Assert.Equal("requested", Status(started));

        List<string> statuses = [];
        for (var second = 0; second < 14; second++)
        {
            statuses.Add(Status(await simulation.Get(Active)));
            Assert.True((await simulation.Get("/v2/registries/main")).Json.GetProperty("registry").GetProperty("read_only").GetBoolean());
            simulation.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            ["requested", "waiting for write JWTs to expire", "scanning manifests", "deleting unreferenced blobs"],
            statuses.Distinct());
        Assert.Equal(404, (await simulation.Get(Active)).Status);
        var last = (await simulation.Get(All)).Json.GetProperty("garbage_collections")[0];
        Assert.Equal("succeeded", last.GetProperty("status").GetString());
        Assert.Equal("2026-03-02T09:00:14Z", last.GetProperty("updated_at").GetString());
        Assert.False((await simulation.Get("/v2/registries/main")).Json.GetProperty("registry").GetProperty("read_only").GetBoolean());
    }

    [Theory]
    [InlineData(GarbageCollectionType.UntaggedManifests, 0, 0, 3)]
    [InlineData(GarbageCollectionType.UnreferencedBlobs, 4, 400, 5)]
    [InlineData(GarbageCollectionType.Both, 8, 800, 3)]
    [InlineData(null, 4, 400, 5)]
    public async Task Each_type_deletes_what_it_says(string? type, long blobs, long bytes, int manifests)
    {
        await using var simulation = await WithContent();
        Assert.Equal(201, (await simulation.Post(Active, type is null ? null : new { type })).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromHours(1));
        var run = (await simulation.Get(All)).Json.GetProperty("garbage_collections")[0];
        Assert.Equal(blobs, run.GetProperty("blobs_deleted").GetInt64());
        Assert.Equal(bytes, run.GetProperty("freed_bytes").GetInt64());
        Assert.Equal(manifests, simulation.Host.World.FindRegistry("main")!.Repositories["repo-1"].Manifests.Count);
        Assert.Equal(1400 - bytes, simulation.Host.World.FindRegistry("main")!.StoredBytes);
    }

    [Fact]
    public async Task The_storage_figure_follows_later()
    {
        await using var simulation = await WithContent();
        await simulation.Post(Active, new { type = GarbageCollectionType.Both });
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1400, await Usage(simulation));
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(600, await Usage(simulation));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(422)]
    public async Task Only_one_run_is_active_at_a_time(int status)
    {
        await using var simulation = await WithContent();
        simulation.Host.World.Behavior = new Behavior { GarbageCollectionConflictStatus = status };
        Assert.Equal(201, (await simulation.Post(Active)).Status);
        Assert.Equal(status, (await simulation.Post(Active)).Status);
        Assert.Equal(1, (await simulation.Get(All)).Json.GetProperty("meta").GetProperty("total").GetInt32());
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(201, (await simulation.Post(Active)).Status);
        Assert.Equal(3, simulation.Host.Requests.Count("POST", "/v2/registries/*/garbage-collection"));
    }

    [Fact]
    public async Task A_recent_push_prolongs_the_wait_by_the_life_of_its_token()
    {
        await using var simulation = await WithContent();
        simulation.Host.World.Push("main", new ManifestSeed { Repository = "repo-1", Tags = ["fresh"] });
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(5));
        await simulation.Post(Active);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Equal("waiting for write JWTs to expire", Status(await simulation.Get(Active)));
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(0.1));
        Assert.Equal("scanning manifests", Status(await simulation.Get(Active)));
    }

    [Fact]
    public async Task A_cancelled_run_keeps_what_it_has_deleted()
    {
        await using var simulation = await WithContent();
        var uuid = (await simulation.Post(Active)).Json.GetProperty("garbage_collection").GetProperty("uuid").GetString();
        Assert.Equal(422, (await simulation.Put($"{Active}/{uuid}", new { cancel = false })).Status);
        Assert.Equal(404, (await simulation.Put($"{Active}/{Guid.NewGuid()}", new { cancel = true })).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(8 + 3));
        var cancelled = await simulation.Put($"{Active}/{uuid}", new { cancel = true });
        Assert.Equal((200, "cancelling"), (cancelled.Status, Status(cancelled)));
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(2));
        var run = (await simulation.Get(All)).Json.GetProperty("garbage_collections")[0];
        Assert.Equal("cancelled", run.GetProperty("status").GetString());
        Assert.Equal(2, run.GetProperty("blobs_deleted").GetInt64());
        Assert.Equal(200, run.GetProperty("freed_bytes").GetInt64());
        Assert.Equal(404, (await simulation.Put($"{Active}/{uuid}", new { cancel = true })).Status);
    }

    [Fact]
    public async Task Scripts_decide_phases_and_outcome_of_the_next_run_only()
    {
        await using var simulation = await WithContent();
        simulation.Host.World.ScriptGarbageCollection("main", new GarbageCollectionScript(
            [new("requested", TimeSpan.FromSeconds(1)), new("compacting layers", TimeSpan.FromSeconds(10))],
            GarbageCollectionStatus.Failed));
        await simulation.Post(Active);
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("compacting layers", Status(await simulation.Get(Active)));
        simulation.Host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("failed", (await simulation.Get(All)).Json.GetProperty("garbage_collections")[0].GetProperty("status").GetString());
        await simulation.Post(Active);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("succeeded", (await simulation.Get(All)).Json.GetProperty("garbage_collections")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_held_run_stays_active_until_it_is_ended()
    {
        await using var simulation = await WithContent();
        simulation.Host.World.StartGarbageCollection("main");
        simulation.Host.World.SetGarbageCollectionStatus("main", GarbageCollectionStatus.WaitingForDeletes);
        simulation.Host.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal("waiting for delete requests", Status(await simulation.Get(Active)));
        simulation.Host.World.SetGarbageCollectionStatus("main", GarbageCollectionStatus.Failed);
        Assert.Equal(404, (await simulation.Get(Active)).Status);
        Assert.Throws<InvalidOperationException>(() => simulation.Host.World.SetGarbageCollectionStatus("main", "failed"));
    }

    [Fact]
    public async Task The_list_is_newest_first_and_paged()
    {
        await using var simulation = await WithContent();
        foreach (var days in new[] { 3, 1, 2 })
            simulation.Host.World.AddGarbageCollection("main", new GarbageCollectionSeed { Age = TimeSpan.FromDays(days), FreedBytes = days });
        var first = await simulation.Get(All + "?per_page=2");
        Assert.Equal([1L, 2L], first.Json.GetProperty("garbage_collections").EnumerateArray().Select(run => run.GetProperty("freed_bytes").GetInt64()));
        var second = await simulation.Get(first.Json.GetProperty("links").GetProperty("pages").GetProperty("next").GetString()!);
        Assert.Equal([3L], second.Json.GetProperty("garbage_collections").EnumerateArray().Select(run => run.GetProperty("freed_bytes").GetInt64()));
    }

    [Fact]
    public async Task An_active_run_does_not_keep_its_registry_from_being_deleted()
    {
        await using var simulation = await WithContent();
        await simulation.Post(Active);
        Assert.Equal(204, (await simulation.Delete("/v2/registries/main")).Status);
        Assert.Equal(404, (await simulation.Get(All)).Status);
    }

    [Theory]
    [InlineData("/v2/registries/main/garbage-collection", """{"type":"everything"}""", 422)]
    [InlineData("/v2/registries/other/garbage-collection", "", 404)]
    [InlineData("/v2/registry/main/garbage-collection", "", 201)]
    [InlineData("/v2/registries/main/garbage-collection", "{}", 201)]
    [InlineData("/v2/registries/main/garbage-collection", "[", 400)]
    public async Task Starting_is_checked(string path, string body, int status)
    {
        await using var simulation = await WithContent();
        Assert.Equal(status, (await simulation.Post(path, body)).Status);
    }

    /// <summary>3 tagged and 2 untagged manifests of 2 blobs each, and 4 blobs of nobody, each blob of 100 bytes.</summary>
    private static async Task<Simulation> WithContent()
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry(new RegistrySeed
        {
            Name = "main",
            Generated = new GeneratedContentSeed { Tagged = 3, Untagged = 2, BlobsPerManifest = 2, BlobBytes = 100, UnreferencedBlobs = 4 },
        });
        return simulation;
    }

    private static string Status(Answer answer) => answer.Json.GetProperty("garbage_collection").GetProperty("status").GetString()!;

    private static async Task<long> Usage(Simulation simulation) =>
        (await simulation.Get("/v2/registries/main")).Json.GetProperty("registry").GetProperty("storage_usage_bytes").GetInt64();
}
