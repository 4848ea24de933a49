using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.GarbageCollectionSetting;

namespace Planton.Acceptance;

/// <summary>When a policy starts a run, when it takes someone else's instead, and when it leaves it: the corners of it.</summary>
public sealed class GarbageCollectionStartTests
{
    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(422)]
    public async Task A_start_that_is_refused_with_no_run_in_the_way_is_an_error(int status)
    {
        await using var scenario = await DueAsync();
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Status, Status = status });

        (await scenario.Cli.ApplyAsync()).Fails().Says("injected fault");

        Assert.Empty(scenario.Runs());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Single(scenario.Runs());
        Assert.Equal(2, scenario.Starts());
    }

    [Fact]
    public async Task Someone_elses_run_that_deletes_less_than_the_policy_asks_for_does_not_count()
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
    public async Task A_start_whose_answer_is_lost_and_cannot_be_looked_for_is_an_error_and_never_repeated()
    {
        await using var scenario = await DueAsync();
        scenario.Script(Endless);
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.LoseAnswer });
        scenario.FailListsAfter(1);

        (await scenario.Cli.ApplySavedPlanAsync()).Fails();
        Assert.True(Assert.Single(scenario.Runs()).IsActive);
        scenario.Simulator.Faults.Clear();

        // Whose it was can no longer be told; that it was, is enough.
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.End();
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("succeeded", (await scenario.StateAsync()).LastRun("status"));
        Assert.Equal(1, scenario.Starts());
    }

    [Theory, EveryEngine]
    public async Task A_start_that_is_refused_until_its_window_has_closed_is_not_made_and_that_is_told(Engine engine)
    {
        await using var scenario = await DueAsync(engine);
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Status, Status = 429, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "3" } });

        (await scenario.Cli.ApplyAsync().DuringAsync(() => scenario.Starts() == 1, () => scenario.At(Slot.AddHours(5))))
            .Succeeds().Says("Garbage collection skipped").Says("its maintenance window closed");

        Assert.Empty(scenario.Runs());
        Assert.Equal(1, scenario.Starts());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_run_that_appears_after_its_start_seemed_to_fail_is_the_policys_and_has_no_second(Engine engine)
    {
        await using var scenario = await DueAsync(engine);
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Html, Status = 504 });

        (await scenario.Cli.ApplyAsync()).Fails().Says("It is not known whether").DoesNotSay("not started");
        scenario.StartElsewhere();
        (await scenario.Cli.ApplyAsync()).Succeeds();

        var state = await scenario.StateAsync();
        Assert.Equal("policy", state.LastRun("origin"));
        Assert.Equal("2026-11-20T12:00:00Z", state.LastRun("scheduled_for"));
        Assert.Equal(1, scenario.Starts());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task An_interrupt_while_a_start_is_under_way_leaves_one_run_that_the_next_apply_records(Engine engine)
    {
        await using var scenario = await CreatedAsync(engine);
        scenario.Cli.Write(Policy("triggers = { image = \"v2\" }"));
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(20) });

        (await scenario.Cli.InterruptAsync(() => scenario.Starts() == 1, "apply", "-auto-approve", "-input=false")).DoesNotSay("not started");
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(Assert.Single(scenario.Runs()).Uuid.ToString(), (await scenario.StateAsync()).LastRun("uuid"));
        Assert.Equal(1, scenario.Starts());
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
        while (scenario.Runs().Count == 0 || scenario.Count("GET", "/v2/registries/*/garbage-collection") < 2) await Task.Delay(20);
        var lists = scenario.Lists();
        while (scenario.Lists() < lists + 4) await Task.Delay(20);
        scenario.End();
        Assert.All(await Task.WhenAll(both), static apply => apply.Succeeds());

        var uuid = Assert.Single(scenario.Runs()).Uuid.ToString();
        var states = new[] { await scenario.StateAsync(), await other.StateOfAsync(Address) };
        Assert.All(states, state => Assert.Equal(uuid, state.LastRun("uuid")));
        Assert.Equal(["external", "policy"], states.Select(static state => state.LastRun("origin")).Order());
        await scenario.Cli.PlanIsEmptyAsync();
        await other.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_run_is_started_until_the_window_closes()
    {
        await using var scenario = await CreatedAsync(more: """maintenance_window = "90m" """);

        // The clock goes on between an answer and its use, by what the machine takes.
        scenario.At(Slot.AddMinutes(89));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Starts());

        scenario.At(Slot.AddDays(1).AddMinutes(91));
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.True((await scenario.StateAsync()).Flag("overdue"));
        Assert.Equal(1, scenario.Starts());
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
    public async Task Triggers_start_a_run_as_they_come_change_and_go()
    {
        await using var scenario = await CreatedAsync();
        foreach (var triggers in (string[])["""triggers = { image = "v1" }""", """triggers = { image = "v2" }""", ""])
        {
            var before = scenario.Starts();
            (await scenario.Cli.Write(Policy(triggers)).ApplyAsync()).Succeeds();
            Assert.Equal(before + 1, scenario.Starts());
            Assert.Null((await scenario.StateAsync()).LastRun("scheduled_for"));
        }

        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(Slot.AddMinutes(30));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
    }

    [Fact]
    public async Task A_policy_that_is_enabled_again_makes_up_for_nothing()
    {
        await using var scenario = await DueAsync(more: "enabled = false");
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Null((await scenario.StateAsync()).Text("next_run_at"));

        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(0, scenario.Starts());
        Assert.Equal("2026-11-21T12:00:00Z", (await scenario.StateAsync()).Text("next_run_at"));
        await scenario.Cli.PlanIsEmptyAsync();
    }
}
