using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The life of <c>planton_docr_doks_integration</c> with the real CLIs.</summary>
public sealed class IntegrationTests
{
    private const string Address = "planton_docr_doks_integration.main";
    private const string First = "0a11f53e-0b0c-4c5e-8a3b-000000000001";
    private const string Second = "0a11f53e-0b0c-4c5e-8a3b-000000000002";
    private const string Third = "0a11f53e-0b0c-4c5e-8a3b-000000000003";

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task An_integration_is_made_read_back_changed_in_place_and_removed(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Integration(First, Second)).ApplyAsync()).Succeeds();
        Assert.Equal([First, Second], Integrated(scenario));
        var cluster = (await scenario.Cli.StateOfAsync(Address)).GetProperty("clusters").GetProperty(First);
        Assert.True(cluster.GetProperty("integrated").GetBoolean());
        Assert.Equal("2026-11-20T10:00:00Z", cluster.GetProperty("integrated_at").GetString());
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Write(Integration(Second, Third));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal([Second, Third], Integrated(scenario));
        await scenario.Cli.PlanIsEmptyAsync();

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(Integrated(scenario));
    }

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task An_integration_that_was_removed_elsewhere_is_seen_and_put_back(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Integration(First, Second)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetIntegrations(First);
        scenario.Simulator.Requests.Clear();

        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("update", plan[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal([First, Second], Integrated(scenario));
        var sent = Assert.Single(scenario.Simulator.Requests.Where("POST", "/v2/kubernetes/registries"));
        Assert.Contains(First, sent.Body, StringComparison.Ordinal);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Integrations_of_clusters_that_are_not_named_are_left_alone()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.World.SetIntegrations(Third, "main");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Equal([Third], Integrated(scenario));
    }

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task Another_registry_replaces_the_integration(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();

        scenario.Cli.Write(Integration(First).Replace("\"main\"\n", "\"other\"\n", StringComparison.Ordinal));
        Assert.Equal("delete,create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal(["other"], scenario.Simulator.World.FindCluster(First)!.Registries);
    }

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task A_cluster_that_is_gone_leaves_the_set_with_a_warning(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
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
        await using var scenario = await StartAsync(Engine.Terraform);
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
    public async Task An_import_of_what_does_not_exist_is_an_error(string id, string message)
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Integration(First)).ImportAsync(Address, id)).Fails().Says(message);
    }

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task A_partial_failure_keeps_what_succeeded_names_what_failed_and_heals(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 412,
            Method = "POST",
            Path = "/v2/kubernetes/registries",
            BodyContains = Third,
            Count = 1,
        });

        scenario.Cli.Write(Integration(First, Second, Third));
        (await scenario.Cli.ApplyAsync()).Fails().Says($"The integration with the cluster {Third} could not be added").DoesNotSay($"cluster {Second} could not");
        var uuids = (await scenario.Cli.StateOfAsync(Address)).GetProperty("cluster_uuids").EnumerateArray().Select(static uuid => uuid.GetString());
        Assert.Equal([First, Second], uuids);
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal([First, Second, Third], Integrated(scenario));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_create_that_fails_for_one_cluster_converges_at_the_next_apply()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 422,
            Method = "POST",
            Path = "/v2/kubernetes/registries",
            BodyContains = Second,
            Count = 1,
        });
        scenario.Cli.Write(Integration(First, Second));

        (await scenario.Cli.ApplyAsync()).Fails().Says(Second);
        Assert.Equal(JsonValueKind.Object, (await scenario.Cli.StateOfAsync(Address)).GetProperty("clusters").ValueKind);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal([First, Second], Integrated(scenario));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Where_the_named_endpoints_are_missing_the_plain_ones_serve_an_account_with_one_registry(int status)
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.World.Behavior = new Behavior { NamedIntegrationStatus = status, OmitClusterRegistries = true };

        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", "/v2/kubernetes/registry"));
        Assert.Equal(1, scenario.Count("DELETE", "/v2/kubernetes/registry"));
    }

    [Fact]
    public async Task A_removal_that_has_no_effect_is_noticed_and_done_the_older_way()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.Behavior = new Behavior { NamedRemovalIneffective = true };

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(Integrated(scenario));
        Assert.Equal(1, scenario.Count("DELETE", "/v2/kubernetes/registry"));
    }

    [Fact]
    public async Task The_older_removal_is_not_used_where_another_registry_would_lose_its_integration()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("other", "fra1");
        scenario.Simulator.World.SetIntegrations(First, "other");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.Behavior = new Behavior { NamedRemovalIneffective = true };

        (await scenario.Cli.DestroyAsync()).Fails().Says(First).Says("others are integrated");
        Assert.Equal(0, scenario.Count("DELETE", "/v2/kubernetes/registry"));
        Assert.NotNull(await scenario.Cli.FindStateAsync(Address));
    }

    [Fact]
    public async Task An_effect_that_comes_late_is_waited_for()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform, speed: 10);
        Seed(scenario);
        scenario.Simulator.World.Behavior = new Behavior { IntegrationDelay = TimeSpan.FromSeconds(8) };

        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task A_cluster_in_another_region_is_a_warning_or_on_demand_an_error_at_plan(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = "0a11f53e-0b0c-4c5e-8a3b-000000000009", Name = "far", Region = "nyc1" });
        var config = Integration("0a11f53e-0b0c-4c5e-8a3b-000000000009");

        (await scenario.Cli.Write(config).PlanAsync()).Succeeds().Says("is not in the registry's region");
        scenario.Cli.Write(config.Replace("registry_name", "require_same_region = true\n  registry_name", StringComparison.Ordinal));
        (await scenario.Cli.PlanAsync()).Fails().Says("With require_same_region = true, such a cluster is not integrated");
    }

    [Fact]
    public async Task A_cluster_that_does_not_exist_is_an_error_at_plan_that_names_it()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Integration("0a11f53e-0b0c-4c5e-8a3b-00000000000f")).PlanAsync())
            .Fails().Says("The cluster 0a11f53e-0b0c-4c5e-8a3b-00000000000f does not exist");
    }

    [Fact]
    public async Task An_integration_that_the_api_does_not_name_is_kept_with_a_warning_in_an_account_of_several_registries()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.Write(Integration(First)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetOmitsRegistries(First, true);

        var plan = await scenario.Cli.PlanAsync("-detailed-exitcode");
        Assert.Equal(0, plan.ExitCode);
        plan.Says("It is not known which registry is integrated");
    }

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task A_removal_that_cannot_be_read_back_is_sent_by_name_and_warned_of_and_the_destroy_ends(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.Write(Integration(First, Second)).ApplyAsync()).Succeeds();
        scenario.Simulator.World.SetIntegrations(First, "main", "other");
        scenario.Simulator.World.SetIntegrations(Second, "main", "other");
        scenario.Simulator.World.Behavior = new Behavior { EmptyClusterRegistries = true };

        (await scenario.Cli.Write(Integration(Second)).ApplyAsync()).Succeeds().Says("could not be confirmed");
        Assert.Equal([Second], Integrated(scenario));
        (await scenario.Cli.DestroyAsync()).Succeeds().Says("could not be confirmed");

        Assert.Empty(Integrated(scenario));
        Assert.All(scenario.Simulator.World.Clusters.Where(static cluster => cluster.Id is First or Second), static cluster => Assert.Equal(["other"], cluster.Registries));
        Assert.Equal(0, scenario.Count("DELETE", "/v2/kubernetes/registry"));
    }

    [Fact]
    public async Task Ctrl_C_during_an_apply_keeps_what_was_accepted_and_the_next_plan_is_empty()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.World.Behavior = new Behavior { IntegrationDelay = TimeSpan.FromHours(1) };
        scenario.Cli.Write(Integration(First));

        var interrupted = await scenario.Cli.InterruptAsync(
            () => scenario.Count("POST", "/v2/kubernetes/registries") > 0, "apply", "-auto-approve", "-input=false");
        interrupted.Fails().Says("interrupted");

        // What the API has accepted is whole: nothing is tainted, and a working integration is not taken away to be made anew.
        scenario.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal([First], Integrated(scenario));
        Assert.Equal(1, scenario.Count("POST", "/v2/kubernetes/registries"));
        Assert.Equal(0, scenario.Count("DELETE", "/v2/kubernetes/registries"));
    }

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task A_plan_over_a_thousand_clusters_makes_at_most_six_list_calls_and_asks_for_no_single_cluster(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
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

    [Theory]
    [InlineData(Engine.Terraform)]
    [InlineData(Engine.OpenTofu)]
    public async Task An_apply_and_a_destroy_of_many_integrations_make_two_calls_each_beside_the_lists(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
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

    private static async Task<Scenario> StartAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        Seed(scenario);
        return scenario;
    }

    private static void Seed(Scenario scenario)
    {
        scenario.Simulator.World.AddRegistry("main", "fra1", "professional");
        foreach (var (id, i) in new[] { First, Second, Third }.Select(static (id, i) => (id, i)))
        {
            scenario.Simulator.World.AddCluster(new ClusterSeed { Id = id, Name = $"cluster-{i}", Region = "fra1" });
        }
    }

    private static IEnumerable<string> Integrated(Scenario scenario) => scenario.Simulator.World.Clusters
        .Where(static cluster => cluster.Registries.Contains("main")).Select(static cluster => cluster.Id).Order(StringComparer.Ordinal);

    private static string Integration(params string[] uuids) => $$"""
        resource "planton_docr_doks_integration" "main" {
          registry_name = "main"
          cluster_uuids = [{{string.Join(", ", uuids.Select(static uuid => $"\"{uuid}\""))}}]
        }
        """;
}
