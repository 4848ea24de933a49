using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Policy;

public sealed class PolicyLifeTests
{
    private const string TypeName = "planton_docr_garbage_collection_policy";
    private const string Nightly = """{ "registry_name": "main", "schedule": "0 3 * * *" }""";
    private const string Starts = "/v2/registries/*/garbage-collection";

    private static WorldSeed Seed { get; } = new() { Behavior = ProviderFixture.Prompt, Tier = "professional", Registries = [new() { Name = "main" }, new() { Name = "other" }] };

    [Fact]
    public async Task A_policy_is_created_without_a_run_and_a_second_plan_is_empty()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await policy.ConvergeAsync(Nightly));

        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Equal(CtyValue.String("2026-03-03T03:00:00Z"), policy["next_run_at"]);
        Assert.Equal(CtyValue.String("UTC"), policy["time_zone"]);
        Assert.True(policy["last_run"].IsNull);
    }

    [Fact]
    public async Task A_due_slot_is_an_update_that_starts_one_run()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 3, 10, 0, TimeSpan.Zero));

        var plan = await policy.PlanAsync(Nightly);
        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.True(plan.Planned!["last_run"].IsUnknown);
        Assert.Equal(CtyValue.Bool(true), policy["due"]);
        await policy.ApplyAsync(plan);
        await policy.ExpectEmptyPlanAsync(Nightly);

        Assert.Equal(1, world.Count("POST", Starts));
        var run = Assert.IsType<CtyObject>(policy["last_run"]);
        Assert.Equal(CtyValue.String("policy"), run["origin"]);
        Assert.Equal(CtyValue.String("2026-03-03T03:00:00Z"), run["scheduled_for"]);
        Assert.Equal(CtyValue.Bool(false), policy["due"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_due_slot_stays_due_when_the_CLI_loses_what_was_remembered_beside_the_state(bool refresh)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 3, 10, 0, TimeSpan.Zero));
        await policy.RefreshAsync();

        // So do the CLIs when a provider dies in an apply.
        policy.Stored = policy.Stored! with { Private = Google.Protobuf.ByteString.Empty };
        await policy.ApplyAsync(await policy.PlanAsync(Nightly, refresh));
        await policy.ConvergeAsync(Nightly);

        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_plan_that_is_approved_after_the_window_starts_nothing_and_warns()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 3, 10, 0, TimeSpan.Zero));
        var plan = await policy.PlanAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 8, 0, 0, TimeSpan.Zero));

        await policy.ApplyAsync(plan);

        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_trigger_starts_a_run_outside_the_window()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);

        var action = await policy.ConvergeAsync("""{ "registry_name": "main", "schedule": "0 3 * * *", "triggers": { "release": "7" } }""");

        Assert.Equal(CoreAction.Update, action);
        Assert.Equal(1, world.Count("POST", Starts));
        Assert.True(Assert.IsType<CtyObject>(policy["last_run"])["scheduled_for"].IsNull);
    }

    [Fact]
    public async Task A_policy_may_start_a_run_as_it_is_created()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);

        await policy.ConvergeAsync("""{ "registry_name": "main", "schedule": "@daily", "run_on_create": true }""");

        Assert.Equal(1, world.Count("POST", Starts));
        Assert.Single(Assert.IsType<CtySequence>(policy["runs"]).Elements);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(90, 1)]
    public async Task A_run_that_ended_within_the_hour_before_is_the_run_at_create_and_is_recorded(int minutesAgo, int started)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.AddGarbageCollection("main", new() { Age = TimeSpan.FromMinutes(minutesAgo), FreedBytes = 12 });
        var policy = world.Core.Resource(TypeName);

        await policy.ConvergeAsync("""{ "registry_name": "main", "schedule": "@daily", "run_on_create": true }""");

        Assert.Equal(started, world.Count("POST", Starts));
        Assert.Equal(1 + started, Assert.IsType<CtySequence>(policy["runs"]).Elements.Length);
        Assert.Equal(CtyValue.String(started == 0 ? "external" : "policy"), Assert.IsType<CtyObject>(policy["last_run"])["origin"]);
    }

    [Fact]
    public async Task Another_schedule_is_an_update_in_place()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync("""{ "registry_name": "main", "schedule": "@weekly", "time_zone": "Europe/Berlin" }"""));

        Assert.Equal(CtyValue.String("2026-03-07T23:00:00Z"), policy["next_run_at"]);
    }

    [Fact]
    public async Task Another_registry_replaces_the_policy_and_forgets_what_was_due()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 3, 10, 0, TimeSpan.Zero));

        var action = await policy.ConvergeAsync("""{ "registry_name": "other", "schedule": "0 3 * * *" }""");

        Assert.Equal(CoreAction.Replace, action);
        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Equal(CtyValue.String("2026-03-04T03:00:00Z"), policy["next_run_at"]);
    }

    [Fact]
    public async Task A_run_that_someone_else_started_is_seen_and_counts()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 3, 10, 0, TimeSpan.Zero));
        world.World.AddGarbageCollection("main", new() { Age = TimeSpan.FromMinutes(5), FreedBytes = 12 });

        var plan = await policy.PlanAsync(Nightly);

        Assert.Equal(CoreAction.NoOp, plan.Action);
        Assert.Equal(CtyValue.String("external"), Assert.IsType<CtyObject>(policy["last_run"])["origin"]);
        Assert.Equal(CtyValue.Number(12), policy["total_freed_bytes"]);
    }

    [Fact]
    public async Task A_policy_whose_registry_is_gone_leaves_the_state()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.World.RemoveRegistry("main");

        Assert.Equal(CoreAction.Create, (await policy.PlanAsync(Nightly)).Action);
        var error = await Assert.ThrowsAsync<ProviderErrorException>(async () => await policy.ApplyAsync(await policy.PlanAsync(Nightly)));

        Assert.Equal("registry_name", Assert.Single(error.Errors).Path?.ToString());
        Assert.Null(policy.Stored);
    }

    [Fact]
    public async Task An_imported_policy_plans_no_change_where_the_defaults_are_configured()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);

        await policy.ImportAsync("main");
        var config = $$"""{ "registry_name": "main", "schedule": {{policy["schedule"]}} }""";

        await policy.ExpectEmptyPlanAsync(config);
    }

    [Fact]
    public async Task Destroying_a_policy_leaves_the_registry_alone()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);

        await policy.DestroyAsync();

        Assert.Null(policy.Stored);
        Assert.Equal(2, world.World.Registries.Count);
    }

    [Fact]
    public async Task An_interrupted_wait_keeps_the_run_and_a_later_refresh_completes_it()
    {
        // The clock stands still, so the run does not end by itself.
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() });
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        const string Triggered = """{ "registry_name": "main", "schedule": "0 3 * * *", "triggers": { "release": "7" } }""";
        var plan = await policy.PlanAsync(Triggered);

        var running = policy.ApplyAsync(plan);

        // The waiting has begun when the runs are read again after the start.
        while (!world.Simulator.Requests.All.SkipWhile(static request => request.Method != "POST").Any(static request => request.Method == "GET"))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        while (!running.IsCompleted)
        {
            await world.Core.Client.StopProviderAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
            await Task.WhenAny(running, Task.Delay(50, TestContext.Current.CancellationToken));
        }

        await running;
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("still running", StringComparison.Ordinal));
        Assert.NotEqual(CtyValue.String("succeeded"), Assert.IsType<CtyObject>(policy["last_run"])["status"]);

        world.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        await policy.RefreshAsync();
        Assert.Equal(CtyValue.String("succeeded"), Assert.IsType<CtyObject>(policy["last_run"])["status"]);
        Assert.Equal(CtyValue.String("policy"), Assert.IsType<CtyObject>(policy["last_run"])["origin"]);
        await policy.ExpectEmptyPlanAsync(Triggered);
        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Html)]
    public async Task A_start_whose_answer_is_lost_is_settled_by_reading(FaultKind kind)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Nightly);
        world.Simulator.Faults.Add(new() { Kind = kind, Method = "POST", Path = Starts, Count = 1, Processed = true });

        await policy.ConvergeAsync("""{ "registry_name": "main", "schedule": "0 3 * * *", "triggers": { "release": "7" } }""");

        Assert.Equal(1, world.Count("POST", Starts));
        Assert.Single(Assert.IsType<CtySequence>(policy["runs"]).Elements);
    }

    [Fact]
    public async Task A_run_that_is_active_already_is_adopted()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() });
        var policy = world.Core.Resource(TypeName);
        const string NoWait = """{ "registry_name": "main", "schedule": "0 3 * * *", "wait_for_completion": false }""";
        await policy.ConvergeAsync(NoWait);
        world.World.StartGarbageCollection("main", GarbageCollectionType.Both);

        await policy.ConvergeAsync(NoWait.Replace(" }", """, "triggers": { "release": "7" } }""", StringComparison.Ordinal));

        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Equal(CtyValue.String("external"), Assert.IsType<CtyObject>(policy["last_run"])["origin"]);
    }

    [Fact]
    public async Task Runs_of_a_registry_that_does_not_exist_are_an_error_that_says_so()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync("planton_docr_garbage_collections", """{ "registry_name": "nowhere" }"""));

        Assert.Equal(("registry_name", "The registry \"nowhere\" does not exist"), (failure.Errors[0].Path?.ToString(), failure.Errors[0].Summary));
    }

    [Fact]
    public async Task The_data_source_lists_the_runs()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.World.AddGarbageCollection("main", new() { Age = TimeSpan.FromDays(2), FreedBytes = 12 });
        world.World.AddGarbageCollection("main", new() { Age = TimeSpan.FromDays(1), FreedBytes = 30, Status = "failed" });

        var all = await world.Core.ReadDataAsync("planton_docr_garbage_collections", """{ "registry_name": "main" }""");
        var failed = await world.Core.ReadDataAsync("planton_docr_garbage_collections", """{ "registry_name": "main", "statuses": ["failed"] }""");

        Assert.Equal(CtyValue.Number(42), all["total_freed_bytes"]);
        Assert.Equal(2, Assert.IsType<CtySequence>(all["garbage_collections"]).Elements.Length);
        Assert.Single(Assert.IsType<CtySequence>(failed["garbage_collections"]).Elements);
    }
}
