using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using static Planton.Acceptance.Harness.GarbageCollectionScenario;

namespace Planton.Acceptance;

/// <summary>
/// A start that is refused, lost, interrupted or killed. The request is never repeated blindly, so every scenario counts the requests that start
/// a run.
/// </summary>
public sealed class GarbageCollectionStartFaultTests
{
    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(422)]
    public async Task A_start_that_is_refused_because_another_run_came_first_adopts_that_run(int status)
    {
        await using var scenario = await DueAsync();
        scenario.Simulator.World.Behavior = scenario.Simulator.World.Behavior with { GarbageCollectionConflictStatus = status };
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);

        // The other run begins after the policy has looked for one and before it sends its request.
        scenario.Script(Endless);
        scenario.StartElsewhere();
        scenario.HideActiveRun();

        var apply = scenario.Cli.ApplySavedPlanAsync();
        await apply.UntilAsync(() => scenario.Starts() == 1);
        var lists = scenario.Lists();
        (await apply.DuringAsync(() => scenario.Lists() > lists + 2, () => scenario.End())).Succeeds();

        Assert.Equal(1, scenario.Starts());
        Assert.Equal("external", (await scenario.StateAsync()).LastRun("origin"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

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
    public async Task A_start_that_is_refused_until_its_window_has_closed_is_skipped_with_a_warning()
    {
        await using var scenario = await DueAsync();
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Status, Status = 429, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "3" } });

        (await scenario.Cli.ApplyAsync().DuringAsync(() => scenario.Starts() == 1, () => scenario.At(Slot.AddHours(5))))
            .Succeeds().Says("Garbage collection skipped").Says("its maintenance window closed");

        Assert.Empty(scenario.Runs());
        Assert.Equal(1, scenario.Starts());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory]
    [EveryEngine(FaultKind.LoseAnswer)]
    [InlineData(Engine.Terraform, FaultKind.Truncate)]
    [InlineData(Engine.Terraform, FaultKind.WrongJson)]
    [InlineData(Engine.Terraform, FaultKind.Html)]
    [InlineData(Engine.Terraform, FaultKind.Status)]
    public async Task A_start_whose_response_is_lost_is_found_and_never_sent_again(Engine engine, FaultKind fault)
    {
        await using var scenario = await DueAsync(engine);
        scenario.SpoilStart(new FaultRule { Kind = fault, Processed = true });

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        var run = Assert.Single(scenario.Runs());
        var state = await scenario.StateAsync();
        Assert.Equal(run.Uuid.ToString(), state.LastRun("uuid"));
        Assert.Equal("policy", state.LastRun("origin"));
        Assert.Equal("succeeded", state.LastRun("status"));
        Assert.Equal("2026-11-20T12:00:00Z", state.LastRun("scheduled_for"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_start_whose_response_is_lost_and_that_cannot_be_looked_for_is_an_error_and_never_repeated()
    {
        await using var scenario = await DueAsync();
        scenario.Script(Endless);
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.LoseAnswer });
        scenario.FailListsAfter(1);

        (await scenario.Cli.ApplySavedPlanAsync()).Fails();
        Assert.True(Assert.Single(scenario.Runs()).IsActive);
        scenario.Simulator.Faults.Clear();

        // Nobody can tell any more who started the run, but it serves the slot all the same.
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.End();
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("succeeded", (await scenario.StateAsync()).LastRun("status"));
        Assert.Equal(1, scenario.Starts());
    }

    [Fact]
    public async Task A_start_that_fails_is_an_error_that_harms_nothing_and_the_next_apply_starts_the_run()
    {
        await using var scenario = await DueAsync();
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Status, Status = 503 });

        (await scenario.Cli.ApplyAsync()).Fails().Says("It is not known whether garbage collection was started").Says("503");
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
        Assert.Equal(1, scenario.Starts());
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(6));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(2, scenario.Starts());
        Assert.Equal("succeeded", (await scenario.StateAsync()).LastRun("status"));
    }

    [Fact]
    public async Task A_first_run_that_cannot_be_started_is_a_warning_and_taints_nothing()
    {
        await using var scenario = await StartAsync();
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Status, Status = 500 });

        (await scenario.Cli.Write(Policy("run_on_create = true")).ApplyAsync()).Succeeds().Says("It is not known whether garbage collection was started");
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(6));

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(2, scenario.Starts());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_run_that_appears_after_its_start_seemed_to_fail_is_the_policys_and_has_no_second()
    {
        await using var scenario = await DueAsync();
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

    [Theory, EveryEngine]
    public async Task An_apply_that_is_killed_after_the_start_finds_its_run_when_it_is_repeated_though_the_run_has_ended(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.SpoilStart(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromMinutes(1) });
        scenario.Cli.Write(Policy("run_on_create = true"));
        await scenario.Cli.StrikeAsync(
            () => scenario.Simulator.Requests.All.Any(static request => request is { Fault: not null, Processed: true }),
            static cli =>
            {
                Workspace.Signal("KILL", [cli, .. Workspace.Children(cli)]);
                return Task.CompletedTask;
            },
            "apply", "-auto-approve", "-input=false");
        scenario.Simulator.Faults.Clear();
        Assert.Equal(1, scenario.Starts());
        Assert.Null(await scenario.Cli.FindStateAsync(Address));
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(50));

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        var state = await scenario.StateAsync();
        Assert.Equal("succeeded", state.LastRun("status"));
        Assert.Equal("external", state.LastRun("origin"));
        await scenario.Cli.PlanIsEmptyAsync();
    }
}
