using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Integrations;

public sealed class IntegrationLifeTests
{
    private const string TypeName = "planton_docr_doks_integration";
    private const string One = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Two = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";
    private const string Three = "7c1d3e2f-0000-4a1a-9d25-5b2a7f9b5b10";

    private static WorldSeed Seed { get; } = new()
    {
        Tier = "professional",
        Registries = [new() { Name = "main", Region = "nyc3" }, new() { Name = "other", Region = "nyc3" }],
        Clusters = [new() { Id = One, Name = "one", Region = "nyc3" }, new() { Id = Two, Name = "two", Region = "nyc3" }, new() { Id = Three, Name = "three", Region = "fra1" }],
    };

    [Fact]
    public async Task Clusters_are_integrated_and_a_second_plan_is_empty()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await integration.ConvergeAsync(Of("main", One, Two)));

        Assert.Equal(["main"], Registries(world, One));
        Assert.Equal(["main"], Registries(world, Two));
        Assert.Empty(Registries(world, Three));
        var clusters = Assert.IsType<CtyMap>(integration["clusters"]);
        Assert.Equal([Two, One], clusters.Entries.Select(static entry => entry.Key));
    }

    [Fact]
    public async Task Clusters_are_added_and_taken_away_in_place()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));

        Assert.Equal(CoreAction.Update, await integration.ConvergeAsync(Of("main", Two, Three)));

        Assert.Empty(Registries(world, One));
        Assert.Equal(["main"], Registries(world, Three));
    }

    [Fact]
    public async Task A_cluster_that_is_integrated_but_cannot_be_read_back_is_in_state()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.Simulator.Faults.Add(new FaultRule { Status = 403, Method = "GET", Path = "/v2/kubernetes/clusters/*" });
        var integration = world.Core.Resource(TypeName);

        await integration.ApplyAsync(await integration.PlanAsync(Of("main", One)));

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == $"The integration with the cluster {One} could not be confirmed");
        Assert.Single(Assert.IsType<CtySequence>(integration["cluster_uuids"]).Elements);
        world.Simulator.Faults.Clear();
        await integration.RefreshAsync();
        await integration.ExpectEmptyPlanAsync(Of("main", One));
    }

    [Theory]
    [InlineData("/v2/registries", "{}")]
    [InlineData("/v2/kubernetes/clusters", """{"kubernetes_clusters":[],"meta":{"total":0}}""")]
    public async Task A_list_that_comes_empty_takes_nothing_out_of_the_state(string path, string body)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));
        world.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.WrongJson, Body = body, Method = "GET", Path = path });

        await integration.RefreshAsync();

        Assert.Equal(2, Assert.IsType<CtySequence>(integration["cluster_uuids"]).Elements.Length);
        await integration.DestroyAsync();
        Assert.Empty(Registries(world, One));
    }

    [Fact]
    public async Task What_the_list_of_clusters_says_too_late_leaves_nothing_undone()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);

        ListSays("main");
        await integration.ApplyAsync(await integration.PlanAsync(Of("main", One)));
        Assert.Equal(["main"], Registries(world, One));

        world.Simulator.Faults.Clear();
        await integration.ConvergeAsync(Of("main", One, Two));
        var plan = await integration.PlanAsync(Of("main", Two));
        ListSays();
        await integration.ApplyAsync(plan);
        Assert.Empty(Registries(world, One));
        Assert.Equal(["main"], Registries(world, Two));

        void ListSays(params string[] registries)
        {
            world.Simulator.Faults.Clear();
            world.Simulator.Faults.Add(new FaultRule
            {
                Kind = FaultKind.WrongJson,
                Method = "GET",
                Path = "/v2/kubernetes/clusters",
                Body = $$"""{"kubernetes_clusters":[{"id":"{{One}}","status":{"state":"running"},"registries":[{{string.Join(',', registries.Select(static name => $"\"{name}\""))}}]}]}""",
            });
        }
    }

    [Fact]
    public async Task Another_registry_replaces_the_integration()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One));

        Assert.Equal(CoreAction.Replace, await integration.ConvergeAsync(Of("other", One)));

        Assert.Equal(["other"], Registries(world, One));
    }

    [Fact]
    public async Task An_integration_that_was_removed_elsewhere_is_put_back()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));
        world.World.SetIntegrations(One, []);

        Assert.Equal(CoreAction.Update, await integration.ConvergeAsync(Of("main", One, Two)));

        Assert.Equal(["main"], Registries(world, One));
    }

    [Fact]
    public async Task A_plan_leaves_only_the_clusters_open_that_change()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));
        world.World.SetIntegrations(One, []);

        var plan = await integration.PlanAsync(Of("main", One, Two, Three));

        var clusters = Assert.IsType<CtyMap>(plan.Planned!["clusters"]).Entries.ToDictionary(static entry => entry.Key, static entry => entry.Value);
        Assert.Equal(Assert.IsType<CtyMap>(plan.Prior!["clusters"]).Entries.Single(static entry => entry.Key == Two).Value, clusters[Two]);
        Assert.All(Assert.IsType<CtyObject>(clusters[Three]).Values, static value => Assert.True(value.IsUnknown));
        var healed = Assert.IsType<CtyObject>(clusters[One]);
        Assert.Equal(CtyValue.String("one"), healed["name"]);
        Assert.True(healed["integrated"].IsUnknown && healed["registries"].IsUnknown && healed["integrated_at"].IsUnknown);
        await integration.ApplyAsync(plan);
        await integration.ExpectEmptyPlanAsync(Of("main", One, Two, Three));
    }

    /// <summary>What the plan shows as known, the apply has to leave as it is, whatever has happened since.</summary>
    [Fact]
    public async Task A_cluster_that_changes_between_plan_and_apply_is_as_planned_until_the_next_refresh()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));
        world.World.SetIntegrations(One, []);
        var plan = await integration.PlanAsync(Of("main", One, Two));
        world.World.SetClusterState(One, "upgrading");
        world.World.SetClusterState(Two, "upgrading");
        world.World.SetIntegrations(Two, []);

        await integration.ApplyAsync(plan);

        Assert.Equal(["running", "running"], States());
        Assert.Equal(["main"], Registries(world, Two));
        await integration.RefreshAsync();
        Assert.Equal(["upgrading", "upgrading"], States());
        await integration.ExpectEmptyPlanAsync(Of("main", One, Two));

        IEnumerable<string> States() => Assert.IsType<CtyMap>(integration["clusters"]).Entries.Select(static entry => ((CtyString)((CtyObject)entry.Value)["state"]).Value);
    }

    [Fact]
    public async Task A_change_that_is_not_about_clusters_leaves_none_open()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));

        var plan = await integration.PlanAsync(Of("main", One, Two).Replace(" }", """, "timeouts": { "update": "20m" } }""", StringComparison.Ordinal));

        Assert.Equal(plan.Prior!["clusters"], plan.Planned!["clusters"]);
        await integration.ApplyAsync(plan);
    }

    [Fact]
    public async Task A_cluster_that_is_gone_leaves_the_set_with_a_warning()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));
        world.World.RemoveCluster(Two);

        await integration.RefreshAsync();

        Assert.Equal([CtyValue.String(One)], Assert.IsType<CtySequence>(integration["cluster_uuids"]).Elements);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains(Two, StringComparison.Ordinal));
        await integration.ExpectEmptyPlanAsync(Of("main", One));
    }

    /// <summary>A destroy begins with a refresh and a plan of the configuration, which still names the cluster.</summary>
    [Fact]
    public async Task A_cluster_that_is_gone_but_still_configured_does_not_block_a_destroy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));
        world.World.RemoveCluster(Two);
        await integration.RefreshAsync();

        await integration.PlanAsync(Of("main", One, Two));

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == $"The cluster {Two} is gone");
        await Assert.ThrowsAsync<ProviderErrorException>(() => integration.PlanAsync(Of("main", One, "00000000-0000-4a1a-9d25-5b2a7f9b5b10")));
        await integration.DestroyAsync();
        Assert.Empty(Registries(world, One));
    }

    [Fact]
    public async Task A_registry_and_a_cluster_that_are_both_gone_do_not_block_a_destroy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One));
        world.World.RemoveCluster(One);
        world.World.RemoveRegistry("main");

        Assert.Equal(CoreAction.Create, (await integration.PlanAsync(Of("main", One))).Action);

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == $"The cluster {One} is gone");
    }

    [Fact]
    public async Task A_far_cluster_that_is_integrated_already_does_not_block_a_destroy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", Three));

        await integration.PlanAsync($$"""{ "registry_name": "main", "cluster_uuids": ["{{Three}}"], "require_same_region": true }""");

        Assert.Contains(world.Core.Warnings, static warning => warning.Detail.Contains("require_same_region", StringComparison.Ordinal));
        await integration.DestroyAsync();
        Assert.Empty(Registries(world, Three));
    }

    [Fact]
    public async Task An_integration_whose_registry_is_gone_leaves_the_state()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One));
        world.World.RemoveRegistry("main");

        Assert.Equal(CoreAction.Create, (await integration.PlanAsync(Of("main", One))).Action);
    }

    [Theory]
    [InlineData("main")]
    [InlineData($"main:{One},{Two}")]
    public async Task An_imported_integration_plans_no_change(string id)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.SetIntegrations(One, ["main"]);
        world.World.SetIntegrations(Two, ["main", "other"]);
        var integration = world.Core.Resource(TypeName);

        await integration.ImportAsync(id);

        await integration.ExpectEmptyPlanAsync(Of("main", One, Two));
    }

    [Fact]
    public async Task A_partial_failure_keeps_what_succeeded_and_names_the_cluster_that_failed()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Status, Status = 412, Method = "POST", Path = "/v2/kubernetes/registries", BodyContains = Two });
        var integration = world.Core.Resource(TypeName);

        var plan = await integration.PlanAsync(Of("main", One, Two));
        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => integration.ApplyAsync(plan));

        Assert.Contains(Two, Assert.Single(failure.Errors).Summary, StringComparison.Ordinal);
        Assert.Equal([CtyValue.String(One)], Assert.IsType<CtySequence>(integration["cluster_uuids"]).Elements);
        Assert.Equal(["main"], Registries(world, One));
    }

    [Fact]
    public async Task Destroying_takes_only_the_named_clusters_away()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.SetIntegrations(Two, ["main"]);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One));

        await integration.DestroyAsync();

        Assert.Empty(Registries(world, One));
        Assert.Equal(["main"], Registries(world, Two));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cluster_that_names_no_registry_keeps_the_others_when_one_is_removed(bool listIsEmpty)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One));
        world.World.SetIntegrations(One, "main", "other");
        world.World.Behavior = new() { NamedRemovalIneffective = true, EmptyClusterRegistries = listIsEmpty, OmitClusterRegistries = !listIsEmpty };

        await integration.DestroyAsync();

        Assert.Equal(["main", "other"], Registries(world, One));
        Assert.Single(world.Simulator.Requests.Where("DELETE", "/v2/kubernetes/registries"));
        Assert.Empty(world.Simulator.Requests.Where("DELETE", "/v2/kubernetes/registry"));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == $"The removal of the integration with the cluster {One} could not be confirmed");
    }

    [Fact]
    public async Task A_cluster_that_names_no_registry_and_is_taken_out_loses_the_integration_with_a_warning()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);
        await integration.ConvergeAsync(Of("main", One, Two));
        world.World.SetIntegrations(One, "main", "other");
        world.World.SetOmitsRegistries(One, true);

        Assert.Equal(CoreAction.Update, await integration.ConvergeAsync(Of("main", Two)));

        Assert.Equal(["other"], Registries(world, One));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == $"The removal of the integration with the cluster {One} could not be confirmed");
    }

    [Fact]
    public async Task Clusters_that_are_unknown_at_plan_are_integrated_at_apply()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var integration = world.Core.Resource(TypeName);

        var plan = await integration.PlanAsync("""{ "registry_name": "main", "cluster_uuids": ["(unknown)"] }""");
        await integration.ApplyAsync(plan, Of("main", One));

        Assert.Equal(["main"], Registries(world, One));
    }

    private static string Of(string registry, params string[] uuids) =>
        $$"""{ "registry_name": "{{registry}}", "cluster_uuids": [{{string.Join(", ", uuids.Select(static uuid => $"\"{uuid}\""))}}] }""";

    private static IEnumerable<string> Registries(ProviderFixture world, string uuid) => world.World.Clusters.Single(cluster => cluster.Id == uuid).Registries;
}
