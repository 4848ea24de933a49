using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class RepositoryTests
{
    [Fact]
    public async Task A_slash_in_a_repository_name_stays_in_its_segment()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        var manifest = simulation.Host.World.AddManifest("main", new ManifestSeed { Repository = "team/app", Tags = ["latest", "v1"] });

        var tags = await simulation.Get("/v2/registries/main/repositories/team%2Fapp/tags");
        Assert.Equal(["latest", "v1"], tags.Json.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("tag").GetString()));
        Assert.Equal(404, (await simulation.Get("/v2/registries/main/repositories/team/app/tags")).Status);
        Assert.Equal(204, (await simulation.Delete("/v2/registries/main/repositories/team%2Fapp/tags/v1")).Status);
        Assert.Equal(404, (await simulation.Delete("/v2/registries/main/repositories/team%2Fapp/tags/v1")).Status);
        Assert.Equal(204, (await simulation.Delete($"/v2/registry/main/repositories/team%2Fapp/digests/{manifest.Digest}")).Status);
        Assert.Equal(404, (await simulation.Delete($"/v2/registry/main/repositories/team%2Fapp/digests/{manifest.Digest}")).Status);
        Assert.Equal(204, (await simulation.Delete("/v2/registries/main/repositories/team%2Fapp")).Status);
        Assert.Empty(simulation.Host.World.FindRegistry("main")!.Repositories);
    }

    [Fact]
    public async Task Both_versions_of_the_list_show_their_own_newest_thing()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        simulation.Host.World.AddRepository("main", "empty");
        simulation.Host.World.AddManifest("main", new ManifestSeed { Repository = "app", Tags = ["old"], Age = TimeSpan.FromDays(2) });
        simulation.Host.World.AddManifest("main", new ManifestSeed { Repository = "app", Tags = ["new"], Age = TimeSpan.FromDays(1) });

        var first = (await simulation.Get("/v2/registry/main/repositories")).Json.GetProperty("repositories");
        Assert.Equal("new", first[0].GetProperty("latest_tag").GetProperty("tag").GetString());
        Assert.Equal(2, first[0].GetProperty("tag_count").GetInt32());
        Assert.False(first[1].TryGetProperty("latest_tag", out _));
        var second = (await simulation.Get("/v2/registries/main/repositoriesV2")).Json.GetProperty("repositories");
        Assert.Equal("new", second[0].GetProperty("latest_manifest").GetProperty("tags")[0].GetString());
        Assert.Equal(2, second[0].GetProperty("manifest_count").GetInt32());
        Assert.False(second[1].TryGetProperty("latest_manifest", out _));
    }

    [Fact]
    public async Task Following_page_tokens_visits_every_repository_once()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry(new RegistrySeed { Name = "main", Generated = new GeneratedContentSeed { Repositories = 25, Tagged = 0 } });
        List<string> seen = [];
        string? path = "/v2/registries/main/repositoriesV2?per_page=10";
        while (path is not null)
        {
            var answer = await simulation.Get(path);
            seen.AddRange(answer.Names("repositories"));
            Assert.Equal(25, answer.Json.GetProperty("meta").GetProperty("total").GetInt32());
            path = answer.Json.GetProperty("links").GetProperty("pages").TryGetProperty("next", out var next) ? next.GetString() : null;
            Assert.True(path is null || path.Contains("page_token=", StringComparison.Ordinal));
        }

        Assert.Equal(25, seen.Distinct().Count());
        Assert.Equal(25, seen.Count);
        Assert.Equal(400, (await simulation.Get("/v2/registries/main/repositoriesV2?page_token=nonsense")).Status);
    }

    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    public async Task Nothing_can_be_deleted_while_a_garbage_collection_runs(int status)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry("main");
        var manifest = simulation.Host.World.AddManifest("main", new ManifestSeed { Repository = "app", Tags = ["v1"] });
        simulation.Host.World.Behavior = new Behavior { ReadOnlyStatus = status };
        simulation.Host.World.StartGarbageCollection("main");
        Assert.Equal(status, (await simulation.Delete("/v2/registries/main/repositories/app")).Status);
        Assert.Equal(status, (await simulation.Delete("/v2/registries/main/repositories/app/tags/v1")).Status);
        Assert.Equal(status, (await simulation.Delete($"/v2/registries/main/repositories/app/digests/{manifest.Digest}")).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(204, (await simulation.Delete("/v2/registries/main/repositories/app")).Status);
    }

    [Fact]
    public async Task A_tag_has_a_push_time_of_its_own()
    {
        await using var simulation = await Simulation.StartAsync();
        var world = simulation.Host.World;
        world.AddRegistry("main");
        var manifest = world.AddManifest("main", new ManifestSeed { Repository = "app", Tags = ["v1"], Blobs = [new SimulatedBlob("sha256:a", 5)], Age = TimeSpan.FromDays(2) });
        world.Push("main", new ManifestSeed { Repository = "app", Digest = manifest.Digest, Tags = ["latest"] });

        var tags = (await simulation.Get("/v2/registries/main/repositories/app/tags")).Json.GetProperty("tags");
        Assert.Equal(["latest", "v1"], tags.EnumerateArray().Select(tag => tag.GetProperty("tag").GetString()));
        Assert.Equal(["2026-03-02T09:00:00Z", "2026-02-28T09:00:00Z"], tags.EnumerateArray().Select(tag => tag.GetProperty("updated_at").GetString()));
        Assert.All(tags.EnumerateArray(), tag => Assert.Equal(manifest.Digest, tag.GetProperty("manifest_digest").GetString()));
        Assert.All(tags.EnumerateArray(), tag => Assert.Equal(5, tag.GetProperty("compressed_size_bytes").GetInt64()));
    }

    [Fact]
    public async Task The_order_of_tags_can_be_that_of_their_names()
    {
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { Seed = Aged });
        Assert.Equal(["v3", "v2", "v1"], await Tags(simulation));
        simulation.Host.World.Behavior = new Behavior { TagsByName = true };
        Assert.Equal(["v1", "v2", "v3"], await Tags(simulation));
    }

    [Fact]
    public async Task Somebody_else_moves_and_removes_a_tag()
    {
        await using var simulation = await Simulation.StartAsync(new SimulatorOptions { Seed = Aged });
        var newest = simulation.Host.World.FindRegistry("main")!.Repositories["repo-1"].Tags["v3"].Digest;
        Assert.Equal(204, (await simulation.Post("/_simulator/registries/main/push", new { repository = "repo-1", digest = newest, tags = new[] { "v1" } })).Status);
        Assert.Equal(newest, simulation.Host.World.FindRegistry("main")!.Repositories["repo-1"].Tags["v1"].Digest);
        Assert.Equal(204, (await simulation.Delete("/_simulator/registries/main/repositories/repo-1/tags/v2")).Status);
        Assert.Equal(422, (await simulation.Delete("/_simulator/registries/main/repositories/repo-1/tags/v2")).Status);
        Assert.Equal(["v1", "v3"], await Tags(simulation));
        Assert.Equal(3, simulation.Host.World.FindRegistry("main")!.Repositories["repo-1"].Manifests.Count);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    public async Task An_index_keeps_its_children_or_does_not(bool deletesChildren, int left)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Host.World.Behavior = new Behavior { GarbageCollectionDeletesChildren = deletesChildren };
        simulation.Host.World.AddRegistry(new RegistrySeed { Name = "main", Generated = new GeneratedContentSeed { Tagged = 1, Untagged = 1, Platforms = 2 } });
        var digests = (await simulation.Get("/v2/registries/main/repositories/repo-1/digests")).Json.GetProperty("manifests");
        Assert.Equal(6, digests.GetArrayLength());
        Assert.Equal(2, digests.EnumerateArray().Count(manifest => manifest.GetProperty("blobs").GetArrayLength() == 0));

        simulation.Host.World.StartGarbageCollection("main", GarbageCollectionType.Both);
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(left, simulation.Host.World.FindRegistry("main")!.Repositories["repo-1"].Manifests.Count);
    }

    [Fact]
    public async Task A_large_registry_is_seeded_by_one_call_and_read_page_by_page()
    {
        await using var simulation = await Simulation.StartAsync();
        Assert.Equal(204, (await simulation.Post("/_simulator/seed", """
            {"registries":[{"name":"main","generated":{"repositories":200,"repository_prefix":"team/app-","tagged":50,"age":3600,"step":86400,"shared_blobs":2}},
             {"name":"deep","generated":{"tagged":10000,"blobs_per_manifest":1,"step":60}}]}
            """)).Status);
        var main = simulation.Host.World.FindRegistry("main")!;
        Assert.Equal(10_000, main.Repositories.Values.Sum(repository => repository.Tags.Count));
        var last = await simulation.Get("/v2/registries/deep/repositories/repo-1/tags?per_page=200&page=50");
        Assert.Equal(200, last.Json.GetProperty("tags").GetArrayLength());
        Assert.Equal("v1", last.Json.GetProperty("tags")[199].GetProperty("tag").GetString());
        Assert.False(last.Json.GetProperty("links").GetProperty("pages").TryGetProperty("next", out _));
    }

    private static WorldSeed Aged => new()
    {
        Registries = [new RegistrySeed { Name = "main", Generated = new GeneratedContentSeed { Tagged = 3, Step = TimeSpan.FromDays(1) } }],
    };

    private static async Task<string?[]> Tags(Simulation simulation) =>
        [.. (await simulation.Get("/v2/registries/main/repositories/repo-1/tags")).Json.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("tag").GetString())];
}
