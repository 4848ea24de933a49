using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>A registry whose name another resource makes in the same apply, with a policy and an integration of it.</summary>
public sealed class UnknownNameTests
{
    private const string Registry = "planton_docr_registry.main";
    private const string Policy = "planton_docr_garbage_collection_policy.main";
    private const string Integration = "planton_docr_doks_integration.main";
    private const string Cluster = "0a11f53e-0b0c-4c5e-8a3b-000000000001";

    [Theory, EveryEngine]
    public async Task A_name_that_is_unknown_at_plan_is_planned_shown_applied_replaced_and_destroyed(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Cluster, Name = "one", Region = "fra1" });

        scenario.Cli.Write(Configuration("1"));
        var create = await scenario.Cli.PlannedAsync();
        foreach (var address in new[] { Registry, Policy, Integration }) Assert.Equal("create", create[address]);
        Assert.True(create.Unknown(Policy).GetProperty("registry_name").GetBoolean());
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        var first = Assert.Single(scenario.Simulator.World.Registries).Name;

        scenario.Cli.Write(Configuration("2"));
        var replace = await scenario.Cli.PlannedAsync();
        foreach (var address in new[] { Registry, Policy, Integration }) Assert.Equal("delete,create", replace[address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.NotEqual(first, Assert.Single(scenario.Simulator.World.Registries).Name);

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    private static string Configuration(string generation) => $$"""
        resource "terraform_data" "suffix" {
          triggers_replace = "{{generation}}"
        }

        resource "planton_docr_registry" "main" {
          name                   = "acme-${substr(terraform_data.suffix.id, 0, 8)}"
          subscription_tier_slug = "basic"
          region                 = "fra1"
        }

        resource "planton_docr_garbage_collection_policy" "main" {
          registry_name = planton_docr_registry.main.name
          schedule      = "0 3 * * SUN"
        }

        resource "planton_docr_doks_integration" "main" {
          registry_name = planton_docr_registry.main.name
          cluster_uuids = ["{{Cluster}}"]
        }
        """;
}
