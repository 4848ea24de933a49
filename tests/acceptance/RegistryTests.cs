using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The life of <c>planton_docr_registry</c> with the real CLIs.</summary>
public sealed class RegistryTests
{
    private const string Address = "planton_docr_registry.main";

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task A_registry_is_created_read_back_changed_in_place_and_destroyed(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        var cli = scenario.Cli.Write(Registry("acme", "basic", "fra1"));

        (await cli.ApplyAsync()).Succeeds();
        var state = await cli.StateOfAsync(Address);
        Assert.Equal("acme", state.GetProperty("id").GetString());
        Assert.Equal("registry.digitalocean.com/acme", state.GetProperty("endpoint").GetString());
        Assert.Equal("basic", state.GetProperty("subscription_tier_slug").GetString());
        await cli.PlanIsEmptyAsync();

        cli.Write(Registry("acme", "professional", "fra1"));
        Assert.Equal("update", (await cli.PlannedAsync())[Address]);
        (await cli.ApplyAsync()).Succeeds();
        Assert.Equal("professional", scenario.Simulator.World.Tier);
        await cli.PlanIsEmptyAsync();

        (await cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
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
