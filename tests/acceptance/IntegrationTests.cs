using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.Harness.IntegrationScenario;

namespace Planton.Acceptance;

/// <summary>The life of <c>planton_docr_doks_integration</c> with the real CLIs.</summary>
public sealed class IntegrationTests
{
    [Theory, EveryEngine]
    public async Task An_integration_is_made_read_back_changed_in_place_and_removed(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Integration(First, Second)).ApplyAsync()).Succeeds();
        Assert.Equal([First, Second], scenario.Integrated());
        var cluster = (await scenario.Cli.StateOfAsync(Address)).GetProperty("clusters").GetProperty(First);
        Assert.True(cluster.GetProperty("integrated").GetBoolean());
        Assert.Equal("2026-11-20T10:00:00Z", cluster.GetProperty("integrated_at").GetString());
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Write(Integration(Second, Third));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal([Second, Third], scenario.Integrated());
        await scenario.Cli.PlanIsEmptyAsync();

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Integrated());
    }

    [Fact]
    public async Task An_integration_that_was_removed_elsewhere_is_seen_and_put_back()
    {
        await using var scenario = await StartAsync();
        (await scenario.Cli.Write(Integration(First, Second)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetIntegrations(First);
        scenario.Simulator.Requests.Clear();

        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("update", plan[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal([First, Second], scenario.Integrated());
        var sent = Assert.Single(scenario.Simulator.Requests.Where("POST", "/v2/kubernetes/registries"));
        Assert.Contains(First, sent.Body, StringComparison.Ordinal);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Integrations_of_clusters_that_are_not_named_are_left_alone()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.SetIntegrations(Third, "main");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Equal([Third], scenario.Integrated());
    }

    [Fact]
    public async Task Another_registry_replaces_the_integration()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();

        scenario.Cli.Write(Integration(First).Replace("\"main\"\n", "\"other\"\n", StringComparison.Ordinal));
        Assert.Equal("delete,create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal(["other"], scenario.Simulator.World.FindCluster(First)!.Registries);
    }

    [Fact]
    public async Task A_cluster_that_is_gone_leaves_the_set_with_a_warning()
    {
        await using var scenario = await StartAsync();
        (await scenario.Cli.Write(Integration(First, Second)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveCluster(Second);

        (await scenario.Cli.PlanAsync("-refresh-only")).Succeeds().Says($"The cluster {Second} is gone");
        scenario.Cli.Write(Integration(First));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task An_integration_whose_registry_is_gone_leaves_the_state()
    {
        await using var scenario = await StartAsync();
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveRegistry("main");

        Assert.Equal("create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Fails().Says("The registry \"main\" does not exist");
    }

    [Theory]
    [InlineData(Engine.Terraform, "main")]
    [InlineData(Engine.Terraform, $"main:{First},{Second}")]
    [InlineData(Engine.OpenTofu, "main")]
    public async Task An_integration_is_imported_by_registry_or_with_its_clusters_and_the_plan_is_empty(Engine engine, string id)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.SetIntegrations(First, "main");
        scenario.Simulator.World.SetIntegrations(Second, "main");
        scenario.Cli.Write(Integration(First, Second));

        (await scenario.Cli.ImportAsync(Address, id)).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(0, scenario.Count("POST", "**"));
    }

    [Theory]
    [InlineData("main", "not integrated with any cluster")]
    [InlineData("nowhere", "The registry \"nowhere\" does not exist")]
    [InlineData("main:not-a-uuid", "is not the UUID of a cluster")]
    [InlineData($"main:{First}", $"is not integrated with {First}")]
    [InlineData(First, $"\"{First}\" is the UUID of a cluster. The id begins with the name of the registry")]
    public async Task An_import_of_what_does_not_exist_is_an_error(string id, string message)
    {
        await using var scenario = await StartAsync();
        (await scenario.Cli.Write(Integration(First)).ImportAsync(Address, id)).Fails().Says(message);
    }

    [Fact]
    public async Task A_cluster_in_another_region_is_a_warning_or_on_demand_an_error_at_plan()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = "0a11f53e-0b0c-4c5e-8a3b-000000000009", Name = "far", Region = "nyc1" });
        var config = Integration("0a11f53e-0b0c-4c5e-8a3b-000000000009");

        (await scenario.Cli.Write(config).PlanAsync()).Succeeds().Says("is not in the registry's region");
        scenario.Cli.Write(config.Replace("registry_name", "require_same_region = true\n  registry_name", StringComparison.Ordinal));
        (await scenario.Cli.PlanAsync()).Fails().Says("To integrate a cluster of another region anyway, set require_same_region = false");
    }

    [Fact]
    public async Task A_cluster_that_does_not_exist_is_an_error_at_plan_that_names_it()
    {
        await using var scenario = await StartAsync();
        (await scenario.Cli.Write(Integration("0a11f53e-0b0c-4c5e-8a3b-00000000000f")).PlanAsync())
            .Fails().Says("The cluster 0a11f53e-0b0c-4c5e-8a3b-00000000000f does not exist");
    }

    [Fact]
    public async Task A_plan_over_a_thousand_clusters_makes_at_most_six_list_calls_and_asks_for_no_single_cluster()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("main", "fra1", "professional");
        var clusters = scenario.Simulator.World.AddClusters(new GeneratedClustersSeed { Count = 1000, Regions = ["fra1"] });
        scenario.Cli.Write(string.Join("\n", clusters.Chunk(10).Select(static (chunk, i) => $$"""
            resource "planton_docr_doks_integration" "part{{i}}" {
              registry_name = "main"
              cluster_uuids = [{{string.Join(", ", chunk.Select(static cluster => $"\"{cluster.Id}\""))}}]
            }
            """)));
        foreach (var cluster in clusters) scenario.Simulator.World.SetIntegrations(cluster.Id, "main");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Requests.Clear();

        await scenario.Cli.PlanIsEmptyAsync();

        Assert.InRange(scenario.Simulator.Requests.All.Count, 1, 6);
        Assert.Equal(0, scenario.Count("GET", "/v2/kubernetes/clusters/*"));
    }

    [Fact]
    public async Task An_apply_and_a_destroy_of_many_integrations_make_two_calls_each_beside_the_lists()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("main", "fra1", "professional");
        var clusters = scenario.Simulator.World.AddClusters(new GeneratedClustersSeed { Count = 450, Regions = ["fra1"] });
        const int made = 60;
        scenario.Cli.Write(string.Join("\n", clusters.Take(made).Select(static (cluster, i) => $$"""
            resource "planton_docr_doks_integration" "part{{i}}" {
              registry_name = "main"
              cluster_uuids = ["{{cluster.Id}}"]
            }
            """)));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(made, scenario.Count("POST", "/v2/kubernetes/registries"));
        ExpectFewLists("an apply");

        scenario.Simulator.Requests.Clear();
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Equal(made, scenario.Count("DELETE", "/v2/kubernetes/registries"));
        ExpectFewLists("a destroy");

        // A list has three pages here; each of the two processes reads it once, and again only if it works for longer than the list is kept.
        void ExpectFewLists(string command)
        {
            Assert.Equal(made, scenario.Count("GET", "/v2/kubernetes/clusters/*"));
            var lists = scenario.Count("GET", "/v2/kubernetes/clusters");
            Assert.True(lists is >= 6 and <= 18, $"{command} read {lists} pages of clusters");
        }
    }
}
