using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Registries;

public sealed class RegistryListTests
{
    private const string TypeName = "planton_docr_registry";
    private const string ActiveRuns = "/v2/registries/*/garbage-collection";

    private static WorldSeed Seed { get; } = new()
    {
        Tier = "professional",
        Registries = [new() { Name = "main", Region = "fra1" }, new() { Name = "backup", Region = "ams3" }, new() { Name = "staging", Region = "fra1" }],
    };

    [Fact]
    public async Task Registries_are_listed_by_name_with_one_request()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var found = await world.Core.List(TypeName).ListAsync();

        Assert.Equal(["backup", "main", "staging"], found.Select(static item => item.DisplayName));
        Assert.Equal(["backup", "main", "staging"], found.Select(static item => ((CtyString)item.Identity["name"]).Value));
        Assert.Equal("/v2/registries", Assert.Single(world.Simulator.Requests.All).Path);
    }

    [Fact]
    public async Task A_whole_state_is_the_one_that_an_import_gives()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.StartGarbageCollection("main");

        var found = await world.Core.List(TypeName).ListAsync("{}", includeResource: true);

        Assert.Equal(["/v2/registries", "/v2/registries/subscription"], world.Simulator.Requests.All.Select(static request => request.Path));
        foreach (var item in found)
        {
            var registry = world.Core.Resource(TypeName);
            await registry.ImportByIdentityAsync(item.Identity);
            Assert.Equal(registry.State, item.State);
        }

        Assert.Equal([false, true, false], found.Select(static item => ((CtyBool)item.State!["read_only"]).Value));
    }

    [Fact]
    public async Task The_generated_configuration_plans_no_change()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var list = world.Core.List(TypeName);

        foreach (var item in await list.ListAsync("{}", includeResource: true))
        {
            var config = await list.GenerateConfigAsync(item);
            var registry = world.Core.Resource(TypeName);
            await registry.ImportByIdentityAsync(item.Identity);

            Assert.Equal(CoreAction.NoOp, (await registry.PlanAsync(config)).Action);
            Assert.Equal((item.Identity["name"], true), (config["name"], config["created_at"].IsNull));
        }
    }

    [Theory]
    [InlineData("""{ "region": "fra1" }""", "main,staging")]
    [InlineData("""{ "region": "ams3" }""", "backup")]
    [InlineData("""{ "region": "syd1" }""", "")]
    public async Task A_region_leaves_the_others_out(string config, string names)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var found = await world.Core.List(TypeName).ListAsync(config, includeResource: true);

        Assert.Equal(names, string.Join(',', found.Select(static item => item.DisplayName)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Only_what_the_limit_lets_through_is_looked_at_more_closely(int limit)
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() { OmitReadOnly = true } });
        world.World.StartGarbageCollection("backup");

        var found = await world.Core.List(TypeName).ListAsync("{}", includeResource: true, limit);

        Assert.Equal(Math.Min(limit, 3), found.Count);
        Assert.Equal(Math.Min(limit, 3), world.Count("GET", ActiveRuns));
        Assert.Equal(CtyValue.Bool(true), found[0].State!["read_only"]);
    }

    [Fact]
    public async Task Without_states_nothing_is_looked_at_more_closely()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() { OmitReadOnly = true } });

        Assert.Equal(3, (await world.Core.List(TypeName).ListAsync("{}")).Count);

        Assert.Single(world.Simulator.Requests.All);
    }

    [Fact]
    public async Task An_account_without_registries_has_an_empty_list()
    {
        await using var world = await ProviderFixture.StartAsync();

        Assert.Empty(await world.Core.List(TypeName).ListAsync("{}", includeResource: true));

        Assert.Single(world.Simulator.Requests.All);
    }

    [Theory]
    [InlineData("/v2/registries", 0)]
    [InlineData("/v2/registries/subscription", 0)]
    [InlineData("/v2/registries/main/garbage-collection", 1)]
    public async Task What_cannot_be_read_ends_the_listing_with_an_error(string path, int before)
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() { OmitReadOnly = true } });
        world.Simulator.Faults.Add(new FaultRule { Status = 403, Path = path });

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.List(TypeName).ListAsync("{}", includeResource: true));

        var error = Assert.Single(failure.Errors);
        Assert.Equal("Listing planton_docr_registry failed", error.Summary);
        Assert.Contains("registry:read", error.Detail, StringComparison.Ordinal);
        Assert.Equal(before, world.Count("GET", "/v2/registries/backup/garbage-collection"));
    }

    [Fact]
    public async Task A_region_of_another_form_is_refused_at_validate()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.List(TypeName).ValidateAsync("""{ "region": "Frankfurt" }"""));

        Assert.Equal("region", Assert.Single(failure.Errors).Path?.ToString());
    }
}
