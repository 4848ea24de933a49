using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>What a plan with the real CLI warns of, and where it is silent because all is well.</summary>
public sealed class PlanWarningTests
{
    private const string Near = "0a11f53e-0b0c-4c5e-8a3b-000000000001";
    private const string Far = "0a11f53e-0b0c-4c5e-8a3b-000000000002";
    private const string NotYet = "The registry \"acme\" does not exist yet";

    [Theory]
    [EveryEngine(false, 1)]
    [EveryEngine(true, 0)]
    public async Task Two_policies_of_one_registry_are_told_once_in_every_plan(Engine engine, bool haveDifferentTypes, int warnings)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1");
        scenario.Cli.Write(Policy("one") + Policy("two", haveDifferentTypes ? "type = \"unreferenced blobs only\"" : ""));

        Assert.Equal(warnings, await CountAsync(scenario, "Two schedules for the garbage collection of \"acme\""));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(warnings, await CountAsync(scenario, "Two schedules for the garbage collection of \"acme\""));
    }

    [Theory]
    [InlineData("planton_docr_registry.main.name")]
    [InlineData("\"acme\"")]
    public async Task A_policy_beside_the_registrys_own_garbage_collection_is_told_once(string name)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1");
        scenario.Cli.Write(Registry("garbage_collection_enabled = true") + Policy("one", registry: name));
        (await scenario.Cli.ImportAsync("planton_docr_registry.main", "acme")).Succeeds();

        Assert.Equal(1, await CountAsync(scenario, "Two schedules for the garbage collection of \"acme\""));
    }

    [Theory, EveryEngine]
    public async Task Two_integrations_that_share_a_cluster_are_told_once_in_every_plan(Engine engine)
    {
        await using var scenario = await WithClustersAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1");
        scenario.Cli.Write(Integration("one", "\"acme\"", Near) + Integration("two", "\"acme\"", Near));

        Assert.Equal(1, await CountAsync(scenario, "Two integrations of \"acme\" share clusters"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, await CountAsync(scenario, "Two integrations of \"acme\" share clusters"));
    }

    /// <summary>A replacement is planned twice, and is one resource all the same.</summary>
    [Fact]
    public async Task What_is_replaced_is_not_taken_for_two()
    {
        await using var scenario = await WithClustersAsync();
        scenario.Simulator.World.AddRegistry("acme", "fra1");
        (await scenario.Cli.Write(Policy("one") + Integration("one", "\"acme\"", Near)).ApplyAsync()).Succeeds();

        var plan = await scenario.Cli.PlanAsync(
            "-json", "-replace=planton_docr_garbage_collection_policy.one", "-replace=planton_docr_doks_integration.one");

        Assert.Equal(["replace", "replace"], plan.Succeeds().Changes.Values);
        Assert.Empty(plan.Warnings());
    }

    [Theory, EveryEngine]
    public async Task A_registry_that_nothing_makes_is_told_and_one_that_the_apply_creates_is_not(Engine engine)
    {
        await using var scenario = await WithClustersAsync(engine);
        string Rest(string name) => Policy("one", registry: name) + Integration("one", name, Near) + $$"""
            resource "planton_docr_retention_policy" "one" {
              registry_name = {{name}}
              rules         = [{ name = "all", keep_most_recent = 5 }]
            }
            """;

        scenario.Cli.Write(Rest("\"acme\""));
        Assert.Equal(3, await CountAsync(scenario, NotYet));

        scenario.Cli.Write(Registry() + Rest("planton_docr_registry.main.name"));
        Assert.Equal(0, await CountAsync(scenario, NotYet));
        (await scenario.Cli.ApplyAsync()).Succeeds().DoesNotSay("does not exist");
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_registry_that_is_replaced_is_told_and_its_integration_made_again_by_the_same_apply(Engine engine)
    {
        await using var scenario = await WithClustersAsync(engine);
        const string Lifecycle = "lifecycle { replace_triggered_by = [planton_docr_registry.main.created_at] }";
        string Config(string more) => Registry(more) + Integration("one", "planton_docr_registry.main.name", Near).Replace("}\n", $"  {Lifecycle}\n}}\n", StringComparison.Ordinal);
        (await scenario.Cli.Write(Config("region = \"fra1\"")).ApplyAsync()).Succeeds();

        // A change in place leaves the integration alone.
        scenario.Cli.Write(Config("region = \"fra1\"\n  garbage_collection_enabled = true"));
        Assert.DoesNotContain("planton_docr_doks_integration.one", (await scenario.Cli.PlanAsync("-json")).Succeeds().Changes.Keys);

        scenario.Cli.Write(Config("region = \"ams3\""));
        var plan = (await scenario.Cli.PlanAsync("-json")).Succeeds();
        Assert.Equal(["replace", "replace"], plan.Changes.Values);
        Assert.Single(plan.Warnings(), static warning => warning.Summary == "Replacing the registry \"acme\" deletes its images");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(["acme"], scenario.Simulator.World.FindCluster(Near)!.Registries);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_tainted_registry_is_told_before_it_is_replaced()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Registry()).ApplyAsync()).Succeeds();
        (await scenario.Cli.RunAsync("taint", "planton_docr_registry.main")).Succeeds();

        (await scenario.Cli.PlanAsync()).Succeeds().Says("Replacing the registry \"acme\" deletes its images").Says("0 bytes");
    }

    /// <summary>Three Sundays of a pipeline that keeps no state between its runs.</summary>
    [Fact]
    public async Task A_pipeline_without_a_backend_is_told_why_nothing_is_ever_collected()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1");
        foreach (var day in (int[])[22, 29])
        {
            scenario.Simulator.Clock.Set(new DateTimeOffset(2026, 11, day, 3, 30, 0, TimeSpan.Zero));
            File.Delete(Path.Combine(scenario.Cli.Folder, "terraform.tfstate"));

            (await scenario.Cli.Write(Policy("one")).ApplyAsync()).Succeeds()
                .Says("The policy of \"acme\" is new and will not serve the current window").Says($"the slot 2026-11-{day}T03:00:00Z").Says("Add a backend");
        }

        Assert.Empty(scenario.Simulator.World.FindRegistry("acme")!.GarbageCollections);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("require_same_region = false", 0)]
    public async Task Far_clusters_are_one_warning_until_they_are_accepted(string more, int warnings)
    {
        await using var scenario = await WithClustersAsync();
        scenario.Simulator.World.AddRegistry("acme", "ams3");
        scenario.Cli.Write(Integration("one", "\"acme\"", Near, Far).Replace("}\n", $"  {more}\n}}\n", StringComparison.Ordinal));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        var plan = (await scenario.Cli.PlanAsync("-json")).Succeeds();
        Assert.Equal(warnings, plan.Warnings().Count);
        Assert.All(plan.Warnings(), static warning => Assert.Equal("2 clusters are not in the registry's region", warning.Summary));
        Assert.All(plan.Warnings(), static warning => Assert.Contains("offers no registries in lon1", warning.Detail, StringComparison.Ordinal));
    }

    [Theory, EveryEngine]
    public async Task A_cluster_that_is_gone_is_one_warning_of_a_plan(Engine engine)
    {
        await using var scenario = await WithClustersAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1");
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = "0a11f53e-0b0c-4c5e-8a3b-000000000003", Name = "late", Region = "fra1" });
        (await scenario.Cli.Write(Integration("one", "\"acme\"", Near, "0a11f53e-0b0c-4c5e-8a3b-000000000003")).ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveCluster("0a11f53e-0b0c-4c5e-8a3b-000000000003");

        var plan = (await scenario.Cli.PlanAsync("-json")).Succeeds();
        Assert.Equal("The cluster 0a11f53e-0b0c-4c5e-8a3b-000000000003 is gone", Assert.Single(plan.Warnings()).Summary);
        (await scenario.Cli.RefreshAsync()).Succeeds();
        plan = (await scenario.Cli.PlanAsync("-json")).Succeeds();
        Assert.Equal("The cluster 0a11f53e-0b0c-4c5e-8a3b-000000000003 is gone", Assert.Single(plan.Warnings()).Summary);

        scenario.Cli.Write(Integration("one", "\"acme\"", Near));
        Assert.Empty((await scenario.Cli.PlanAsync("-json")).Succeeds().Warnings());
    }

    private static async Task<Scenario> WithClustersAsync(Engine engine = Engine.Terraform)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Near, Name = "near", Region = "fra1" });
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Far, Name = "far", Region = "lon1" });
        return scenario;
    }

    private static async Task<int> CountAsync(Scenario scenario, string summary) =>
        (await scenario.Cli.PlanAsync("-json")).Succeeds().Warnings().Count(warning => warning.Summary == summary);

    private static string Registry(string more = "") => $$"""
        resource "planton_docr_registry" "main" {
          name = "acme"
          {{more}}
        }

        """;

    private static string Policy(string label, string more = "", string registry = "\"acme\"") => $$"""
        resource "planton_docr_garbage_collection_policy" "{{label}}" {
          registry_name = {{registry}}
          schedule      = "0 3 * * 0"
          {{more}}
        }

        """;

    private static string Integration(string label, string registry, params string[] uuids) => $$"""
        resource "planton_docr_doks_integration" "{{label}}" {
          registry_name = {{registry}}
          cluster_uuids = [{{string.Join(", ", uuids.Select(static uuid => $"\"{uuid}\""))}}]
        }

        """;
}
