using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class JobTests
{
    [Fact]
    public async Task Three_weeks_that_pass_at_once_leave_three_runs_and_three_garbage_collections()
    {
        await using var simulation = await WithRegistryAsync();
        var id = await simulation.CreateAppAsync();
        simulation.Host.Clock.Advance(TimeSpan.FromDays(21));

        var runs = await simulation.InvocationsAsync(id);
        Assert.Equal(["2026-03-22T02:00:00Z", "2026-03-15T02:00:00Z", "2026-03-08T02:00:00Z"], runs.Select(run => run.Text("created_at")));
        Assert.All(runs, run =>
        {
            Assert.Equal(("SUCCEEDED", "collect"), (run.Text("phase"), run.Text("job_name")));
            var schedule = run.GetProperty("trigger").GetProperty("scheduled").GetProperty("schedule");
            Assert.Equal(("SCHEDULE", "0 3 * * 0", "Europe/Berlin"), (run.GetProperty("trigger").Text("type"), schedule.Text("cron"), schedule.Text("time_zone")));
        });
        Assert.Equal(("2026-03-08T02:00:05Z", "2026-03-08T02:00:10Z"), (runs[^1].Text("started_at"), runs[^1].Text("completed_at")));

        var collections = simulation.Host.World.FindRegistry("main")!.GarbageCollections;
        Assert.Equal(["2026-03-08T02:00:08Z", "2026-03-15T02:00:08Z", "2026-03-22T02:00:08Z"], collections.Select(run => run.CreatedAt.ToString("yyyy-MM-ddTHH:mm:ssZ")));
        Assert.All(collections, run => Assert.Equal((GarbageCollectionType.Both, "succeeded"), (run.Type, run.Status)));
        Assert.Equal([4L, 0, 0], collections.Select(run => run.BlobsDeleted));
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 2, 0, 22, TimeSpan.Zero), collections[0].UpdatedAt);
        Assert.Equal(0, simulation.Host.Requests.Count("POST", "/v2/**/garbage-collection"));
    }

    [Fact]
    public async Task A_run_passes_through_its_phases()
    {
        await using var simulation = await WithRegistryAsync();
        var id = await simulation.CreateAppAsync();
        simulation.Host.Clock.Set(new DateTimeOffset(2026, 3, 8, 2, 0, 0, TimeSpan.Zero));
        var invocation = Assert.Single(await simulation.InvocationsAsync(id));
        Assert.False(invocation.TryGetProperty("started_at", out _));
        var path = $"/v2/apps/{id}/job-invocations/{invocation.Text("id")}";
        List<string> phases = [];
        for (var second = 0; second < 12; second++)
        {
            phases.Add((await simulation.Get(path)).Json.GetProperty("job_invocation").Text("phase"));
            Assert.Equal(second < 8 ? 0 : 1, simulation.Host.World.FindRegistry("main")!.GarbageCollections.Count);
            simulation.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([("PENDING", 5), ("RUNNING", 5), ("SUCCEEDED", 2)], phases.CountBy(phase => phase).Select(pair => (pair.Key, pair.Value)));
        simulation.Host.World.Behavior = new Behavior { BareJobInvocation = true };
        Assert.Equal("SUCCEEDED", (await simulation.Get(path)).Json.Text("phase"));
    }

    [Theory]
    [InlineData("doctl registry garbage-collection start main --force", GarbageCollectionType.UnreferencedBlobs)]
    [InlineData("doctl registry garbage-collection start --include-untagged-manifests --force main", GarbageCollectionType.Both)]
    [InlineData("doctl registry garbage-collection start --include-untagged-manifests --exclude-unreferenced-blobs -f main", GarbageCollectionType.UntaggedManifests)]
    [InlineData("/app/doctl reg gc s main --include-untagged-manifests=true --force", GarbageCollectionType.Both)]
    [InlineData("doctl registries garbage-collection start main --include-untagged-manifests=false --force", GarbageCollectionType.UnreferencedBlobs)]
    [InlineData("doctl -o json registry garbage-collection start --force --http-retry-max 3", GarbageCollectionType.UnreferencedBlobs)]
    [InlineData("sh -c 'doctl registry garbage-collection start \"main\" --force'", GarbageCollectionType.UnreferencedBlobs)]
    public async Task Commands_mean_what_the_program_makes_of_them(string command, string type)
    {
        await using var simulation = await WithRegistryAsync();
        var run = await RunAsync(simulation, command);
        Assert.Equal(InvocationPhase.Succeeded, run.Phase);
        var collection = Assert.Single(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
        Assert.Equal(type, collection.Type);
        Assert.Contains(collection.Uuid.ToString(), run.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctl registry garbage-collection start main", "confirm")]
    [InlineData("doctl registry garbage-collection start main --force=false", "confirm")]
    [InlineData("doctl registry garbage-collection start main --exclude-unreferenced-blobs --force", "nothing would be collected")]
    [InlineData("doctl registry garbage-collection start main other --force", "unsupported arguments")]
    [InlineData("doctl registry garbage-collection start main --quiet --force", "unknown flag: --quiet")]
    [InlineData("doctl registry garbage-collection start main --force --format", "flag needs an argument")]
    [InlineData("doctl registry garbage-collection list main", "unknown command \"list\"")]
    [InlineData("doctl doctl registry garbage-collection start main --force", "unknown command \"doctl\"")]
    [InlineData("doctl registry garbage-collection start other --force", "404 registry not found")]
    [InlineData("doctl registry garbage-collection start main --force -t wrong", "401")]
    [InlineData("garbage-collection", "executable file not found")]
    [InlineData("''", "executable file not found")]
    public async Task Commands_that_the_program_or_the_API_refuses_fail(string command, string log)
    {
        await using var simulation = await WithRegistryAsync();
        var run = await RunAsync(simulation, command);
        Assert.Equal(InvocationPhase.Failed, run.Phase);
        Assert.Contains(log, run.Log, StringComparison.Ordinal);
        Assert.Empty(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("doctl")]
    [InlineData("doctl registry garbage-collection")]
    public async Task Commands_that_name_nothing_end_well_and_do_nothing(string command)
    {
        await using var simulation = await WithRegistryAsync();
        var run = await RunAsync(simulation, command);
        Assert.Equal((InvocationPhase.Succeeded, true), (run.Phase, run.Log.StartsWith("Usage", StringComparison.Ordinal)));
        Assert.Empty(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
    }

    [Theory]
    [InlineData(true, "doctl registry garbage-collection start main --force", "SUCCEEDED")]
    [InlineData(true, "registry garbage-collection start main --force", "FAILED")]
    [InlineData(false, "registry garbage-collection start main --force", "SUCCEEDED")]
    [InlineData(false, "doctl registry garbage-collection start main --force", "FAILED")]
    public async Task The_command_replaces_the_entry_point_or_is_handed_to_it(bool replaces, string command, string phase)
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.Behavior = new Behavior { RunCommandReplacesEntryPoint = replaces };
        Assert.Equal(phase, (await RunAsync(simulation, command)).Phase);
    }

    [Theory]
    [InlineData("registry:update", AppFixture.Command, "SUCCEEDED")]
    [InlineData("registry:read", AppFixture.Command, "FAILED")]
    [InlineData("registry:update", "doctl registry garbage-collection start --force", "FAILED")]
    [InlineData("registry:read registry:update", "doctl registry garbage-collection start --force", "SUCCEEDED")]
    public async Task The_token_of_the_job_needs_its_scopes(string scopes, string command, string phase)
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.AddToken(AppFixture.Secret, scopes.Split(' '));
        var run = await RunAsync(simulation, command);
        Assert.Equal(phase, run.Phase);
        Assert.Equal(phase == "FAILED", run.Log.Contains("403 You are missing the required permission", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_looked_for_where_the_program_looks()
    {
        await using var simulation = await WithRegistryAsync();
        var spec = AppFixture.With("jobs/0/envs/0/key", "\"DIGITALOCEAN_TOKEN\"");
        simulation.Host.World.AddApp(new AppSeed { Spec = spec });
        Assert.Contains("access token is required", (await RunAgainAsync(simulation)).Log, StringComparison.Ordinal);

        spec = AppFixture.With("jobs/0/envs/0/scope", "\"BUILD_TIME\"");
        simulation.Host.World.UpdateApp("docr-gc", spec);
        Assert.Contains("access token is required", (await RunAgainAsync(simulation)).Log, StringComparison.Ordinal);

        spec["envs"] = AppFixture.Job(AppFixture.Spec())["envs"]!.DeepClone();
        simulation.Host.World.UpdateApp("docr-gc", spec);
        Assert.Equal(InvocationPhase.Succeeded, (await RunAgainAsync(simulation)).Phase);
    }

    [Fact]
    public async Task What_became_of_registry_and_token_in_the_meantime_decides()
    {
        await using var simulation = await WithRegistryAsync();
        await simulation.CreateAppAsync();
        simulation.Host.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(204, (await simulation.Send("DELETE", $"/_simulator/tokens/{AppFixture.Secret}", token: "")).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromDays(7));
        simulation.Host.World.AddToken(AppFixture.Secret);
        simulation.Host.World.RemoveRegistry("main");
        simulation.Host.Clock.Advance(TimeSpan.FromDays(7));
        var runs = simulation.Host.World.FindApp("docr-gc")!.Invocations;
        Assert.Equal(["SUCCEEDED", "FAILED", "FAILED"], runs.Select(run => run.Phase));
        Assert.Equal(["", "401", "404"], runs.Select(run => run.Log.Contains("Error", StringComparison.Ordinal) ? run.Log.Split(": ")[2][..3] : ""));
    }

    [Fact]
    public async Task A_garbage_collection_that_is_active_makes_the_run_fail()
    {
        await using var simulation = await WithRegistryAsync();
        await simulation.CreateAppAsync();
        simulation.Host.Clock.Set(new DateTimeOffset(2026, 3, 8, 2, 0, 0, TimeSpan.Zero));
        simulation.Host.World.StartGarbageCollection("main");
        simulation.Host.Clock.Advance(TimeSpan.FromHours(1));
        var run = Assert.Single(simulation.Host.World.FindApp("docr-gc")!.Invocations);
        Assert.Equal((InvocationPhase.Failed, true), (run.Phase, run.Log.Contains("409", StringComparison.Ordinal)));
        Assert.Single(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task Other_images_end_well_and_do_nothing()
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.AddApp(new AppSeed { Spec = AppFixture.With("jobs/0/image/repository", "\"s3cmd\"") });
        Assert.Equal(InvocationPhase.Succeeded, (await RunAgainAsync(simulation)).Phase);
        Assert.Empty(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task Nothing_runs_before_the_first_deployment_is_in_service_nor_when_it_fails_nor_when_the_app_is_gone()
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.Behavior = new Behavior { Deployment = new DeploymentTiming { Deploying = TimeSpan.FromMinutes(3) } };
        var slow = await simulation.CreateAppAsync(AppFixture.Spec(cron: "* * * * *"));
        simulation.Host.World.Behavior = new Behavior { DeploymentsFail = true };
        var failing = await simulation.CreateAppAsync(AppFixture.Spec("failing", cron: "* * * * *"));
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["2026-03-02T09:05:00Z", "2026-03-02T09:04:00Z"], (await simulation.InvocationsAsync(slow)).Select(run => run.Text("created_at")));
        Assert.Empty(await simulation.InvocationsAsync(failing));
        await simulation.Delete($"/v2/apps/{slow}");
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task A_changed_schedule_leaves_no_gap_and_makes_no_double()
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.Behavior = new Behavior { Deployment = new DeploymentTiming { Pending = default, Building = default, Deploying = TimeSpan.FromMinutes(1) } };
        var id = await simulation.CreateAppAsync(AppFixture.Spec(cron: "*/2 * * * *"));
        simulation.Host.Clock.Set(new DateTimeOffset(2026, 3, 2, 9, 5, 0, TimeSpan.Zero));
        await simulation.Put($"/v2/apps/{id}", new { spec = AppFixture.Spec(cron: "*/3 * * * *") });
        simulation.Host.Clock.Set(new DateTimeOffset(2026, 3, 2, 9, 10, 0, TimeSpan.Zero));
        var runs = simulation.Host.World.FindApp(id)!.Invocations;
        Assert.Equal([2, 4, 6, 9], runs.Select(run => run.CreatedAt.Minute));
        Assert.Equal(2, runs.Select(run => run.DeploymentId).Distinct().Count());
        Assert.NotEqual(runs[2].DeploymentId, runs[3].DeploymentId);
    }

    [Theory]
    [InlineData(true, "RUNNING SKIPPED SKIPPED")]
    [InlineData(false, "RUNNING RUNNING PENDING")]
    public async Task A_run_that_goes_on_hinders_the_next_or_does_not(bool skipped, string phases)
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.Behavior = new Behavior { OverlappingInvocationsAreSkipped = skipped, Job = new JobTiming { BeforeCall = TimeSpan.FromMinutes(10) } };
        simulation.Host.World.AddApp(new AppSeed { Spec = AppFixture.Spec(cron: "* * * * *") });
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(phases.Split(' '), simulation.Host.World.FindApp("docr-gc")!.Invocations.Select(run => run.Phase));
    }

    [Fact]
    public async Task A_run_that_takes_too_long_fails_when_its_time_is_up()
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.Behavior = new Behavior { Job = new JobTiming { BeforeCall = TimeSpan.FromMinutes(20) } };
        var run = await RunAsync(simulation, AppFixture.Command);
        simulation.Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(simulation.Host.World.Apps);
        Assert.Equal((InvocationPhase.Failed, TimeSpan.FromMinutes(15)), (run.Phase, run.CompletedAt - run.StartedAt));
        Assert.Contains("timeout", run.Log, StringComparison.Ordinal);
        Assert.Empty(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task A_run_can_be_cancelled_until_it_has_ended()
    {
        await using var simulation = await WithRegistryAsync();
        var id = await simulation.CreateAppAsync();
        simulation.Host.Clock.Set(new DateTimeOffset(2026, 3, 8, 2, 0, 6, TimeSpan.Zero));
        var path = $"/v2/apps/{id}/job-invocations/{(await simulation.InvocationsAsync(id))[0].Text("id")}/cancel";
        var cancelled = (await simulation.Post(path)).Json.GetProperty("job_invocation");
        Assert.Equal(("CANCELED", "2026-03-08T02:00:06Z"), (cancelled.Text("phase"), cancelled.Text("completed_at")));
        Assert.Equal(409, (await simulation.Post(path)).Status);
        simulation.Host.World.Behavior = new Behavior { EndedInvocationStatus = 422 };
        Assert.Equal(422, (await simulation.Post(path)).Status);
        Assert.Equal(404, (await simulation.Post($"/v2/apps/{id}/job-invocations/none/cancel")).Status);
        simulation.Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(simulation.Host.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task Lists_are_filtered_paged_and_in_no_promised_order()
    {
        await using var simulation = await WithRegistryAsync();
        var spec = AppFixture.Spec(cron: "0 * * * *");
        var second = AppFixture.Job(AppFixture.Spec(cron: "30 * * * *"));
        second["name"] = "second";
        spec["jobs"]!.AsArray().Add(second.DeepClone());
        var id = await simulation.CreateAppAsync(spec);
        simulation.Host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(["collect", "second", "collect", "second"], (await simulation.InvocationsAsync(id)).Select(run => run.Text("job_name")));
        Assert.Equal(["second", "second"], (await simulation.InvocationsAsync(id, "?job_names=second")).Select(run => run.Text("job_name")));
        Assert.Equal(4, (await simulation.InvocationsAsync(id, "?job_names=second&job_names=collect")).Length);
        Assert.Empty(await simulation.InvocationsAsync(id, "?job_names=third"));
        Assert.Empty(await simulation.InvocationsAsync(id, $"?deployment_id={Guid.NewGuid()}"));
        var page = (await simulation.Get($"/v2/apps/{id}/job-invocations?per_page=3&page=2")).Json;
        Assert.Equal((4, 1), (page.GetProperty("meta").GetProperty("total").GetInt32(), page.GetProperty("job_invocations").GetArrayLength()));
        simulation.Host.World.Behavior = new Behavior { OldestInvocationsFirst = true };
        Assert.Equal("2026-03-02T09:30:00Z", (await simulation.InvocationsAsync(id))[0].Text("created_at"));
    }

    [Fact]
    public async Task The_hour_that_a_clock_repeats_runs_twice_or_once()
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.Clock.Set(new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero));
        simulation.Host.World.AddApp(new AppSeed { Spec = AppFixture.Spec(cron: "30 2 * * *") });
        simulation.Host.World.Behavior = new Behavior { ScheduleClockChange = ScheduleClockChange.Once };
        simulation.Host.World.AddApp(new AppSeed { Spec = AppFixture.Spec("once", cron: "30 2 * * *") });
        simulation.Host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([2, 1], simulation.Host.World.Apps.Select(app => app.Invocations.Count));
    }

    [Fact]
    public async Task A_schedule_of_every_minute_keeps_up_with_three_weeks()
    {
        await using var simulation = await WithRegistryAsync();
        simulation.Host.World.AddApp(new AppSeed { Spec = AppFixture.Spec(cron: "* * * * *") });
        simulation.Host.Clock.Advance(TimeSpan.FromDays(21));
        var app = Assert.Single(simulation.Host.World.Apps);
        Assert.Equal(21 * 24 * 60, app.Invocations.Count);
        Assert.All(app.Invocations.SkipLast(1), run => Assert.Equal(InvocationPhase.Succeeded, run.Phase));
        Assert.Equal(app.Invocations.Count - 1, simulation.Host.World.FindRegistry("main")!.GarbageCollections.Count);
    }

    private static async Task<Simulation> WithRegistryAsync()
    {
        var simulation = await Simulation.StartAsync();
        simulation.Host.World.AddRegistry(new RegistrySeed { Name = "main", Generated = new GeneratedContentSeed { Tagged = 1, Untagged = 2, BlobBytes = 100 } });
        simulation.Host.World.AddToken("token");
        simulation.Host.World.AddToken(AppFixture.Secret);
        return simulation;
    }

    private static async Task<SimulatedInvocation> RunAsync(Simulation simulation, string command)
    {
        simulation.Host.World.AddApp(new AppSeed { Spec = AppFixture.Spec(command: command) });
        return await RunAgainAsync(simulation);
    }

    /// <summary>Lets the newest deployment come into service, and somebody start the job.</summary>
    private static async Task<SimulatedInvocation> RunAgainAsync(Simulation simulation)
    {
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var run = simulation.Host.World.RunJob("docr-gc", "collect");
        simulation.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await simulation.Get("/v2/apps")).Status);
        return run;
    }
}
