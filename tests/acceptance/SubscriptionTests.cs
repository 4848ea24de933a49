using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The account's one tier as a resource, alone and beside registries.</summary>
public sealed class SubscriptionTests
{
    private const string Address = "planton_docr_subscription.main";

    [Theory, EveryEngine]
    public async Task A_subscription_lives_from_create_to_destroy(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Cli.Write(Tier("basic"));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(0, scenario.Count("POST", "/v2/registries/subscription"));

        scenario.Cli.Write(Tier("professional"));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal("professional", scenario.Simulator.World.Tier);
        Assert.Equal(107_374_182_400, (await scenario.Cli.StateOfAsync(Address)).GetProperty("included_storage_bytes").GetInt64());

        scenario.Simulator.World.SetTier("basic");
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal("professional", scenario.Simulator.World.Tier);

        (await scenario.Cli.DestroyAsync()).Succeeds().Says("The subscription is not cancelled");
        Assert.Equal("professional", scenario.Simulator.World.Tier);
    }

    [Theory, EveryEngine]
    public async Task An_imported_subscription_plans_no_change(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Cli.Write(Tier("basic"));

        (await scenario.Cli.ImportAsync(Address, "basic")).Fails().Says("terraform import planton_docr_subscription.example subscription");
        (await scenario.Cli.ImportAsync(Address, "subscription")).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Registries_that_follow_the_subscription_need_no_tier_of_their_own()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("first", "fra1", "basic");
        scenario.Cli.Write($$"""
            {{Tier("professional")}}

            resource "planton_docr_registry" "more" {
              for_each   = toset(["acme-eu", "acme-us"])
              name       = each.key
              depends_on = [{{Address}}]
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(3, scenario.Simulator.World.Registries.Count);
        Assert.Equal("professional", (await scenario.Cli.StateOfAsync("planton_docr_registry.more[\"acme-us\"]")).GetProperty("subscription_tier_slug").GetString());
    }

    [Fact]
    public async Task A_registry_or_another_subscription_with_a_different_tier_is_an_error_at_plan()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");

        scenario.Cli.Write($$"""
            {{Tier("basic")}}

            resource "planton_docr_registry" "acme" {
              name                   = "acme-two"
              subscription_tier_slug = "professional"
            }
            """);
        (await scenario.Cli.PlanAsync()).Fails().Says("Conflicting subscription tiers").Says("planton_docr_registry \"acme-two\"").Says("planton_docr_subscription");

        scenario.Cli.Write($$"""
            {{Tier("basic")}}

            resource "planton_docr_subscription" "other" {
              tier_slug = "professional"
            }
            """);
        (await scenario.Cli.PlanAsync()).Fails().Says("Conflicting subscription tiers").Says("but another one sets");
        Assert.Equal("basic", scenario.Simulator.World.Tier);
    }

    [Fact]
    public async Task A_tier_that_the_account_may_not_have_is_an_error_at_plan_with_the_reasons()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("one", "fra1", "professional");
        scenario.Simulator.World.AddRegistry(new RegistrySeed { Name = "two" });
        scenario.Cli.Write(Tier("starter"));

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Contains("OverRegistryLimit", error.Detail, StringComparison.Ordinal);
        Assert.Contains("tier_slug", error.Code, StringComparison.Ordinal);
    }

    private static string Tier(string slug) => $$"""
        resource "planton_docr_subscription" "main" {
          tier_slug = "{{slug}}"
        }
        """;
}
