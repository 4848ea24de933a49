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
}
