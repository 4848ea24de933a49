using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.GarbageCollectionSetting;

namespace Planton.Acceptance;

/// <summary>What <c>planton_docr_garbage_collection_policy</c> rests on, with every CLI: a due run is started once, and only then.</summary>
public sealed class GarbageCollectionPolicyTests
{
    [Theory]
    [EveryEngine]
    public async Task A_run_passes_through_its_phases_and_the_registry_is_left_alone_until_the_next_slot(Engine engine)
    {
        await using var scenario = await CreatedAsync(engine);
        var created = await scenario.StateAsync();
        Assert.Equal(Registry, created.Text("id"));
        Assert.Equal("2026-11-20T12:00:00Z", created.Text("next_run_at"));
        Assert.Null(created.Text("last_run"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Slot.AddMinutes(30));
        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("update", plan[Address]);
        Assert.All(["last_run", "runs", "next_run_at"], attribute => Assert.True(plan.Unknown(Address).Flag(attribute), attribute));
        Assert.Equal(0, scenario.Starts());

        // From here on the world runs a simulated minute a second, and a run takes what it takes by default.
        scenario.Simulator.World.Behavior = new Behavior();
        scenario.Simulator.Clock.Speed = 60;
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        scenario.Simulator.Clock.Speed = 0;

        Assert.Equal(1, scenario.Starts());
        var run = Assert.Single(scenario.Runs());
        Assert.Equal(GarbageCollectionType.Both, run.Type);
        var state = await scenario.StateAsync();
        Assert.Equal(1, state.GetProperty("runs").GetArrayLength());
        Assert.Equal(run.Uuid.ToString(), state.LastRun("uuid"));
        Assert.Equal("succeeded", state.LastRun("status"));
        Assert.Equal("policy", state.LastRun("origin"));
        Assert.Equal("2026-11-20T12:00:00Z", state.LastRun("scheduled_for"));
        Assert.Equal("3", state.LastRun("blobs_deleted"));
        Assert.Equal("3000", state.LastRun("freed_bytes"));
        Assert.Equal("3000", state.Text("total_freed_bytes"));
        Assert.Equal("2026-11-21T12:00:00Z", state.Text("next_run_at"));
        Assert.False(state.Flag("due"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Slot.AddHours(3));
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(Slot.AddDays(1));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        Assert.Equal(1, scenario.Starts());
    }

    [Theory]
    [EveryEngine(FaultKind.LoseAnswer)]
    [EveryEngine(FaultKind.Html)]
    [EveryEngine(FaultKind.Status)]
    public async Task A_start_whose_answer_is_lost_is_found_again_and_not_repeated(Engine engine, FaultKind fault)
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

    [Theory]
    [EveryEngine]
    public async Task Ctrl_C_in_a_terminal_stops_the_waiting_and_keeps_the_run(Engine engine)
    {
        await using var scenario = await DueAsync(engine);
        scenario.Script(Endless);

        // A terminal tells the provider too. The run never ends by itself: that the CLI ended at all shows that the waiting did.
        var lists = scenario.Lists();
        var apply = await scenario.Cli.InterruptAllAsync(
            () => scenario.Starts() == 1 && scenario.Lists() > lists + 3, "apply", "-auto-approve", "-input=false");

        var run = Assert.Single(scenario.Runs());
        Assert.True(run.IsActive);
        apply.Says("Garbage collection is still running").Says(run.Uuid.ToString());
        var state = await scenario.StateAsync();
        Assert.Equal(run.Uuid.ToString(), state.LastRun("uuid"));
        Assert.Equal("scanning manifests", state.LastRun("status"));
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));

        scenario.End();
        (await scenario.Cli.RefreshAsync()).Succeeds();
        state = await scenario.StateAsync();
        Assert.Equal("succeeded", state.LastRun("status"));
        Assert.Equal("policy", state.LastRun("origin"));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(1, scenario.Starts());
    }
}
