using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Integrations;

public sealed class IntegrationListTests
{
    private const string TypeName = "planton_docr_doks_integration";
    private const string One = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Two = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";
    private const string Three = "7c1d3e2f-0000-4a1a-9d25-5b2a7f9b5b10";

    private static WorldSeed Seed { get; } = new()
    {
        Tier = "professional",
        Registries = [new() { Name = "main" }, new() { Name = "backup" }, new() { Name = "idle" }],
        Clusters =
        [
            new() { Id = One, Name = "one", Registries = ["main"] },
            new() { Id = Two, Name = "two", Registries = ["main", "backup"] },
            new() { Id = Three, Name = "three" },
        ],
    };

    [Fact]
    public async Task Every_registry_with_a_cluster_is_one_integration()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var found = await world.Core.List(TypeName).ListAsync();

        Assert.Equal(["backup (1 cluster)", "main (2 clusters)"], found.Select(static item => item.DisplayName));
        Assert.Equal(["backup", "main"], found.Select(static item => ((CtyString)item.Identity["registry_name"]).Value));
        Assert.Equal(["/v2/registries", "/v2/kubernetes/clusters"], world.Simulator.Requests.All.Select(static request => request.Path));
    }

    [Fact]
    public async Task A_whole_state_is_the_one_that_an_import_gives_and_costs_nothing_more()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var found = await world.Core.List(TypeName).ListAsync("{}", includeResource: true);

        Assert.Equal(2, world.Simulator.Requests.All.Count);
        foreach (var item in found)
        {
            var integration = world.Core.Resource(TypeName);
            await integration.ImportByIdentityAsync(item.Identity);
            Assert.Equal(integration.State, item.State);
        }

        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task The_generated_configuration_plans_no_change()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var list = world.Core.List(TypeName);

        foreach (var item in await list.ListAsync("{}", includeResource: true))
        {
            var config = await list.GenerateConfigAsync(item);
            var integration = world.Core.Resource(TypeName);
            await integration.ImportByIdentityAsync(item.Identity);

            Assert.Equal(CoreAction.NoOp, (await integration.PlanAsync(config)).Action);
        }
    }

    [Theory]
    [InlineData("main", "main (2 clusters)")]
    [InlineData("backup", "backup (1 cluster)")]
    [InlineData("idle", "")]
    public async Task A_registry_leaves_the_others_out(string name, string listed)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var found = await world.Core.List(TypeName).ListAsync($$"""{ "registry_name": "{{name}}" }""");

        Assert.Equal(listed, string.Join(',', found.Select(static item => item.DisplayName)));
        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task A_registry_that_does_not_exist_is_a_warning_at_its_name_and_asks_for_no_clusters()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        Assert.Empty(await world.Core.List(TypeName).ListAsync("""{ "registry_name": "gone" }"""));

        Assert.Equal("registry_name", Assert.Single(world.Core.Warnings).Path?.ToString());
        Assert.Equal("/v2/registries", Assert.Single(world.Simulator.Requests.All).Path);
    }

    [Fact]
    public async Task An_account_without_registries_is_not_asked_for_clusters()
    {
        await using var world = await ProviderFixture.StartAsync();

        Assert.Empty(await world.Core.List(TypeName).ListAsync());

        Assert.Single(world.Simulator.Requests.All);
        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task The_limit_holds()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        Assert.Equal("backup (1 cluster)", Assert.Single(await world.Core.List(TypeName).ListAsync("{}", includeResource: true, limit: 1)).DisplayName);
    }

    [Fact]
    public async Task Clusters_that_do_not_say_which_registry_are_left_out_with_a_warning_that_is_read_before_the_limit()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.SetOmitsRegistries(One, true);

        var found = await world.Core.List(TypeName).ListAsync("{}", limit: 1);

        Assert.Equal("backup (1 cluster)", Assert.Single(found).DisplayName);
        Assert.Contains(One, Assert.Single(world.Core.Warnings).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_of_the_only_registry_need_not_say_which()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Registries = [new() { Name = "main" }] });
        world.World.SetOmitsRegistries(One, true);

        Assert.Equal("main (2 clusters)", Assert.Single(await world.Core.List(TypeName).ListAsync()).DisplayName);
        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task A_cluster_that_is_being_deleted_does_not_count()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.SetClusterState(Two, "deleting");

        Assert.Equal("main (1 cluster)", Assert.Single(await world.Core.List(TypeName).ListAsync()).DisplayName);
    }

    [Fact]
    public async Task Many_clusters_are_read_by_the_page()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { GeneratedClusters = [new() { Count = 400, Registries = ["main"] }] });

        Assert.Contains("main (402 clusters)", (await world.Core.List(TypeName).ListAsync()).Select(static item => item.DisplayName));

        Assert.Equal(3, world.Count("GET", "/v2/kubernetes/clusters"));
    }

    [Theory]
    [InlineData("/v2/registries", "registry:read")]
    [InlineData("/v2/kubernetes/clusters", "kubernetes:read")]
    public async Task What_cannot_be_read_ends_the_listing_with_an_error(string path, string scope)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.Simulator.Faults.Add(new FaultRule { Status = 403, Path = path });

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.List(TypeName).ListAsync());

        var error = Assert.Single(failure.Errors);
        Assert.Equal("Listing planton_docr_doks_integration failed", error.Summary);
        Assert.Contains(scope, error.Detail, StringComparison.Ordinal);
    }
}
