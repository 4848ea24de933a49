using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests;

/// <summary>
/// The plan that a destroy begins with, where the object has just left the state or is tainted: the plan is then that of a new object, and still finds
/// nothing amiss that would keep everything else from being destroyed.
/// </summary>
public sealed class DestroyPlanTests
{
    private const string Registry = "planton_docr_registry";
    private const string Policy = "planton_docr_garbage_collection_policy";
    private const string Integration = "planton_docr_doks_integration";
    private const string Near = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Far = "bd5f5959-5e1e-4205-a714-a914373942b0";
    private const string Basic = """{ "name": "mine", "subscription_tier_slug": "basic" }""";
    private const string Weekly = """
        { "registry_name": "main", "schedule": "0 3 * * 0", "runner": "app_platform",
          "app_platform": { "region": "fra", "token_wo": "dop_v1_job_canary_77e1", "token_wo_version": 1 } }
        """;

    private static string WithoutToken { get; } = Weekly.Replace("\"token_wo\": \"dop_v1_job_canary_77e1\", ", string.Empty, StringComparison.Ordinal);

    private static WorldSeed Seed { get; } = new()
    {
        Behavior = ProviderFixture.Prompt with { Deployment = new() { Pending = default, Building = default, Deploying = default } },
        Tier = "professional",
        Registries = [new() { Name = "main", Region = "nyc3" }, new() { Name = "other", Region = "nyc3" }],
        Clusters = [new() { Id = Near, Name = "near", Region = "nyc3" }, new() { Id = Far, Name = "far", Region = "fra1" }],
    };

    [Fact]
    public async Task A_registry_that_is_gone_and_whose_name_somebody_else_took()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(Registry);
        await registry.ConvergeAsync("""{ "name": "mine" }""");
        world.World.RemoveRegistry("mine");
        world.World.TakeName("mine");

        Assert.Equal(CoreAction.Create, (await registry.PlanAsync("""{ "name": "mine" }""")).Action);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registry_that_is_gone_or_tainted_and_whose_tier_is_not_to_be_had_any_more(bool isTainted)
    {
        await using var world = await ProviderFixture.StartAsync(new() { Behavior = ProviderFixture.Prompt });
        var registry = world.Core.Resource(Registry);
        await registry.ConvergeAsync(Basic);
        world.World.SetTier("professional");
        foreach (var name in (string[])["a-one", "a-two", "a-three"]) world.World.AddRegistry(name, "nyc3");
        if (isTainted) registry.Stored = registry.Stored! with { IsTainted = true };
        else world.World.RemoveRegistry("mine");

        await registry.PlanAsync(Basic);

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("not eligible", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_that_is_gone_or_tainted_without_the_token_of_its_app(bool isTainted)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(Policy);
        await policy.ConvergeAsync(Weekly);
        if (isTainted)
        {
            policy.Stored = policy.Stored! with { IsTainted = true };
        }
        else
        {
            world.World.RemoveApp("gc-main");
            world.World.RemoveRegistry("main");
        }

        await policy.PlanAsync(WithoutToken);

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("needs a token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_integration_that_is_gone_or_tainted_after_one_of_its_clusters(bool isTainted)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(Integration);
        await integration.ConvergeAsync(Of("main", Near, Far));
        world.World.RemoveCluster(Near);
        await integration.RefreshAsync();
        if (isTainted) integration.Stored = integration.Stored! with { IsTainted = true };
        else world.World.RemoveRegistry("main");

        await integration.PlanAsync(Of("main", Near, Far));

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == $"The cluster {Near} is gone");
    }

    /// <summary>What is to be made is judged by itself, whatever else is in state.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_integration_of_a_far_cluster_is_an_error_although_another_registry_has_it(bool isRead)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var first = world.Core.Resource(Integration);
        await first.ConvergeAsync(Of("main", Far));
        await world.Core.ConfigureAsync();

        // Both in one configuration of the provider, as in one walk of the CLI.
        var walk = await CoreSimulation.ConnectAsync(world.Channel);
        var (old, fresh) = (walk.Resource(Integration), walk.Resource(Integration));
        old.Stored = first.Stored;
        if (isRead) await old.RefreshAsync();

        await Assert.ThrowsAsync<ProviderErrorException>(() => fresh.PlanAsync($$"""{ "registry_name": "other", "cluster_uuids": ["{{Far}}"], "require_same_region": true }"""));
    }

    private static string Of(string registry, params string[] uuids) =>
        $$"""{ "registry_name": "{{registry}}", "cluster_uuids": [{{string.Join(", ", uuids.Select(static uuid => $"\"{uuid}\""))}}] }""";
}
