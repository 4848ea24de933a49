using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using static TerraformProviderPlanton.Tests.GarbageCollection.AppPlatform.CollectionApp;

namespace TerraformProviderPlanton.Tests.Registries;

/// <summary>A registry whose garbage collection an app starts.</summary>
public sealed class RegistryAppLifeTests
{
    private const string TypeName = "planton_docr_registry";
    private const string JobToken = "dop_v1_job_canary_31c7";
    private const string Starts = "/v2/registries/*/garbage-collection";
    private const string ByApp = """
        { "name": "main", "region": "fra1", "garbage_collection_enabled": true, "garbage_collection_runner": "app_platform",
          "garbage_collection_app_platform": { "region": "fra", "token_wo": "dop_v1_job_canary_31c7", "token_wo_version": 1 } }
        """;

    private const string ByApplies = """{ "name": "main", "region": "fra1", "garbage_collection_enabled": true, "garbage_collection_runner": "terraform" }""";
    private const string Off = """{ "name": "main", "region": "fra1" }""";
    private const string WithoutToken = """{ "name": "main", "region": "fra1", "garbage_collection_enabled": true, "garbage_collection_runner": "app_platform" }""";

    private static readonly DateTimeOffset Sunday = new(2026, 3, 8, 3, 10, 0, TimeSpan.Zero);

    private static WorldSeed Seed { get; } = new()
    {
        Behavior = ProviderFixture.Prompt with { Deployment = new() { Pending = default, Building = default, Deploying = default } },
        Tier = "professional",
    };

