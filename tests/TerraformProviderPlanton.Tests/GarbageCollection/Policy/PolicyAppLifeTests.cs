using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using static TerraformProviderPlanton.Tests.GarbageCollection.AppPlatform.CollectionApp;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Policy;

/// <summary>A policy whose runs an app starts.</summary>
public sealed class PolicyAppLifeTests
{
    private const string TypeName = "planton_docr_garbage_collection_policy";
    private const string JobToken = "dop_v1_job_canary_77e1";
    private const string Starts = "/v2/registries/*/garbage-collection";
    private const string Weekly = """
        { "registry_name": "main", "schedule": "0 3 * * 0", "time_zone": "Europe/Berlin", "runner": "app_platform",
          "app_platform": { "region": "fra", "token_wo": "dop_v1_job_canary_77e1", "token_wo_version": 1 } }
        """;

    private static WorldSeed Seed { get; } = new()
    {
        Behavior = ProviderFixture.Prompt with { Deployment = new() { Pending = default, Building = default, Deploying = default } },
        Tier = "professional",
        Registries = [new() { Name = "main" }],
    };

    [Fact]
    public async Task The_policy_owns_one_app_with_one_job_and_starts_nothing_itself()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await policy.ConvergeAsync(Weekly));

        var app = Assert.Single(world.World.Apps);
        Assert.Equal("gc-main", app.Name);
        var job = Assert.Single(Job(app).Parent!.AsArray())!;
        Assert.Equal("SCHEDULED", job["kind"]!.GetValue<string>());
        Assert.Equal("0 3 * * 0", job["schedule"]!["cron"]!.GetValue<string>());
        Assert.Equal("Europe/Berlin", job["schedule"]!["time_zone"]!.GetValue<string>());
        Assert.Equal("/app/doctl registries garbage-collection start --include-untagged-manifests --force main", job["run_command"]!.GetValue<string>());
        var state = Assert.IsType<CtyObject>(policy["app"]);
        Assert.Equal(CtyValue.String(app.Id), state["id"]);
        Assert.Equal(CtyValue.String("ACTIVE"), state["deployment_phase"]);
        Assert.True(policy["last_invocation"].IsNull);
        Assert.Equal(0, world.Count("POST", Starts));
        Assert.DoesNotContain(JobToken, policy.Stored!.Json.ToStringUtf8() + policy.Stored.Private.ToStringUtf8(), StringComparison.Ordinal);
        Assert.DoesNotContain(JobToken, app.Spec.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_names_the_app_that_the_apply_creates_and_what_is_billed()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        var config = Weekly.Replace("\"region\": \"fra\"", "\"instance_size_slug\": \"apps-s-1vcpu-1gb\"", StringComparison.Ordinal);

        var plan = await policy.PlanAsync(config);

        var app = Assert.IsType<CtyObject>(plan.Planned!["app"]);
        Assert.Equal(CtyValue.String("gc-main"), app["name"]);
        Assert.Equal(CtyValue.String("a container of the size apps-s-1vcpu-1gb, for the seconds that each run of the job takes"), app["billing"]);
        Assert.True(app["id"].IsUnknown);
        await policy.ApplyAsync(plan);
        await policy.ExpectEmptyPlanAsync(config);

        world.World.RemoveApp("gc-main");
        plan = await policy.PlanAsync(config);
        Assert.Equal(CtyValue.String("gc-main"), Assert.IsType<CtyObject>(plan.Planned!["app"])["name"]);
        await policy.ApplyAsync(plan);
        Assert.Single(world.World.Apps);
    }

    [Theory]
    [InlineData("\"runner\": \"(unknown)\"")]
    [InlineData("\"runner\": \"app_platform\", \"enabled\": \"(unknown)\"")]
    public async Task What_may_have_no_app_promises_none(string runner)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var plan = await world.Core.Resource(TypeName).PlanAsync(Weekly.Replace("\"runner\": \"app_platform\"", runner, StringComparison.Ordinal));

        Assert.True(plan.Planned!["app"].IsUnknown);
    }

    [Fact]
    public async Task Three_weeks_without_an_apply_are_three_runs_of_the_policy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);

        world.Simulator.Clock.Advance(TimeSpan.FromDays(21));

        var plan = await policy.PlanAsync(Weekly);
        Assert.Equal(CoreAction.NoOp, plan.Action);
        var runs = Assert.IsType<CtySequence>(policy["runs"]).Elements.Cast<CtyObject>().ToList();
        Assert.Equal(3, runs.Count);
        Assert.All(runs, static run => Assert.Equal(CtyValue.String("policy"), run["origin"]));
        Assert.All(runs, static run => Assert.Equal(CtyValue.String("succeeded"), run["status"]));
        Assert.Equal(
            ["2026-03-22T02:00:00Z", "2026-03-15T02:00:00Z", "2026-03-08T02:00:00Z"],
            runs.Select(static run => Assert.IsType<CtyString>(run["scheduled_for"]).Value));
        var last = Assert.IsType<CtyObject>(policy["last_invocation"]);
        Assert.Equal(CtyValue.String("SUCCEEDED"), last["phase"]);
        Assert.Equal(runs[0]["uuid"], last["run_uuid"]);
        Assert.Equal(CtyValue.Bool(false), policy["overdue"]);
        Assert.Equal(0, world.Count("POST", Starts));
    }

    public static TheoryData<string, string> Changes { get; } = new()
    {
        { "schedule", "0 5 * * 1" },
        { "time_zone", "UTC" },
        { "type", "unreferenced blobs only" },
        { "app_platform.image_tag", "1.2.3" },
        { "app_platform.instance_size_slug", "apps-s-1vcpu-1gb" },
        { "app_platform.region", "nyc" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_somebody_changes_in_the_app_shows_as_drift_and_is_put_back(string attribute, string value)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        var before = Job(world.World.Apps[0]).ToJsonString();
        Tamper(world, spec => Change(spec, attribute, value));

        var plan = await policy.PlanAsync(Weekly);

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.Equal(CtyValue.String(value), attribute.Split('.') is [var outer, var inner] ? Assert.IsType<CtyObject>(policy[outer])[inner] : policy[attribute]);
        await policy.ApplyAsync(plan);
        await policy.ExpectEmptyPlanAsync(Weekly);
        Assert.Equal(before, Job(Assert.Single(world.World.Apps)).ToJsonString());
    }

    [Theory]
    [InlineData("run_command", "\"sleep 1\"")]
    [InlineData("kind", "\"PRE_DEPLOY\"")]
    [InlineData("instance_count", "4")]
    [InlineData("envs", "[]")]
    public async Task What_no_attribute_stands_for_is_named_and_put_back(string member, string json)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        Tamper(world, spec =>
        {
            spec["jobs"]![0]![member] = JsonNode.Parse(json);
            if (member == "kind") spec["jobs"]![0]!.AsObject().Remove("schedule");
        });

        var plan = await policy.PlanAsync(Weekly);

        Assert.Equal(CoreAction.Update, plan.Action);
        await policy.ApplyAsync(plan);
        await policy.ExpectEmptyPlanAsync(Weekly);
        Assert.Single(world.World.Apps);
    }

    public static TheoryData<string, string, string> Additions { get; } = new()
    {
        { "jobs/0/envs", """{ "key": "DIGITALOCEAN_API_URL", "value": "https://example.com", "scope": "RUN_TIME" }""", "The job sets the environment variable DIGITALOCEAN_API_URL." },
        { "envs", """{ "key": "HTTPS_PROXY", "value": "http://example.com:3128", "type": "SECRET" }""", "The app sets the environment variable HTTPS_PROXY." },
        { "jobs/0/log_destinations", """{ "name": "elsewhere", "papertrail": { "endpoint": "example.com:514" } }""", "The log of the job also goes to elsewhere." },
        { "jobs", """{ "name": "extra", "kind": "PRE_DEPLOY", "image": { "registry_type": "DOCKER_HUB", "registry": "library", "repository": "busybox" } }""", "The app has another job, extra." },
        { "services", """{ "name": "extra" }""", "The app has a service, extra." },
        { "workers", """{ "name": "extra" }""", "The app has a worker, extra." },
        { "static_sites", """{ "name": "extra" }""", "The app has a static site, extra." },
        { "functions", """{ "name": "extra" }""", "The app has functions, extra." },
        { "databases", """{ "name": "extra" }""", "The app has a database, extra." },
    };

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task What_somebody_adds_that_changes_what_runs_or_where_the_token_goes_is_named_and_taken_away(string list, string added, string difference)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        var before = world.World.Apps[0].Spec.GetRawText();
        Tamper(world, spec => Add(spec, list, added));

        var plan = await policy.PlanAsync(Weekly);

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.Equal([CtyValue.String(difference)], Assert.IsType<CtySequence>(Assert.IsType<CtyObject>(policy["app"])["differences"]).Elements);
        await policy.ApplyAsync(plan);
        await policy.ExpectEmptyPlanAsync(Weekly);
        Assert.Equal(before, Assert.Single(world.World.Apps).Spec.GetRawText());
    }

    [Theory]
    [InlineData("features", "\"something-new\"")]
    [InlineData("alerts", """{ "rule": "DEPLOYMENT_LIVE" }""")]
    [InlineData("jobs/0/alerts", """{ "rule": "CPU_UTILIZATION" }""")]
    [InlineData("something_new", "1")]
    public async Task What_changes_neither_is_left_alone(string list, string added)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        Tamper(world, spec => Add(spec, list, added));

        await policy.ExpectEmptyPlanAsync(Weekly);
    }

    [Fact]
    public async Task An_app_with_the_deprecated_command_is_changed_in_place_and_keeps_its_token()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        var (id, secret) = (world.World.Apps[0].Id, Secret(world.World.Apps[0]));
        Tamper(world, static spec => spec["jobs"]![0]!["run_command"] = "/app/doctl registry garbage-collection start --include-untagged-manifests --force main");

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Weekly));

        var app = Assert.Single(world.World.Apps);
        Assert.Equal((id, secret), (app.Id, Secret(app)));
        Assert.StartsWith("/app/doctl registries ", Job(app)["run_command"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_was_deleted_is_made_again()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        world.World.RemoveApp("gc-main");

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Weekly));

        Assert.Equal(CtyValue.String(Assert.Single(world.World.Apps).Id), Assert.IsType<CtyObject>(policy["app"])["id"]);
    }

    [Fact]
    public async Task A_missing_token_for_an_app_that_was_deleted_does_not_block_a_destroy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        world.World.RemoveApp("gc-main");

        await policy.PlanAsync(Weekly.Replace("\"token_wo\": \"dop_v1_job_canary_77e1\", ", string.Empty, StringComparison.Ordinal));

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("needs a token", StringComparison.Ordinal));
        await policy.DestroyAsync();
    }

    [Fact]
    public async Task The_runner_changes_in_place_both_ways()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        const string Applied = """{ "registry_name": "main", "schedule": "0 3 * * 0", "time_zone": "Europe/Berlin" }""";

        Assert.Equal(CoreAction.Create, await policy.ConvergeAsync(Applied));
        Assert.True(policy["app"].IsNull);
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Weekly));
        Assert.Single(world.World.Apps);
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Applied));

        Assert.Empty(world.World.Apps);
        Assert.True(policy["app"].IsNull);
        Assert.True(policy["last_invocation"].IsNull);
        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_new_schedule_changes_the_app_and_keeps_its_token()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        var (id, secret) = (world.World.Apps[0].Id, Secret(world.World.Apps[0]));

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Weekly.Replace("0 3 * * 0", "@daily", StringComparison.Ordinal)));

        var app = Assert.Single(world.World.Apps);
        Assert.Equal(id, app.Id);
        Assert.Equal("0 0 * * *", Job(app)["schedule"]!["cron"]!.GetValue<string>());
        Assert.Equal(secret, Secret(app));
    }

    [Fact]
    public async Task A_new_token_version_gives_the_app_the_new_token()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        foreach (var token in (string[])[ProviderFixture.Token, JobToken, "dop_v1_next"]) world.World.AddToken(token);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        var next = Weekly.Replace(JobToken, "dop_v1_next", StringComparison.Ordinal);
        Assert.Equal(CoreAction.NoOp, (await policy.PlanAsync(next)).Action);

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(next.Replace("\"token_wo_version\": 1", "\"token_wo_version\": 2", StringComparison.Ordinal)));

        world.World.RevokeToken(JobToken);
        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));
        await policy.RefreshAsync();
        Assert.Equal(CtyValue.String("SUCCEEDED"), Assert.IsType<CtyObject>(policy["last_invocation"])["phase"]);
    }

    /// <summary>If the new version got into state with the failure, the token would never be sent.</summary>
    [Fact]
    public async Task A_new_token_that_could_not_be_sent_is_sent_by_the_next_apply()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        foreach (var token in (string[])[ProviderFixture.Token, JobToken, "dop_v1_next"]) world.World.AddToken(token);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        var next = Weekly.Replace(JobToken, "dop_v1_next", StringComparison.Ordinal).Replace("\"token_wo_version\": 1", "\"token_wo_version\": 2", StringComparison.Ordinal);
        world.Simulator.Faults.Add(new FaultRule { Method = "PUT", Path = "/v2/apps/*", Status = 403 });

        await Assert.ThrowsAsync<ProviderErrorException>(async () => await policy.ApplyAsync(await policy.PlanAsync(next)));
        world.Simulator.Faults.Clear();
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(next));

        world.World.RevokeToken(JobToken);
        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Single(world.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task A_job_that_fails_is_overdue_and_the_plan_says_what_to_look_at()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        foreach (var token in (string[])[ProviderFixture.Token, JobToken]) world.World.AddToken(token);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        world.World.RevokeToken(JobToken);
        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(CoreAction.NoOp, (await policy.PlanAsync(Weekly)).Action);

        Assert.Equal(CtyValue.Bool(true), policy["overdue"]);
        var warning = Assert.Single(world.Core.Warnings, static warning => warning.Summary == "Garbage collection of \"main\" is overdue");
        Assert.Contains("FAILED", warning.Detail, StringComparison.Ordinal);
        Assert.Contains("registry:update", warning.Detail, StringComparison.Ordinal);
    }

    /// <summary>The last invocation of a deleted app may well have succeeded: it is not the reason.</summary>
    [Fact]
    public async Task An_app_that_was_deleted_is_the_reason_for_an_overdue_run()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        foreach (var token in (string[])[ProviderFixture.Token, JobToken]) world.World.AddToken(token);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));
        await policy.RefreshAsync();
        world.World.RemoveApp("gc-main");
        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(CoreAction.Update, (await policy.PlanAsync(Weekly)).Action);

        var warning = Assert.Single(world.Core.Warnings, static warning => warning.Summary == "Garbage collection of \"main\" is overdue");
        Assert.Contains("the app that starts the runs no longer exists", warning.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("SUCCEEDED", warning.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.WrongJson)]
    public async Task A_creation_whose_answer_is_lost_is_found_by_name(FaultKind kind)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = "/v2/apps", Kind = kind, Count = 1 });

        Assert.Equal(CoreAction.Create, await policy.ConvergeAsync(Weekly));

        Assert.Single(world.World.Apps);
        Assert.Equal(1, world.Count("POST", "/v2/apps"));
    }

    [Fact]
    public async Task An_app_that_nobody_could_look_for_is_removed_with_the_policy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        world.Simulator.Faults.Add(new FaultRule { Method = "POST", Path = "/v2/apps", Kind = FaultKind.LoseAnswer, Count = 1 });
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/v2/apps", After = 1, Status = 500 });

        await Assert.ThrowsAsync<ProviderErrorException>(async () => await policy.ApplyAsync(await policy.PlanAsync(Weekly)));
        Assert.Single(world.World.Apps);
        Assert.True(policy.Stored!.IsTainted);
        world.Simulator.Faults.Clear();

        Assert.Equal(CoreAction.Replace, await policy.ConvergeAsync(Weekly));
        Assert.Single(world.World.Apps);
        await policy.DestroyAsync();
        Assert.Empty(world.World.Apps);
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
        var policy = world.Core.Resource(TypeName);

        var error = await Assert.ThrowsAsync<ProviderErrorException>(async () => await policy.ApplyAsync(await policy.PlanAsync(Weekly)));

        Assert.Contains("\"gc-main\" is taken", Assert.Single(error.Errors).Summary, StringComparison.Ordinal);
        await policy.DestroyAsync();
        Assert.Single(world.World.Apps);
    }

    [Fact]
    public async Task Destroying_or_disabling_the_policy_removes_the_app()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Weekly.Replace("\"runner\"", "\"enabled\": false, \"runner\"", StringComparison.Ordinal)));
        Assert.Empty(world.World.Apps);
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Weekly));
        Assert.Single(world.World.Apps);
        await policy.DestroyAsync();

        Assert.Empty(world.World.Apps);
    }

    [Fact]
    public async Task A_policy_whose_registry_is_gone_stays_until_its_app_is_removed()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly);
        world.World.RemoveRegistry("main");

        await policy.RefreshAsync();
        Assert.NotNull(policy.Stored);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("is gone, but its app is not", StringComparison.Ordinal));
        await policy.DestroyAsync();

        Assert.Empty(world.World.Apps);
    }

    [Fact]
    public async Task An_import_takes_its_terms_from_the_app()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        await world.Core.Resource(TypeName).ConvergeAsync(Weekly);
        var policy = world.Core.Resource(TypeName);

        await policy.ImportAsync("main");

        Assert.Equal(CtyValue.String("app_platform"), policy["runner"]);
        Assert.Equal(CtyValue.String("Europe/Berlin"), policy["time_zone"]);
        await policy.ExpectEmptyPlanAsync("""{ "registry_name": "main", "schedule": "0 3 * * 0", "time_zone": "Europe/Berlin", "runner": "app_platform", "app_platform": {} }""");
        await policy.ConvergeAsync(Weekly);
        Assert.Single(world.World.Apps);
    }

    [Fact]
    public async Task The_log_says_how_the_deployment_goes()
    {
        using var log = new CapturedLog();
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() }, speed: 10, loggers: log);

        await world.Core.Resource(TypeName).ConvergeAsync(Weekly);

        Assert.Matches(@"The app gc-main for the garbage collection of main is being deployed: [A-Z_]+ after \ds\. Its schedule is not in force yet", log.Text);
        Assert.Matches(@"The deployment of the app gc-main for the garbage collection of main has ended after \ds", log.Text);
    }

    [Fact]
    public async Task A_deployment_that_fails_is_a_warning_and_the_policy_is_whole()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = Seed.Behavior! with { DeploymentsFail = true } });
        var policy = world.Core.Resource(TypeName);

        await policy.ApplyAsync(await policy.PlanAsync(Weekly));

        Assert.False(policy.Stored!.IsTainted);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("could not be deployed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Giving_up_on_a_deployment_is_a_warning_at_create_and_at_update_and_a_refresh_shows_how_it_ended(string method)
    {
        // The clock stands still, so a deployment does not end by itself.
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() });
        var policy = world.Core.Resource(TypeName);
        if (method == "PUT")
        {
            await policy.ApplyAsync(await policy.PlanAsync(Weekly.Replace("\"runner\"", "\"wait_for_completion\": false, \"runner\"", StringComparison.Ordinal)));
            world.Simulator.Clock.Advance(TimeSpan.FromHours(1));
        }

        var config = Weekly.Replace("0 3 * * 0", "0 5 * * 0", StringComparison.Ordinal);
        await StopWhileWaitingAsync(world, policy.ApplyAsync(await policy.PlanAsync(config)), method);

        Assert.False(policy.Stored!.IsTainted);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("is still being deployed", StringComparison.Ordinal));
        world.Simulator.Clock.Advance(TimeSpan.FromHours(1));
        await policy.RefreshAsync();
        Assert.Equal(CtyValue.String("ACTIVE"), Assert.IsType<CtyObject>(policy["app"])["deployment_phase"]);
        await policy.ExpectEmptyPlanAsync(config);
    }

    [Fact]
    public async Task A_deployment_that_may_not_be_read_is_a_warning_and_the_policy_is_whole()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() });
        var policy = world.Core.Resource(TypeName);
        world.Simulator.Faults.Add(new FaultRule { Method = "GET", Path = "/v2/apps/*", Status = 403 });

        await policy.ApplyAsync(await policy.PlanAsync(Weekly));

        Assert.False(policy.Stored!.IsTainted);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("is still being deployed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_command_fits_either_meaning_of_a_run_command(bool replaces)
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = Seed.Behavior! with { RunCommandReplacesEntryPoint = replaces } });
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Weekly.Replace(
            "\"region\"", $"\"run_command_replaces_entry_point\": {(replaces ? "true" : "false")}, \"region\"", StringComparison.Ordinal));

        world.Simulator.Clock.Advance(TimeSpan.FromDays(8));
        await policy.RefreshAsync();

        Assert.Single(Assert.IsType<CtySequence>(policy["runs"]).Elements);
    }

    [Theory]
    [InlineData("\"schedule\": \"0 3 * * 6#2\"", "schedule")]
    [InlineData("\"run_on_create\": true", "run_on_create")]
    [InlineData("\"triggers\": { \"a\": \"b\" }", "triggers")]
    [InlineData("\"runner\": \"cron\"", "runner")]
    [InlineData("\"runner\": \"terraform\"", "app_platform")]
    [InlineData("\"app_platform\": { \"region\": \"Frankfurt\" }", "app_platform.region")]
    public async Task What_does_not_go_together_is_refused_with_its_path(string argument, string path)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var config = JsonNode.Parse(Weekly)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse($"{{ {argument} }}")!.AsObject()) config[name] = value?.DeepClone();

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Resource(TypeName).ValidateAsync(config.ToJsonString()));

        Assert.Equal(path, Assert.Single(error.Errors).Path?.ToString());
        Assert.Empty(world.Simulator.Requests.All);
    }

    [Theory]
    [InlineData("""{ "registry_name": "main", "schedule": "@daily", "runner": "app_platform" }""")]
    [InlineData("""{ "registry_name": "main", "schedule": "@daily", "runner": "app_platform", "app_platform": { "region": "fra" } }""")]
    public async Task An_app_without_a_token_is_an_error_at_plan(string config)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Resource(TypeName).PlanAsync(config));

        Assert.Contains("needs a token", Assert.Single(error.Errors).Summary, StringComparison.Ordinal);
        Assert.Empty(world.World.Apps);
    }

    private static void Add(JsonObject spec, string list, string added)
    {
        JsonNode parent = spec;
        string[] path = list.Split('/');
        foreach (var step in path[..^1]) parent = step == "0" ? parent[0]! : parent[step]!;
        if (parent[path[^1]] is not JsonArray items) parent[path[^1]] = items = [];
        items.Add(JsonNode.Parse(added));
    }

    private static void Change(JsonObject spec, string attribute, string value)
    {
        var job = spec["jobs"]![0]!;
        switch (attribute)
        {
            case "schedule":
                job["schedule"]!["cron"] = value;
                break;
            case "time_zone":
                job["schedule"]!["time_zone"] = value;
                break;
            case "type":
                job["run_command"] = "/app/doctl registries garbage-collection start --force main";
                break;
            case "app_platform.image_tag":
                job["image"]!["tag"] = value;
                break;
            case "app_platform.instance_size_slug":
                job["instance_size_slug"] = value;
                break;
            default:
                spec["region"] = value;
                break;
        }
    }
}
