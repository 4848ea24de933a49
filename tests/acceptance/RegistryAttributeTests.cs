using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>Single attributes of <c>planton_docr_registry</c>, and several registries beside each other.</summary>
public sealed class RegistryAttributeTests
{
    private const string Address = "planton_docr_registry.main";

    [Fact]
    public async Task What_is_left_out_is_taken_from_the_API_and_stays_as_it_is()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        var cli = scenario.Cli.Write(Registry("acme"));

        (await cli.ApplyAsync()).Succeeds();
        var state = await cli.StateOfAsync(Address);
        Assert.Equal("nyc3", state.GetProperty("region").GetString());
        Assert.Equal("starter", state.GetProperty("subscription_tier_slug").GetString());
        Assert.False(state.GetProperty("garbage_collection_enabled").GetBoolean());
        Assert.False(state.GetProperty("deletion_protection").GetBoolean());
        Assert.Equal(JsonValueKind.Null, state.GetProperty("last_garbage_collection").ValueKind);
        await cli.PlanIsEmptyAsync();

        (await cli.RefreshAsync()).Succeeds();
        await cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Taking_tier_and_region_out_of_the_configuration_changes_nothing()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        var cli = scenario.Cli.Write(Registry("acme", "basic", "fra1"));
        (await cli.ApplyAsync()).Succeeds();

        cli.Write(Registry("acme"));

        await cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Flags_and_timeouts_change_in_place_and_send_no_change_to_the_API()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        var cli = scenario.Cli.Write(Registry("acme", "basic", "fra1"));
        (await cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Requests.Clear();

        cli.Write(Registry("acme", "basic", "fra1", """
            deletion_protection        = true
            garbage_collection_enabled = true
            timeouts                   = { update = "2h" }
            """));
        var planned = await cli.PlannedAsync();
        Assert.Equal("update", planned[Address]);
        Assert.Equal("2026-11-20T10:00:00Z", planned.After(Address).GetProperty("created_at").GetString());
        (await cli.ApplySavedPlanAsync()).Succeeds();

        var state = await cli.StateOfAsync(Address);
        Assert.True(state.GetProperty("deletion_protection").GetBoolean());
        Assert.Equal("2026-11-22T03:00:00Z", state.GetProperty("next_garbage_collection_at").GetString());
        await cli.PlanIsEmptyAsync();
        Assert.All(scenario.Simulator.Requests.All, static request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Stored_images_show_in_state_without_a_change_in_the_plan()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        var cli = scenario.Cli.Write(Registry("acme", "basic", "fra1"));
        (await cli.ApplyAsync()).Succeeds();

        scenario.Simulator.World.Push("acme", new ManifestSeed { Repository = "app", Tags = ["v1"] });
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(2));
        await cli.PlanIsEmptyAsync();
        (await cli.RefreshAsync()).Succeeds();

        var stored = scenario.Simulator.World.FindRegistry("acme")!.StoredBytes;
        Assert.True(stored > 0);
        Assert.Equal(stored, (await cli.StateOfAsync(Address)).GetProperty("storage_usage_bytes").GetInt64());
    }

    [Fact]
    public async Task Several_registries_live_under_one_subscription()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("other", "nyc3", "basic");
        var cli = scenario.Cli.Write("""
            resource "planton_docr_registry" "main" {
              for_each               = toset(["a", "b", "c"])
              name                   = "acme-${each.key}"
              subscription_tier_slug = "professional"
              region                 = "fra1"
            }
            """);

        (await cli.ApplyAsync()).Succeeds();

        Assert.Equal(4, scenario.Simulator.World.Registries.Count);
        Assert.Equal("professional", scenario.Simulator.World.Tier);
        Assert.Equal(1, scenario.Count("POST", "/v2/registries/subscription"));
        await cli.PlanIsEmptyAsync();
    }

    private static string Registry(string name, string? tier = null, string? region = null, string more = "") => $$"""
        resource "planton_docr_registry" "main" {
          name                   = "{{name}}"
          subscription_tier_slug = {{(tier is null ? "null" : $"\"{tier}\"")}}
          region                 = {{(region is null ? "null" : $"\"{region}\"")}}
          {{more}}
        }
        """;
}
