using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The life of <c>planton_docr_registry</c> with the real CLIs.</summary>
public sealed class RegistryTests
{
    private const string Address = "planton_docr_registry.main";

    [Theory, EveryEngine]
    public async Task A_registry_is_created_read_back_changed_in_place_and_destroyed(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        var cli = scenario.Cli.Write(Registry("acme", "basic", "fra1"));

        (await cli.ApplyAsync()).Succeeds();
        var state = await cli.StateOfAsync(Address);
        Assert.Equal("acme", state.GetProperty("id").GetString());
        Assert.Equal("registry.digitalocean.com/acme", state.GetProperty("endpoint").GetString());
        Assert.Equal("registry.digitalocean.com", state.GetProperty("server_url").GetString());
        Assert.Equal("basic", state.GetProperty("subscription_tier_slug").GetString());
        Assert.Equal("2026-11-20T10:00:00Z", state.GetProperty("created_at").GetString());
        await cli.PlanIsEmptyAsync();

        cli.Write(Registry("acme", "professional", "fra1"));
        var plan = await cli.PlannedAsync();
        Assert.Equal("update", plan[Address]);
        Assert.Equal("acme", plan.After(Address).GetProperty("id").GetString());
        (await cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal("professional", scenario.Simulator.World.Tier);
        await cli.PlanIsEmptyAsync();

        (await cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    [Theory]
    [InlineData("other", "fra1")]
    [InlineData("acme", "ams3")]
    public async Task Another_name_or_region_replaces_the_registry(string name, string region)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Registry("acme", "basic", "fra1")).ApplyAsync()).Succeeds();

        scenario.Cli.Write(Registry(name, "basic", region));
        Assert.Equal("delete,create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        var registry = Assert.Single(scenario.Simulator.World.Registries);
        Assert.Equal((name, region), (registry.Name, registry.Region));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_tier_that_was_changed_elsewhere_is_seen_and_put_back()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Registry("acme", "basic", "fra1")).ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetTier("professional");

        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal("basic", scenario.Simulator.World.Tier);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_registry_that_is_gone_is_created_again()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Registry("acme", "basic", "fra1")).ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveRegistry("acme");

        Assert.Equal("create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Single(scenario.Simulator.World.Registries);
    }

    [Fact]
    public async Task A_registry_that_is_gone_already_counts_as_destroyed()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Registry("acme", "basic", "fra1")).ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveRegistry("acme");

        (await scenario.Cli.RunAsync("destroy", "-auto-approve", "-refresh=false")).Succeeds();
        Assert.Equal(1, scenario.Count("DELETE", "/v2/registries/acme"));
        Assert.Null(await scenario.Cli.FindStateAsync(Address));
    }

    [Theory, EveryEngine]
    public async Task A_registry_is_imported_by_its_name_and_the_plan_is_empty(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Cli.Write(Registry("acme", "basic", "fra1"));

        (await scenario.Cli.ImportAsync(Address, "acme")).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(0, scenario.Count("POST", "**"));
    }

    [Theory, EveryEngine]
    public async Task An_import_block_takes_a_registry_under_management_without_a_change(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Cli.Write(Registry("acme", "basic", "fra1") + $$"""

            import {
              to = {{Address}}
              id = "acme"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("1 imported, 0 added, 0 changed, 0 destroyed");
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [InlineData("nowhere", "non-existent remote object")]
    [InlineData("Not A Name", "The id of a registry is its name")]
    public async Task An_import_of_what_does_not_exist_is_an_error(string id, string message)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write(Registry("acme", "basic", "fra1"));

        (await scenario.Cli.ImportAsync(Address, id)).Fails().Says(message);
    }

    [Fact]
    public async Task A_registry_of_the_account_that_is_not_in_state_is_an_error_with_the_import_command()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "professional");

        (await scenario.Cli.Write(Registry("acme", "professional", "fra1")).ApplyAsync())
            .Fails().Says("terraform import planton_docr_registry.example acme");
    }

    [Fact]
    public async Task Deletion_protection_refuses_destroy_and_replacement_at_plan()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Registry("acme", "basic", "fra1", "deletion_protection = true")).ApplyAsync()).Succeeds();

        (await scenario.Cli.PlanAsync("-destroy")).Fails().Says("deletion_protection");
        scenario.Cli.Write(Registry("acme", "basic", "ams3", "deletion_protection = true"));
        (await scenario.Cli.PlanAsync()).Fails().Says("deletion_protection");

        scenario.Cli.Write(Registry("acme", "basic", "fra1", "deletion_protection = false"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    [Fact]
    public async Task Two_registries_that_ask_for_different_tiers_are_an_error_at_plan_that_names_both()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write(Registry("acme", "basic", "fra1") + """

            resource "planton_docr_registry" "second" {
              name                   = "second"
              subscription_tier_slug = "professional"
            }
            """);

        (await scenario.Cli.PlanAsync()).Fails().Says("Conflicting subscription tiers").Says("\"acme\"").Says("\"second\"");
    }

    [Fact]
    public async Task A_tier_that_the_account_may_not_have_is_an_error_at_plan_with_the_reasons()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "professional");
        scenario.Simulator.World.AddRegistry("second", "fra1");
        (await scenario.Cli.Write(Registry("acme", "professional", "fra1")).ImportAsync(Address, "acme")).Succeeds();

        scenario.Cli.Write(Registry("acme", "starter", "fra1"));
        (await scenario.Cli.PlanAsync()).Fails().Says("not eligible for the tier \"starter\"").Says("OverRegistryLimit");
    }

    [Fact]
    public async Task An_unknown_region_is_a_warning_at_plan()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);

        (await scenario.Cli.Write(Registry("acme", "basic", "lon1")).PlanAsync())
            .Succeeds().Says("The region \"lon1\" is not available for registries").Says("fra1");
    }

    internal static string Registry(string name, string tier, string region, string more = "") => $$"""
        resource "planton_docr_registry" "main" {
          name                   = "{{name}}"
          subscription_tier_slug = "{{tier}}"
          region                 = "{{region}}"
          {{more}}
        }
        """;
}
