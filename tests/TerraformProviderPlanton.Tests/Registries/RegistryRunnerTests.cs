using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Registries;

/// <summary>What a configuration says about who starts the garbage collection of a registry, and what it is told when it says nothing.</summary>
public sealed class RegistryRunnerTests
{
    private const string TypeName = "planton_docr_registry";
    private const string Off = """{ "name": "main" }""";
    private const string On = """{ "name": "main", "garbage_collection_enabled": true }""";
    private const string ByApplies = """{ "name": "main", "garbage_collection_enabled": true, "garbage_collection_runner": "terraform" }""";
    private const string Nobody = "Garbage collection of \"main\" runs only if someone applies on a Sunday";

    private static WorldSeed Seed { get; } = new()
    {
        Behavior = ProviderFixture.Prompt with { Deployment = new() { Pending = default, Building = default, Deploying = default } },
        Tier = "professional",
    };

    [Fact]
    public async Task Turning_it_on_without_a_runner_is_warned_of_once_at_create()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        var plan = await registry.PlanAsync(On);
        var warning = Assert.Single(world.Core.Warnings);
        Assert.Equal((Nobody, "garbage_collection_runner"), (warning.Summary, warning.Path?.ToString()));
        await registry.ApplyAsync(plan);
        var told = world.Core.Warnings.Count;

        await registry.ExpectEmptyPlanAsync(On);
        await registry.ConvergeAsync("""{ "name": "main", "garbage_collection_enabled": true, "deletion_protection": true }""");

