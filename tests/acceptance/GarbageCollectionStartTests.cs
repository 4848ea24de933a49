using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.Harness.GarbageCollectionScenario;

namespace Planton.Acceptance;

/// <summary>When a policy starts a run, when it takes someone else's instead, and when it starts none.</summary>
public sealed class GarbageCollectionStartTests
{
    [Fact]
    public async Task A_run_is_started_until_the_window_closes_and_then_the_plan_warns()
    {
        await using var scenario = await CreatedAsync(more: """maintenance_window = "90m" """);

        // The clock goes on between a response and its use, by what the machine takes.
        scenario.At(Slot.AddMinutes(89));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Starts());

        scenario.At(Slot.AddDays(1).AddMinutes(91));
        var plan = await scenario.Cli.PlanAsync("-detailed-exitcode");
        Assert.Equal(0, plan.ExitCode);
        plan.Says("overdue");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.True((await scenario.StateAsync()).Flag("overdue"));
        Assert.Equal(1, scenario.Starts());
    }

    [Fact]
    public async Task A_plan_that_is_approved_too_late_skips_the_run_with_a_warning()
    {
        await using var scenario = await DueAsync();
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);

        scenario.At(Slot.AddHours(6));
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds().Says("Garbage collection skipped").Says("2026-11-20T16:00:00Z");

        Assert.Equal(0, scenario.Starts());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Run_on_create_and_triggers_that_come_change_and_go_start_a_run_at_any_time()
    {
        await using var scenario = await StartAsync();
        string[] arguments = ["run_on_create = true", """triggers = { image = "v1" }""", """triggers = { image = "v2" }""", ""];
        foreach (var more in arguments)
        {
            var before = scenario.Starts();
            (await scenario.Cli.Write(Policy(more)).ApplyAsync()).Succeeds();
            Assert.Equal(before + 1, scenario.Starts());
            Assert.Null((await scenario.StateAsync()).LastRun("scheduled_for"));
        }

        Assert.Equal(arguments.Length, (await scenario.StateAsync()).GetProperty("runs").GetArrayLength());
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
    }

    [Fact]
    public async Task A_trigger_that_changes_while_a_slot_is_due_is_served_by_the_same_run()
    {
        await using var scenario = await DueAsync(more: """triggers = { image = "v1" }""");

        scenario.Cli.Write(Policy("""triggers = { image = "v2" }"""));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        Assert.Equal("2026-11-20T12:00:00Z", (await scenario.StateAsync()).LastRun("scheduled_for"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_run_that_is_active_already_is_adopted()
    {
        await using var scenario = await CreatedAsync();
        scenario.At(Slot.AddMinutes(-1));
        scenario.Script(Endless);
        var external = scenario.StartElsewhere();
        scenario.At(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);

        var lists = scenario.Lists();
        (await scenario.Cli.ApplySavedPlanAsync().DuringAsync(() => scenario.Lists() > lists + 3, () => scenario.End())).Succeeds();

        Assert.Equal(0, scenario.Starts());
        var state = await scenario.StateAsync();
        Assert.Equal(external.Uuid.ToString(), state.LastRun("uuid"));
        Assert.Equal("external", state.LastRun("origin"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_run_that_someone_else_has_started_since_the_slot_counts_for_it()
    {
        await using var scenario = await DueAsync();
        scenario.StartElsewhere();
        scenario.At(Slot.AddMinutes(40));

        Assert.Equal("no-op", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.RefreshAsync()).Succeeds();

        Assert.Equal("external", (await scenario.StateAsync()).LastRun("origin"));
        Assert.Equal(0, scenario.Starts());
    }

    [Fact]
    public async Task A_run_that_someone_else_starts_between_plan_and_apply_is_enough()
    {
        await using var scenario = await DueAsync();
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.StartElsewhere();
        scenario.At(Slot.AddMinutes(40));

        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(0, scenario.Starts());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_run_of_someone_else_that_deletes_less_than_the_policy_asks_for_does_not_count()
    {
        await using var scenario = await DueAsync();
        scenario.StartElsewhere(GarbageCollectionType.UnreferencedBlobs);
        scenario.At(Slot.AddMinutes(40));

        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        var state = await scenario.StateAsync();
        Assert.Equal(2, state.GetProperty("runs").GetArrayLength());
        Assert.Equal("policy", state.LastRun("origin"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task An_active_run_that_deletes_less_is_waited_for_and_the_slot_stays_due()
    {
        await using var scenario = await DueAsync();
        scenario.Script(Endless);
        scenario.StartElsewhere(GarbageCollectionType.UnreferencedBlobs);

        var lists = scenario.Lists();
        (await scenario.Cli.ApplyAsync().DuringAsync(() => scenario.Lists() > lists + 3, () => scenario.End())).Succeeds()
            .Says("A different type of garbage collection is running");
        Assert.Equal(0, scenario.Starts());
        scenario.At(Slot.AddMinutes(40));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Starts());
        Assert.Equal("2026-11-20T12:00:00Z", (await scenario.StateAsync()).LastRun("scheduled_for"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Two_policies_that_are_due_for_one_slot_start_one_run()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy() + Policy(name: "second"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.At(Slot.AddMinutes(30));

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added, 2 changed, 0 destroyed");

        Assert.Equal(1, scenario.Starts());
        var uuid = Assert.Single(scenario.Runs()).Uuid.ToString();
        Assert.Equal(uuid, (await scenario.StateAsync()).LastRun("uuid"));
        Assert.Equal(uuid, (await scenario.Cli.StateOfAsync("planton_docr_garbage_collection_policy.second")).LastRun("uuid"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task Two_pipelines_that_apply_at_once_start_one_run()
    {
        await using var scenario = await CreatedAsync();
        using var other = new Workspace(Engine.Terraform, scenario.Simulator.Endpoint);
        (await other.Write(Policy()).ApplyAsync()).Succeeds();
        scenario.At(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        Assert.Equal("update", (await other.PlannedAsync())[Address]);
        scenario.Script(Endless);

        var both = new[] { scenario.Cli.ApplySavedPlanAsync(), other.ApplySavedPlanAsync() };
        var either = Task.WhenAny(both).Unwrap();
        await either.UntilAsync(() => scenario.Runs().Count > 0 && scenario.Count("GET", "/v2/registries/*/garbage-collection") >= 2);
        var lists = scenario.Lists();
        await either.DuringAsync(() => scenario.Lists() >= lists + 4, () => scenario.End());
        Assert.All(await Task.WhenAll(both), static apply => apply.Succeeds());

        var uuid = Assert.Single(scenario.Runs()).Uuid.ToString();
        var states = new[] { await scenario.StateAsync(), await other.StateOfAsync(Address) };
        Assert.All(states, state => Assert.Equal(uuid, state.LastRun("uuid")));
        Assert.Equal(["external", "policy"], states.Select(static state => state.LastRun("origin")).Order());
        await scenario.Cli.PlanIsEmptyAsync();
        await other.PlanIsEmptyAsync();
    }
}
