using System.Text.Json.Nodes;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>
/// The life of <c>planton_docr_garbage_collection_policy</c> with the real CLIs. Every scenario counts the requests that start a run:
/// the provider must never send a second one.
/// </summary>
public sealed class PolicyTests
{
    private const string Address = "planton_docr_garbage_collection_policy.main";
    private const string Start = "/v2/registries/main/garbage-collection";

    // The policy is made on Friday, 20 November 2026; its first slot is Sunday at 03:00 UTC, open for four hours.
    private static readonly DateTimeOffset Slot = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [EveryEngine]
    public async Task A_due_run_is_planned_started_once_waited_for_and_recorded(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        Assert.Equal("2026-11-22T03:00:00Z", await TextAsync(scenario, "next_run_at"));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(0, scenario.Count("POST", Start));

        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("update", plan[Address]);
        Assert.True(plan.Unknown(Address).GetProperty("last_run").GetBoolean());
        Assert.True(plan.Unknown(Address).GetProperty("runs").GetBoolean());
        Assert.True(plan.Unknown(Address).GetProperty("next_run_at").GetBoolean());
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", Start));
        var run = (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run");
        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal("policy", run.GetProperty("origin").GetString());
        Assert.Equal("2026-11-22T03:00:00Z", run.GetProperty("scheduled_for").GetString());
        Assert.True(run.GetProperty("freed_bytes").GetInt64() > 0);
        Assert.Equal("2026-11-29T03:00:00Z", await TextAsync(scenario, "next_run_at"));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(1, scenario.Count("POST", Start));
    }

    [Theory]
    [EveryEngine]
    public async Task Outside_the_window_nothing_is_started_and_the_plan_warns(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();

        scenario.Simulator.Clock.Set(Slot.AddHours(5));
        (await scenario.Cli.RefreshAsync()).Succeeds();
        Assert.True((await scenario.Cli.StateOfAsync(Address)).GetProperty("overdue").GetBoolean());
        var plan = await scenario.Cli.PlanAsync("-detailed-exitcode");
        Assert.Equal(0, plan.ExitCode);
        plan.Says("overdue");
        Assert.Equal(0, scenario.Count("POST", Start));
    }

    [Theory]
    [EveryEngine]
    public async Task A_plan_that_is_approved_too_late_skips_the_run_with_a_warning(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);

        scenario.Simulator.Clock.Set(Slot.AddHours(6));
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds().Says("Garbage collection skipped").Says("2026-11-22T07:00:00Z");

        Assert.Equal(0, scenario.Count("POST", Start));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_run_that_is_active_already_is_adopted()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(-1));
        scenario.Simulator.World.ScriptGarbageCollection("main", LastsUntilTold());
        var external = scenario.Simulator.World.StartGarbageCollection("main", GarbageCollectionType.Both);
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);

        var apply = scenario.Cli.ApplySavedPlanAsync();
        await UntilAsync(() => scenario.Count("GET", "/v2/registries/main/garbage-collections") > 4, apply);
        scenario.Simulator.World.SetGarbageCollectionStatus("main", "succeeded");
        (await apply).Succeeds();

        Assert.Equal(0, scenario.Count("POST", Start));
        var run = (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run");
        Assert.Equal(external.Uuid.ToString(), run.GetProperty("uuid").GetString());
        Assert.Equal("external", run.GetProperty("origin").GetString());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(422)]
    public async Task A_start_that_is_refused_because_another_run_came_first_is_settled_by_reading(int status)
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.World.Behavior = new Behavior { GarbageCollectionConflictStatus = status };
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);

        // The other run starts between the look and the request: the look finds none.
        scenario.Simulator.World.ScriptGarbageCollection("main", LastsUntilTold());
        scenario.Simulator.World.StartGarbageCollection("main", GarbageCollectionType.Both);
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Method = "GET", Path = Start, Count = 1 });
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 200,
            Method = "GET",
            Path = "/v2/registries/main/garbage-collections",
            Count = 1,
            Body = JsonNode.Parse("""{"garbage_collections": [], "links": {}, "meta": {"total": 0}}"""),
        });

        var apply = scenario.Cli.ApplySavedPlanAsync();
        await UntilAsync(() => scenario.Count("POST", Start) == 1, apply);
        await UntilAsync(() => scenario.Count("GET", "/v2/registries/main/garbage-collections") > 5, apply);
        scenario.Simulator.World.SetGarbageCollectionStatus("main", "succeeded");
        (await apply).Succeeds();

        Assert.Equal(1, scenario.Count("POST", Start));
        Assert.Equal("external", (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("origin").GetString());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.WrongJson)]
    public async Task A_start_whose_answer_is_lost_is_found_and_never_sent_again(FaultKind fault)
    {
        await using var scenario = await StartAsync(Engine.Terraform, speed: 60);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        scenario.Simulator.Faults.Add(new FaultRule { Kind = fault, Method = "POST", Path = Start, Count = 1 });

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", Start));
        var run = (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run");
        Assert.Equal(("policy", "succeeded"), (run.GetProperty("origin").GetString(), run.GetProperty("status").GetString()));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_start_that_fails_is_an_error_that_harms_nothing_and_the_next_apply_starts_the_run()
    {
        await using var scenario = await StartAsync(Engine.Terraform, speed: 60);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 503, Method = "POST", Path = Start, Count = 1 });

        (await scenario.Cli.ApplyAsync()).Fails().Says("It is not known whether garbage collection was started").Says("503");
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
        Assert.Equal(1, scenario.Count("POST", Start));
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(6));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(2, scenario.Count("POST", Start));
        Assert.Equal("succeeded", (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("status").GetString());
    }

    [Theory]
    [EveryEngine("failed", "Garbage collection failed")]
    [EveryEngine("cancelled", "Garbage collection was cancelled")]
    public async Task A_run_that_ends_badly_is_recorded_with_a_warning_and_taints_nothing(Engine engine, string status, string warning)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        scenario.Simulator.World.ScriptGarbageCollection("main", LastsUntilTold());

        var apply = scenario.Cli.ApplyAsync();
        await UntilAsync(() => scenario.Count("POST", Start) == 1, apply);
        scenario.Simulator.World.SetGarbageCollectionStatus("main", status);
        (await apply).Succeeds().Says(warning);

        Assert.Equal(status, (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("status").GetString());
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(1, scenario.Count("POST", Start));
    }

    [Fact]
    public async Task A_status_that_nobody_knows_means_that_the_run_goes_on()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        scenario.Simulator.World.ScriptGarbageCollection("main", LastsUntilTold());

        var apply = scenario.Cli.ApplyAsync();
        await UntilAsync(() => scenario.Count("POST", Start) == 1, apply);
        scenario.Simulator.World.SetGarbageCollectionStatus("main", "polishing the blobs");
        var seen = scenario.Count("GET", "/v2/registries/main/garbage-collections");
        await UntilAsync(() => scenario.Count("GET", "/v2/registries/main/garbage-collections") > seen + 2, apply);
        Assert.False(apply.IsCompleted);
        scenario.Simulator.World.SetGarbageCollectionStatus("main", "succeeded");

        (await apply).Succeeds();
        Assert.Equal("succeeded", (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("status").GetString());
    }

    [Theory]
    [EveryEngine]
    public async Task Ctrl_C_ends_the_waiting_keeps_the_run_in_state_and_the_next_refresh_completes_it(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        scenario.Simulator.World.ScriptGarbageCollection("main", LastsUntilTold());

        await scenario.Cli.InterruptAsync(() => scenario.Count("POST", Start) == 1, "apply", "-auto-approve", "-input=false");
        var run = (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run");
        Assert.Equal("policy", run.GetProperty("origin").GetString());
        Assert.NotEqual("succeeded", run.GetProperty("status").GetString());

        scenario.Simulator.World.SetGarbageCollectionStatus("main", "succeeded");
        (await scenario.Cli.RefreshAsync()).Succeeds();
        var completed = (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run");
        Assert.Equal((run.GetProperty("uuid").GetString(), "succeeded"), (completed.GetProperty("uuid").GetString(), completed.GetProperty("status").GetString()));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(1, scenario.Count("POST", Start));
    }

    [Fact]
    public async Task A_limit_on_the_waiting_is_a_warning_with_the_run()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy("timeouts = { update = \"1s\" }")).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        scenario.Simulator.World.ScriptGarbageCollection("main", LastsUntilTold());

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("Garbage collection is still running").Says("doctl registries garbage-collection cancel main");
        Assert.Equal("policy", (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("origin").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_of_somebody_else_counts_for_the_slot_when_its_type_covers_the_policys(bool covers)
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(10));
        scenario.Simulator.World.StartGarbageCollection("main", covers ? GarbageCollectionType.Both : "unreferenced blobs only");
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));

        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal(covers ? "no-op" : "update", plan[Address]);
        (await scenario.Cli.RefreshAsync()).Succeeds();
        Assert.Equal("external", (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("origin").GetString());
        Assert.Equal(0, scenario.Count("POST", Start));
    }

    [Fact]
    public async Task A_run_that_somebody_starts_between_plan_and_apply_is_enough()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.Simulator.World.StartGarbageCollection("main", GarbageCollectionType.Both);
        scenario.Simulator.Clock.Set(Slot.AddMinutes(40));

        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Equal(0, scenario.Count("POST", Start));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [EveryEngine]
    public async Task Run_on_create_and_changed_triggers_start_a_run_at_any_time(Engine engine)
    {
        await using var scenario = await StartAsync(engine, speed: 60);
        (await scenario.Cli.Write(Policy("run_on_create = true")).ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Count("POST", Start));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Write(Policy("run_on_create = true\n  triggers = { release = \"2\" }"));
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("Garbage collection freed nothing");
        Assert.Equal(2, scenario.Count("POST", Start));
        Assert.Equal(2, (await scenario.Cli.StateOfAsync(Address)).GetProperty("runs").GetArrayLength());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [EveryEngine]
    public async Task An_apply_that_was_killed_after_the_start_finds_its_run_when_it_is_repeated_though_the_run_has_ended(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        var faults = scenario.Simulator.Faults;
        faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromMinutes(1), Method = "POST", Path = Start, Count = 1 });
        scenario.Cli.Write(Policy("run_on_create = true"));
        await scenario.Cli.StrikeAsync(
            () => scenario.Simulator.Requests.All.Any(static request => request is { Fault: not null, Processed: true }),
            static cli =>
            {
                Workspace.Signal("KILL", [cli, .. Workspace.Children(cli)]);
                return Task.CompletedTask;
            },
            "apply", "-auto-approve", "-input=false");
        faults.Clear();
        Assert.Equal(1, scenario.Count("POST", Start));
        Assert.Null(await scenario.Cli.FindStateAsync(Address));
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(50));

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", Start));
        var run = (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run");
        Assert.Equal(("succeeded", "external"), (run.GetProperty("status").GetString(), run.GetProperty("origin").GetString()));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_first_run_that_cannot_be_started_is_a_warning_and_taints_nothing()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "POST", Path = Start, Count = 1 });

        (await scenario.Cli.Write(Policy("run_on_create = true")).ApplyAsync()).Succeeds().Says("It is not known whether garbage collection was started");
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(6));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(2, scenario.Count("POST", Start));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Without_waiting_the_run_is_recorded_and_the_next_refresh_completes_it()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy("run_on_create = true\n  wait_for_completion = false")).ApplyAsync()).Succeeds();
        Assert.Equal("requested", (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("status").GetString());

        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(20));
        (await scenario.Cli.RefreshAsync()).Succeeds();
        Assert.Equal("succeeded", (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run").GetProperty("status").GetString());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_policy_that_is_not_enabled_records_and_never_starts()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy("enabled = false\n  run_on_create = true")).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));
        scenario.Simulator.World.StartGarbageCollection("main", GarbageCollectionType.Both);
        await scenario.Cli.PlanIsEmptyAsync();

        (await scenario.Cli.RefreshAsync()).Succeeds();
        Assert.Equal(1, (await scenario.Cli.StateOfAsync(Address)).GetProperty("runs").GetArrayLength());
        Assert.Equal(0, scenario.Count("POST", Start));
    }

    [Theory]
    [EveryEngine]
    public async Task A_changed_schedule_counts_from_its_apply_on(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));

        scenario.Cli.Write(Policy().Replace("0 3 * * 0", "@daily", StringComparison.Ordinal));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(0, scenario.Count("POST", Start));
        Assert.Equal("2026-11-23T00:00:00Z", await TextAsync(scenario, "next_run_at"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task The_schedule_follows_the_time_zone()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        (await scenario.Cli.Write(Policy("time_zone = \"Europe/Berlin\"")).ApplyAsync()).Succeeds();
        Assert.Equal("2026-11-22T02:00:00Z", await TextAsync(scenario, "next_run_at"));
    }

    [Theory]
    [EveryEngine]
    public async Task A_policy_whose_registry_is_gone_leaves_the_state(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.Simulator.World.RemoveRegistry("main");

        Assert.Equal("create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Fails().Says("The registry \"main\" does not exist");
    }

    [Theory]
    [EveryEngine]
    public async Task Another_registry_replaces_the_policy_and_destroying_it_touches_nothing(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddRegistry("other", "fra1");
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();

        scenario.Cli.Write(Policy().Replace("\"main\"\n", "\"other\"\n", StringComparison.Ordinal));
        Assert.Equal("delete,create", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Equal(2, scenario.Simulator.World.Registries.Count);
        Assert.Equal(0, scenario.Count("DELETE", "**"));
    }

    [Theory]
    [EveryEngine]
    public async Task A_policy_is_imported_by_its_registry_and_the_plan_of_its_default_terms_is_empty(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddGarbageCollection("main", new GarbageCollectionSeed { FreedBytes = 5 });
        scenario.Cli.Write(Policy());

        (await scenario.Cli.ImportAsync(Address, "main")).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(5, (await scenario.Cli.StateOfAsync(Address)).GetProperty("total_freed_bytes").GetInt64());
        Assert.Equal(0, scenario.Count("POST", "**"));
    }

    [Fact]
    public async Task The_triggers_of_an_imported_policy_start_nothing_until_they_change()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write(Policy("triggers = { release = \"1\" }"));
        (await scenario.Cli.ImportAsync(Address, "main")).Succeeds();
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(0, scenario.Count("POST", Start));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Write(Policy("triggers = { release = \"2\" }"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Count("POST", Start));
    }

    [Fact]
    public async Task A_policy_and_the_registrys_own_switch_start_one_run_for_one_slot()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform, speed: 60);
        scenario.Cli.Write(RegistryTests.Registry("main", "basic", "fra1", "garbage_collection_enabled = true") + "\n" + Policy()
            .Replace("\"main\"\n", "planton_docr_registry.main.name\n", StringComparison.Ordinal));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Set(Slot.AddMinutes(30));

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Count("POST", Start));
        await scenario.Cli.PlanIsEmptyAsync();
        var registry = await scenario.Cli.StateOfAsync("planton_docr_registry.main");
        Assert.Equal("succeeded", registry.GetProperty("last_garbage_collection").GetProperty("status").GetString());
        Assert.Equal("2026-11-29T03:00:00Z", registry.GetProperty("next_garbage_collection_at").GetString());
    }

    [Theory]
    [EveryEngine]
    public async Task The_data_source_lists_the_runs(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddGarbageCollection("main", new GarbageCollectionSeed { FreedBytes = 7 });
        scenario.Simulator.World.AddGarbageCollection("main", new GarbageCollectionSeed { FreedBytes = 9, Status = "failed", Age = TimeSpan.FromDays(2) });
        scenario.Cli.Write("""
            data "planton_docr_garbage_collections" "main" {
              registry_name = "main"
              statuses      = ["succeeded"]
            }

            output "freed" {
              value = data.planton_docr_garbage_collections.main.total_freed_bytes
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("freed = 7");
    }

    [Theory]
    [EveryEngine]
    public async Task A_plan_over_many_registries_and_policies_makes_two_calls_beside_one_for_the_runs_of_each(Engine engine)
    {
        const int many = 25;
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.Behavior = new Behavior { MostRegistries = many + 1 };
        scenario.Cli.Write($$"""
            resource "planton_docr_registry" "each" {
              count  = {{many}}
              name   = "registry-${count.index}"
              region = "fra1"
            }

            resource "planton_docr_garbage_collection_policy" "each" {
              count         = {{many}}
              registry_name = planton_docr_registry.each[count.index].name
              schedule      = "0 3 * * SUN"
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Requests.Clear();

        await scenario.Cli.PlanIsEmptyAsync();

        Assert.Equal(1, scenario.Count("GET", "/v2/registries"));
        Assert.Equal(1, scenario.Count("GET", "/v2/registries/subscription"));
        Assert.Equal(many, scenario.Count("GET", "/v2/registries/*/garbage-collections"));
        Assert.Equal(many + 2, scenario.Simulator.Requests.All.Count);
    }

    private static async Task<Scenario> StartAsync(Engine engine, double speed = 0)
    {
        var scenario = await Scenario.StartAsync(engine, speed);
        scenario.Simulator.World.AddRegistry(new RegistrySeed { Name = "main", Region = "fra1", Generated = new GeneratedContentSeed { Untagged = 2 } });

        // A run that is waited for needs a clock that goes; a script gives the others their end.
        if (speed == 0) scenario.Simulator.World.Behavior = new Behavior { GarbageCollection = Instant() };
        return scenario;
    }

    private static GarbageCollectionTiming Instant() => new()
    {
        Requested = TimeSpan.Zero,
        WaitingForTokens = TimeSpan.Zero,
        Scanning = TimeSpan.Zero,
        Deleting = TimeSpan.Zero,
    };

    private static GarbageCollectionScript LastsUntilTold() => new() { Phases = [new GarbageCollectionPhase("scanning manifests", null)] };

    private static async Task UntilAsync(Func<bool> condition, Task<CliResult> run)
    {
        while (!condition())
        {
            if (run.IsCompleted) Assert.Fail($"The run ended too early:\n{(await run).Text}");
            await Task.Delay(20);
        }
    }

    private static async Task<string?> TextAsync(Scenario scenario, string attribute) =>
        (await scenario.Cli.StateOfAsync(Address)).GetProperty(attribute).GetString();

    private static string Policy(string more = "") => $$"""
        resource "planton_docr_garbage_collection_policy" "main" {
          registry_name = "main"
          schedule      = "0 3 * * 0"
          {{more}}
        }
        """;
}