        Assert.Equal(told, world.Core.Warnings.Count);
    }

    [Fact]
    public async Task Turning_it_on_without_a_runner_is_warned_of_at_update_and_at_adoption()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Off);
        Assert.Empty(world.Core.Warnings);

        await registry.PlanAsync(On);
        Assert.Equal(Nobody, Assert.Single(world.Core.Warnings).Summary);

        var imported = world.Core.Resource(TypeName);
        await imported.ImportAsync("main");
        await imported.PlanAsync(On);
        Assert.Equal([Nobody, Nobody], world.Core.Warnings.Select(static warning => warning.Summary));
    }

    [Fact]
    public async Task A_replacement_of_a_registry_that_had_it_on_is_not_warned_of()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(On);
        var told = world.Core.Warnings.Count;

        Assert.Equal(CoreAction.Replace, (await registry.PlanAsync("""{ "name": "main", "region": "sfo3", "garbage_collection_enabled": true }""")).Action);

        Assert.DoesNotContain(world.Core.Warnings.Skip(told), static warning => warning.Summary == Nobody);
    }

    [Theory]
    [InlineData(ByApplies)]
    [InlineData("""{ "name": "main", "garbage_collection_enabled": true, "garbage_collection_runner": "(unknown)" }""")]
    [InlineData("""{ "name": "main", "garbage_collection_enabled": "(unknown)" }""")]
    [InlineData(Off)]
    public async Task A_runner_that_is_named_or_may_be_is_not_warned_of(string config)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        await world.Core.Resource(TypeName).PlanAsync(config);

        Assert.Empty(world.Core.Warnings);
    }

    [Fact]
    public async Task Naming_applies_as_the_runner_changes_nothing_but_the_attribute()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(On);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 8, 3, 10, 0, TimeSpan.Zero));

        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(ByApplies));

        // The slot that was due stays due.
        Assert.Equal(1, world.Count("POST", "/v2/registries/*/garbage-collection"));
    }

    /// <summary>Only a registry that has an app costs requests for it.</summary>
    [Theory]
    [InlineData(Off)]
    [InlineData(On)]
    [InlineData(ByApplies)]
    public async Task A_registry_without_an_app_makes_no_request_for_one(string config)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        await registry.ConvergeAsync(config);
        await registry.DestroyAsync();

        Assert.DoesNotContain(world.Simulator.Requests.All, static request => request.Path.StartsWith("/v2/apps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registry_of_the_official_provider_is_taken_over_without_a_word_about_an_app()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Registries = [new() { Name = "main", Region = "fra1" }] });
        var registry = world.Core.Resource(TypeName);

        await registry.MoveAsync("registry.terraform.io/digitalocean/digitalocean", "digitalocean_container_registry", """{"id":"main","name":"main","region":"fra1"}""");

        Assert.Equal(CoreAction.NoOp, (await registry.PlanAsync(Off)).Action);
        Assert.All(
            ["garbage_collection_runner", "garbage_collection_app_platform", "garbage_collection_app"], name => Assert.True(registry[name].IsNull));
        Assert.DoesNotContain(world.Simulator.Requests.All, static request => request.Path.StartsWith("/v2/apps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_runner_and_a_token_that_are_unknown_at_plan_are_used_at_apply()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        var plan = await registry.PlanAsync(
            """{ "name": "(unknown)", "garbage_collection_enabled": true, "garbage_collection_runner": "(unknown)", "garbage_collection_app_platform": "(unknown)" }""");
        Assert.True(plan.Planned!["garbage_collection_app"].IsUnknown);
        const string Known = """{ "name": "main", "garbage_collection_enabled": true, "garbage_collection_runner": "app_platform", "garbage_collection_app_platform": { "token_wo": "any" } }""";
        await registry.ApplyAsync(plan, Known);

        await registry.ExpectEmptyPlanAsync(Known);
        Assert.Single(world.World.Apps);
    }

    [Fact]
    public async Task A_runner_that_turns_out_to_be_applies_has_no_app()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        await registry.ApplyAsync(
            await registry.PlanAsync("""{ "name": "main", "garbage_collection_enabled": true, "garbage_collection_runner": "(unknown)" }"""), ByApplies);

        await registry.ExpectEmptyPlanAsync(ByApplies);
        Assert.Empty(world.World.Apps);
    }

    [Theory]
    [InlineData("\"garbage_collection_runner\": \"cron\"", "garbage_collection_runner")]
    [InlineData("\"garbage_collection_app_platform\": { \"region\": \"fra\" }", "garbage_collection_app_platform")]
    [InlineData("\"garbage_collection_runner\": \"terraform\", \"garbage_collection_app_platform\": { \"region\": \"fra\" }", "garbage_collection_app_platform")]
    [InlineData("\"garbage_collection_runner\": \"app_platform\", \"garbage_collection_app_platform\": { \"region\": \"Frankfurt\" }", "garbage_collection_app_platform.region")]
    public async Task What_does_not_go_together_is_refused_with_its_path(string arguments, string path)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var error = await Assert.ThrowsAsync<ProviderErrorException>(
            () => world.Core.Resource(TypeName).ValidateAsync($$"""{ "name": "main", "garbage_collection_enabled": true, {{arguments}} }"""));

        Assert.Equal(path, Assert.Single(error.Errors).Path?.ToString());
        Assert.Empty(world.Simulator.Requests.All);
    }

    [Fact]
    public async Task A_runner_of_what_is_not_enabled_is_warned_of()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        await world.Core.Resource(TypeName).ValidateAsync("""{ "name": "main", "garbage_collection_runner": "terraform" }""");

        Assert.Equal("Garbage collection is disabled, so its runner has no effect", Assert.Single(world.Core.Warnings).Summary);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"garbage_collection_app_platform\": { \"region\": \"fra\" }")]
    public async Task An_app_without_a_token_is_an_error_at_plan(string settings)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var config = $$"""{ "name": "main", "garbage_collection_enabled": true, "garbage_collection_runner": "app_platform"{{settings}} }""";

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Resource(TypeName).PlanAsync(config));

        Assert.Equal("The garbage collection app of \"main\" needs a token", Assert.Single(error.Errors).Summary);
        Assert.Contains("garbage_collection_app_platform.token_wo", error.Errors[0].Detail, StringComparison.Ordinal);
        Assert.Empty(world.World.Registries);
    }
}
