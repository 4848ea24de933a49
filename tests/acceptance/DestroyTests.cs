using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>
/// A destroy begins with a refresh and an ordinary plan of the configuration. What that plan finds amiss about objects in state, because the world has
/// changed since they were made, must not keep them from being destroyed.
/// </summary>
public sealed class DestroyTests
{
    private const string First = "0a11f53e-0b0c-4c5e-8a3b-000000000001";
    private const string Second = "0a11f53e-0b0c-4c5e-8a3b-000000000002";

    [Theory, EveryEngine]
    public async Task A_cluster_that_was_deleted_elsewhere(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write(Integration());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveCluster(Second);

        (await scenario.Cli.PlanAsync()).Succeeds().Says($"The cluster {Second} is gone");
        (await scenario.Cli.RefreshAsync()).Succeeds();
        (await scenario.Cli.DestroyAsync()).Succeeds();

        Assert.Empty(scenario.Simulator.World.FindCluster(First)!.Registries);
    }

    [Fact]
    public async Task A_registry_and_a_cluster_that_were_both_deleted_elsewhere()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write(Integration());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveCluster(Second);
        scenario.Simulator.World.RemoveRegistry("acme");

        (await scenario.Cli.DestroyAsync()).Succeeds();
    }

    [Fact]
    public async Task A_far_cluster_that_the_configuration_refuses_only_now()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write(Integration());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Cli.Write(Integration("require_same_region = true"));

        (await scenario.Cli.PlanAsync()).Succeeds().Says($"The cluster {Second} is not in the registry's region");
        (await scenario.Cli.DestroyAsync()).Succeeds();

        Assert.Empty(scenario.Simulator.World.FindCluster(Second)!.Registries);
    }

    [Fact]
    public async Task A_tier_that_the_account_may_not_have_any_more()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write("""
            resource "planton_docr_subscription" "main" {
              tier_slug = "basic"
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetTier("professional");
        scenario.Simulator.World.AddRegistry("second", "fra1", "professional");

        (await scenario.Cli.PlanAsync()).Succeeds().Says("The account is not eligible for the tier");
        (await scenario.Cli.DestroyAsync()).Succeeds();
    }

    private static async Task<Scenario> StartAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = First, Name = "near", Region = "fra1" });
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Second, Name = "far", Region = "nyc1" });
        return scenario;
    }

    private static string Integration(string more = "") => $$"""
        resource "planton_docr_doks_integration" "main" {
          registry_name = "acme"
          cluster_uuids = ["{{First}}", "{{Second}}"]
          {{more}}
        }
        """;
}
