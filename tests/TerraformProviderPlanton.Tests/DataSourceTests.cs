using Planton.DigitalOcean.Simulator.Faults;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests;

/// <summary>What the data sources give, and how many requests they take.</summary>
public sealed class DataSourceTests
{
    private const string One = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Two = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";
    private const string Three = "0a1b2c3d-0000-4000-8000-000000000003";

    [Fact]
    public async Task All_registries_are_listed_by_name_with_their_storage_together()
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Tier = "professional",
            Registries = [new() { Name = "web", Region = "ams3", StorageUsageBytes = 5 }, new() { Name = "api", Region = "fra1", StorageUsageBytes = 3_000_000_000 }],
        });

        var data = await world.Core.ReadDataAsync("planton_docr_registries", "{}");

        Assert.Equal(["api", "web"], Objects(data["registries"]).Select(static registry => Text(registry["name"])));
        Assert.All(Objects(data["registries"]), static registry => Assert.Equal(CtyValue.String("professional"), registry["subscription_tier_slug"]));
        Assert.Equal(CtyValue.Number(3_000_000_005), data["total_storage_usage_bytes"]);
        Assert.Equal(2, world.Simulator.Requests.All.Count);
    }

    [Fact]
    public async Task An_account_without_registries_has_an_empty_list()
    {
        await using var world = await ProviderFixture.StartAsync();

        var data = await world.Core.ReadDataAsync("planton_docr_registries", "{}");

        Assert.Empty(Objects(data["registries"]));
        Assert.Equal(CtyValue.Number(0), data["total_storage_usage_bytes"]);
    }

    [Fact]
    public async Task The_options_tell_regions_and_tiers_and_why_a_tier_cannot_be_had()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "professional", Registries = [new() { Name = "api" }, new() { Name = "web" }] });

        var data = await world.Core.ReadDataAsync("planton_docr_options", "{}");

        Assert.Equal(["ams3", "blr1", "fra1", "nyc3", "sfo2", "sfo3", "sgp1", "syd1"], Texts(data["regions"]));
        var tiers = Objects(data["subscription_tiers"]).ToDictionary(static tier => Text(tier["slug"]));
        Assert.Equal(["starter", "basic", "professional"], tiers.Keys);
        Assert.Equal(CtyValue.Bool(false), tiers["starter"]["eligible"]);
        Assert.Contains("OverRegistryLimit", Texts(tiers["starter"]["eligibility_reasons"]));
        Assert.Equal(CtyValue.Bool(true), tiers["professional"]["eligible"]);
        Assert.Empty(Texts(tiers["professional"]["eligibility_reasons"]));
        Assert.Equal(CtyValue.Number(107_374_182_400), tiers["professional"]["included_storage_bytes"]);
        Assert.Equal(CtyValue.Number(0), tiers["professional"]["included_repositories"]);
    }

    [Fact]
    public async Task The_subscription_tells_the_tier_and_its_facts()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "basic" });

        var data = await world.Core.ReadDataAsync("planton_docr_subscription", "{}");

        Assert.Equal(CtyValue.String("basic"), data["tier_slug"]);
        Assert.Equal(CtyValue.Number(5_368_709_120), data["included_storage_bytes"]);
    }

    [Fact]
    public async Task An_account_without_a_subscription_is_an_error()
    {
        await using var world = await ProviderFixture.StartAsync();

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync("planton_docr_subscription", "{}"));

        Assert.Equal("The account has no container registry subscription", Assert.Single(error.Errors).Summary);
    }

    [Fact]
    public async Task Repositories_tell_what_garbage_collection_could_free()
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Registries =
            [
                new()
                {
                    Name = "main",
                    Manifests =
                    [
                        new() { Repository = "team/web", Tags = ["v1"], Blobs = [new("sha256:base", 100), new("sha256:new", 1)] },
                        new() { Repository = "team/web", Blobs = [new("sha256:base", 100), new("sha256:old", 20)] },
                        new() { Repository = "api", Tags = ["v1", "v2"], Blobs = [new("sha256:api", 5)] },
                    ],
                },
            ],
        });
        world.World.AddRepository("main", "empty");

        var data = await world.Core.ReadDataAsync("planton_docr_repositories", """{ "registry_name": "main" }""");

        Assert.Equal(CtyValue.Number(20), data["total_reclaimable_bytes"]);
        Assert.Equal(
            ["api 2 1 0 0", "empty 0 0 0 0", "team/web 1 2 1 20"],
            Objects(data["repositories"]).Select(static one =>
                $"{Text(one["name"])} {one["tag_count"]} {one["manifest_count"]} {one["untagged_manifest_count"]} {one["reclaimable_bytes"]}"));
        Assert.True(Objects(data["repositories"]).Single(static one => Text(one["name"]) == "empty")["updated_at"].IsNull);
        Assert.Equal(0, world.Count("GET", "/v2/registries/main/repositories/empty/digests"));
        Assert.Equal(1, world.Simulator.Requests.All.Count(static request => request.Path.Contains("web/digests", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_manifest_without_listed_blobs_stands_for_what_it_holds()
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Registries = [new() { Name = "main", Manifests = [new() { Repository = "web", Blobs = [new("sha256:a", 7)] }, new() { Repository = "web", Tags = ["v1"], Blobs = [new("sha256:b", 9)] }] }],
        });
        world.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.WrongMember, Path = "/v2/registries/main/repositories/web/digests", Member = "blobs" });

        var data = await world.Core.ReadDataAsync("planton_docr_repositories", """{ "registry_name": "main" }""");

        Assert.Equal(CtyValue.Number(7), data["total_reclaimable_bytes"]);
    }

    [Fact]
    public async Task A_repository_that_is_deleted_meanwhile_counts_as_empty()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Registries = [new() { Name = "main", Generated = new() { Repositories = 3, Untagged = 1 } }] });
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/v2/registries/main/repositories/repo-2/digests", Status = 404 });
        world.Simulator.Faults.Add(new FaultRule
        {
            Kind = FaultKind.WrongJson,
            Path = "/v2/registries/main/repositoriesV2",
            After = 1,
            Body = """{ "repositories": [{ "name": "repo-1" }, { "name": "repo-3" }] }""",
        });

        var data = await world.Core.ReadDataAsync("planton_docr_repositories", """{ "registry_name": "main" }""");

        Assert.Equal(CtyValue.Number(40_000_000), data["total_reclaimable_bytes"]);
    }

    [Fact]
    public async Task A_repository_that_is_listed_and_cannot_be_found_is_an_error()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Registries = [new() { Name = "main", Manifests = [new() { Repository = "team/web" }] }] });
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/v2/registries/main/repositories/**/digests", Status = 404 });

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync("planton_docr_repositories", """{ "registry_name": "main" }"""));

        Assert.Contains("%2F", Assert.Single(error.Errors).Detail, StringComparison.Ordinal);
        Assert.Equal(2, world.Count("GET", "/v2/registries/main/repositoriesV2"));
    }

    [Fact]
    public async Task Repositories_of_a_registry_that_does_not_exist_are_an_error_that_names_it()
    {
        await using var world = await ProviderFixture.StartAsync();

        var error = await Assert.ThrowsAsync<ProviderErrorException>(
            () => world.Core.ReadDataAsync("planton_docr_repositories", """{ "registry_name": "nowhere" }"""));

        var only = Assert.Single(error.Errors);
        Assert.Equal("registry_name", only.Path?.ToString());
        Assert.Contains("\"nowhere\"", only.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", new[] { "alpha", "beta", "gamma" })]
    [InlineData("""{ "region": "fra1" }""", new[] { "alpha", "gamma" })]
    [InlineData("""{ "registry_name": "main" }""", new[] { "alpha" })]
    [InlineData("""{ "region": "nyc1", "registry_name": "main" }""", new string[0])]
    [InlineData("""{ "registry_name": "nowhere" }""", new string[0])]
    public async Task Clusters_are_listed_by_name_and_can_be_chosen(string config, string[] expected)
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Tier = "professional",
            Registries = [new() { Name = "main" }, new() { Name = "other" }],
            Clusters =
            [
                new() { Id = Two, Name = "beta", Region = "nyc1", Registries = ["other"] },
                new() { Id = One, Name = "alpha", Region = "fra1", Registries = ["main", "other"] },
                new() { Id = Three, Name = "gamma", Region = "fra1", Registries = ["main"], OmitsRegistries = true },
                new() { Name = "leaving", Region = "fra1", State = "deleting", Registries = ["main"] },
            ],
        });

        var data = await world.Core.ReadDataAsync("planton_doks_clusters", config);

        Assert.Equal(expected, Objects(data["clusters"]).Select(static cluster => Text(cluster["name"])));
    }

    [Fact]
    public async Task A_cluster_tells_what_the_API_tells_and_no_more()
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Registries = [new() { Name = "main" }],
            Clusters = [new() { Id = One, Name = "alpha", Registries = ["main"] }, new() { Id = Three, Name = "old", Registries = ["main"], OmitsRegistries = true }],
        });

        var clusters = Objects((await world.Core.ReadDataAsync("planton_doks_clusters", """{ "registry_name": "main" }"""))["clusters"]).ToList();

        Assert.Equal(["main"], Texts(clusters[0]["registries"]));
        Assert.True(clusters[1]["registries"].IsNull);
        Assert.Equal(CtyValue.Bool(true), clusters[1]["registry_enabled"]);
        Assert.Equal(CtyValue.String(Three), clusters[1]["uuid"]);
    }

    private static IEnumerable<CtyObject> Objects(CtyValue list) => Assert.IsType<CtySequence>(list).Elements.Cast<CtyObject>();

    private static IEnumerable<string> Texts(CtyValue list) => Assert.IsType<CtySequence>(list).Elements.Select(Text);

    private static string Text(CtyValue value) => Assert.IsType<CtyString>(value).Value;
}