    [Fact]
    public async Task The_registry_owns_one_app_that_collects_every_sunday_and_no_apply_starts_a_run()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await registry.ConvergeAsync(ByApp));

        var app = Assert.Single(world.World.Apps);
        Assert.Equal("gc-main", app.Name);
        Assert.Equal(("0 3 * * 0", "UTC"), (Job(app)["schedule"]!["cron"]!.GetValue<string>(), Job(app)["schedule"]!["time_zone"]!.GetValue<string>()));
        Assert.Equal("/app/doctl registries garbage-collection start --include-untagged-manifests --force main", Job(app)["run_command"]!.GetValue<string>());
        Assert.Equal(CtyValue.String(app.Id), App(registry)["id"]);
        Assert.Equal(CtyValue.String("ACTIVE"), App(registry)["deployment_phase"]);
        Assert.Empty(world.Core.Warnings);
        Assert.DoesNotContain(JobToken, registry.Stored!.Json.ToStringUtf8() + registry.Stored.Private.ToStringUtf8() + app.Spec, StringComparison.Ordinal);

        world.Simulator.Clock.Advance(TimeSpan.FromDays(21));

        Assert.Equal(CoreAction.NoOp, (await registry.PlanAsync(ByApp)).Action);
        Assert.Equal(3, world.World.FindRegistry("main")!.GarbageCollections.Count);
        var last = Assert.IsType<CtyObject>(registry["last_garbage_collection"]);
        Assert.Equal([CtyValue.String("policy"), CtyValue.String("succeeded"), CtyValue.String("2026-03-22T03:00:00Z")], [last["origin"], last["status"], last["scheduled_for"]]);
        Assert.Equal(CtyValue.String("2026-03-29T03:00:00Z"), registry["next_garbage_collection_at"]);
        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_plan_in_the_window_is_empty_because_the_app_serves_the_slot()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        foreach (var token in (string[])[ProviderFixture.Token, JobToken]) world.World.AddToken(token);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        world.World.RevokeToken(JobToken);
        world.Simulator.Clock.Set(Sunday);

        await registry.ExpectEmptyPlanAsync(ByApp);

        // Not even the apply of something else starts what the app did not.
        await registry.ConvergeAsync(ByApp.Replace("\"region\": \"fra1\"", "\"region\": \"fra1\", \"timeouts\": { \"update\": \"30m\" }", StringComparison.Ordinal));
        Assert.Empty(world.World.FindRegistry("main")!.GarbageCollections);
        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Fact]
    public async Task The_runner_changes_in_place_both_ways_and_no_slot_has_two_runs()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await registry.ConvergeAsync(ByApplies));
        Assert.True(registry["garbage_collection_app"].IsNull);
        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(ByApp));
        Assert.Single(world.World.Apps);
        world.Simulator.Clock.Set(Sunday);
        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(ByApplies));

        Assert.Empty(world.World.Apps);
        Assert.True(registry["garbage_collection_app"].IsNull);
        Assert.Single(world.World.FindRegistry("main")!.GarbageCollections);
        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Theory]
    [InlineData(ByApp)]
    [InlineData(ByApplies)]
    public async Task A_due_slot_is_left_to_a_new_runner_that_counts_from_then_on(string runner)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApplies);
        world.Simulator.Clock.Set(Sunday);

        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(runner));

        Assert.Equal(runner == ByApplies ? 1 : 0, world.Count("POST", Starts));
        Assert.Equal(CtyValue.String("2026-03-15T03:00:00Z"), registry["next_garbage_collection_at"]);
    }

    [Fact]
    public async Task Turning_it_off_or_destroying_the_registry_removes_the_app()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);

        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(ByApp.Replace("\"garbage_collection_enabled\": true", "\"garbage_collection_enabled\": false", StringComparison.Ordinal)));
        Assert.Empty(world.World.Apps);
        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(ByApp));
        Assert.Single(world.World.Apps);
        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(Off));
        Assert.Empty(world.World.Apps);
        await registry.ConvergeAsync(ByApp);
        await registry.DestroyAsync();

        Assert.Empty(world.World.Apps);
        Assert.Empty(world.World.Registries);
    }

    [Theory]
    [InlineData("schedule/cron", "\"0 5 * * 1\"", "The job has the schedule 0 5 * * 1.")]
    [InlineData("schedule/time_zone", "\"Asia/Tokyo\"", "The job has the time zone Asia/Tokyo.")]
    [InlineData("run_command", "\"/app/doctl registries garbage-collection start --force main\"", "The job deletes unreferenced blobs only.")]
    [InlineData("run_command", "\"sleep 1\"", "The job runs another command.")]
    [InlineData("instance_count", "4", "The job runs 4 times at once.")]
    public async Task What_somebody_changes_in_the_app_is_named_and_put_back(string member, string json, string difference)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        var before = world.World.Apps[0].Spec.GetRawText();
        Tamper(world, spec => Set(spec["jobs"]![0]!, member, json));

        var plan = await registry.PlanAsync(ByApp);

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.Equal([CtyValue.String(difference)], Assert.IsType<CtySequence>(App(registry)["differences"]).Elements);
        await registry.ApplyAsync(plan);
        await registry.ExpectEmptyPlanAsync(ByApp);
        Assert.Equal(before, Assert.Single(world.World.Apps).Spec.GetRawText());
    }

    [Theory]
    [InlineData("image_tag", "1.2.3")]
    [InlineData("instance_size_slug", "apps-s-1vcpu-1gb")]
    [InlineData("region", "nyc")]
    public async Task What_a_setting_stands_for_shows_as_drift_of_it_and_is_put_back(string setting, string value)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        Tamper(world, spec => Set(
            setting == "region" ? spec : spec["jobs"]![0]!, setting == "image_tag" ? "image/tag" : setting, $"\"{value}\""));

        var plan = await registry.PlanAsync(ByApp);

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.Equal(CtyValue.String(value), Assert.IsType<CtyObject>(registry["garbage_collection_app_platform"])[setting]);
        await registry.ApplyAsync(plan);
        await registry.ExpectEmptyPlanAsync(ByApp);
    }

    [Fact]
    public async Task An_app_that_was_deleted_is_made_again_and_the_registry_stays()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        world.World.RemoveApp("gc-main");

        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(ByApp));

        Assert.Equal(CtyValue.String(Assert.Single(world.World.Apps).Id), App(registry)["id"]);
        Assert.Equal(1, world.Count("POST", "/v2/registries"));
    }

    [Fact]
    public async Task A_missing_token_for_an_app_that_was_deleted_does_not_block_a_destroy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        world.World.RemoveApp("gc-main");

        await registry.PlanAsync(ByApp.Replace("\"token_wo\": \"dop_v1_job_canary_31c7\", ", string.Empty, StringComparison.Ordinal));

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("needs a token", StringComparison.Ordinal));
        await registry.DestroyAsync();
        Assert.Empty(world.World.Registries);
    }

    [Fact]
    public async Task An_imported_registry_takes_its_app_over_with_the_token_that_it_has()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        await world.Core.Resource(TypeName).ConvergeAsync(ByApp);
        var (id, secret) = (world.World.Apps[0].Id, Secret(world.World.Apps[0]));
        var registry = world.Core.Resource(TypeName);

        await registry.ImportAsync("main");
        Assert.True(registry["garbage_collection_app"].IsNull);
        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(WithoutToken));

        var app = Assert.Single(world.World.Apps);
        Assert.Equal((id, secret), (app.Id, Secret(app)));
        Assert.Equal(CtyValue.String(id), App(registry)["id"]);
    }

    [Fact]
    public async Task A_registry_whose_app_could_not_be_created_is_whole_and_the_next_apply_creates_it()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = "/v2/apps", Status = 403 });

        await registry.ApplyAsync(await registry.PlanAsync(ByApp));

        Assert.False(registry.Stored!.IsTainted);
        Assert.Empty(world.World.Apps);
        var warning = Assert.Single(world.Core.Warnings);
        Assert.Equal("The garbage collection app of \"main\" was not created", warning.Summary);
        Assert.Contains("app:create", warning.Detail, StringComparison.Ordinal);
        world.Simulator.Faults.Clear();
        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(ByApp));
        Assert.Single(world.World.Apps);
        Assert.Equal(1, world.Count("POST", "/v2/registries"));
    }

    [Fact]
    public async Task A_creation_whose_answer_is_lost_is_found_by_name()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = "/v2/apps", Kind = FaultKind.LoseAnswer, Count = 1 });

        Assert.Equal(CoreAction.Create, await registry.ConvergeAsync(ByApp));

        Assert.Single(world.World.Apps);
        Assert.Equal(1, world.Count("POST", "/v2/apps"));
    }

    [Fact]
    public async Task An_app_of_that_name_that_is_somebody_elses_is_left_alone()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.AddApp(new AppSeed
        {
            Spec = JsonNode.Parse("""
                { "name": "gc-main", "jobs": [{ "name": "theirs", "kind": "PRE_DEPLOY", "image": { "registry_type": "DOCKER_HUB", "registry": "library", "repository": "busybox" } }] }
                """)!.AsObject(),
        });
        var registry = world.Core.Resource(TypeName);

        await registry.ApplyAsync(await registry.PlanAsync(ByApp));

        Assert.False(registry.Stored!.IsTainted);
        Assert.Contains("did not create", Assert.Single(world.Core.Warnings).Detail, StringComparison.Ordinal);
        await registry.DestroyAsync();
        Assert.Single(world.World.Apps);
    }

    /// <summary>If the new version got into state with the failure, the token would never be sent.</summary>
    [Fact]
    public async Task A_new_token_that_could_not_be_sent_is_sent_by_the_next_apply()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        foreach (var token in (string[])[ProviderFixture.Token, JobToken, "dop_v1_next"]) world.World.AddToken(token);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        var next = ByApp.Replace(JobToken, "dop_v1_next", StringComparison.Ordinal).Replace("\"token_wo_version\": 1", "\"token_wo_version\": 2", StringComparison.Ordinal);
        world.Simulator.Faults.Add(new FaultRule { Method = "PUT", Path = "/v2/apps/*", Status = 403 });

        await Assert.ThrowsAsync<ProviderErrorException>(async () => await registry.ApplyAsync(await registry.PlanAsync(next)));
        world.Simulator.Faults.Clear();
        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(next));

        world.World.RevokeToken(JobToken);
        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Single(world.World.FindRegistry("main")!.GarbageCollections);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Giving_up_on_a_deployment_is_a_warning_at_create_and_at_update_and_a_refresh_shows_how_it_ended(string method)
    {
        // The clock stands still, so a deployment does not end by itself.
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() });
        var registry = world.Core.Resource(TypeName);
        var config = ByApp;
        if (method == "PUT")
        {
            await StopWhileWaitingAsync(world, registry.ApplyAsync(await registry.PlanAsync(config)), "POST");
            world.Simulator.Clock.Advance(TimeSpan.FromHours(1));
            await registry.RefreshAsync();
            config = config.Replace("\"region\": \"fra\"", "\"region\": \"nyc\"", StringComparison.Ordinal);
        }

        await StopWhileWaitingAsync(world, registry.ApplyAsync(await registry.PlanAsync(config)), method);

        Assert.False(registry.Stored!.IsTainted);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("is still being deployed", StringComparison.Ordinal));
        world.Simulator.Clock.Advance(TimeSpan.FromHours(1));
        await registry.RefreshAsync();
        Assert.Equal(CtyValue.String("ACTIVE"), App(registry)["deployment_phase"]);
        await registry.ExpectEmptyPlanAsync(config);
    }

    [Fact]
    public async Task Another_project_moves_the_app_and_not_the_registry()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        var id = world.World.Apps[0].Id;
        var moved = ByApp.Replace("\"region\": \"fra\",", $"\"region\": \"fra\", \"project_id\": \"{Catalog.ProjectId}\",", StringComparison.Ordinal);

        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(moved));

        Assert.NotEqual(id, Assert.Single(world.World.Apps).Id);
        Assert.Equal(1, world.Count("POST", "/v2/registries"));
    }

    [Fact]
    public async Task A_failed_removal_of_the_app_keeps_the_registry_in_state()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        world.Simulator.Faults.Add(new FaultRule { Method = "DELETE", Path = "/v2/apps/*", Status = 403 });

        await Assert.ThrowsAsync<ProviderErrorException>(registry.DestroyAsync);

        Assert.Single(world.World.Registries);
        world.Simulator.Faults.Clear();
        await registry.DestroyAsync();
        Assert.Empty(world.World.Apps);
        Assert.Empty(world.World.Registries);
    }

    [Fact]
    public async Task A_replaced_registry_has_a_new_app()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        var id = world.World.Apps[0].Id;

        Assert.Equal(CoreAction.Replace, await registry.ConvergeAsync(ByApp.Replace("fra1", "sfo3", StringComparison.Ordinal)));

        Assert.NotEqual(id, Assert.Single(world.World.Apps).Id);
        Assert.Equal("sfo3", Assert.Single(world.World.Registries).Region);
    }

    [Fact]
    public async Task An_app_whose_registry_is_gone_is_told_of_and_used_again()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        world.World.RemoveRegistry("main");

        Assert.Equal(CoreAction.Create, await registry.ConvergeAsync(ByApp));

        Assert.Contains(world.Core.Warnings, warning => warning.Summary == "The registry \"main\" is gone, but its app is not" && warning.Detail.EndsWith(world.World.Apps[0].Id, StringComparison.Ordinal));
        Assert.Single(world.World.Apps);
        Assert.Equal(1, world.Count("POST", "/v2/apps"));
    }

    [Fact]
    public async Task A_job_that_fails_is_overdue_and_the_plan_says_what_to_look_at()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        foreach (var token in (string[])[ProviderFixture.Token, JobToken]) world.World.AddToken(token);
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(ByApp);
        world.World.RevokeToken(JobToken);
        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(CoreAction.NoOp, (await registry.PlanAsync(ByApp)).Action);

        var warning = Assert.Single(world.Core.Warnings, static warning => warning.Summary == "Garbage collection of \"main\" is overdue");
        Assert.Contains("has the phase FAILED", warning.Detail, StringComparison.Ordinal);
        Assert.Equal("garbage_collection_app_platform", warning.Path?.ToString());
    }

    private static CtyObject App(ResourceDriver registry) => Assert.IsType<CtyObject>(registry["garbage_collection_app"]);
}
