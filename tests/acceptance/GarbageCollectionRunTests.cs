using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.GarbageCollectionSetting;

namespace Planton.Acceptance;

/// <summary>What becomes of a run after its start, and what the policy makes of it.</summary>
public sealed class GarbageCollectionRunTests
{
    [Fact]
    public async Task A_run_that_frees_nothing_is_warned_of_once()
    {
        await using var scenario = await DueAsync(blobs: 0);

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("Garbage collection freed nothing");

        Assert.Equal("0", (await scenario.StateAsync()).Text("total_freed_bytes"));
        var plan = await scenario.Cli.PlanAsync("-detailed-exitcode");
        Assert.Equal(0, plan.ExitCode);
        plan.DoesNotSay("freed nothing");
    }

    [Fact]
    public async Task A_run_that_fails_after_an_apply_that_did_not_wait_is_warned_of_at_the_next_refresh()
    {
        await using var scenario = await DueAsync(more: "wait_for_completion = false");
        scenario.Script(Endless);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.End("failed");

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("Garbage collection failed");

        Assert.Equal("failed", (await scenario.StateAsync()).LastRun("status"));
        (await scenario.Cli.PlanAsync()).Succeeds().DoesNotSay("Garbage collection failed");
        Assert.Equal(1, scenario.Starts());
    }

    [Theory]
    [InlineData(2, "2000")]
    [InlineData(10, "3000")]
    public async Task History_limit_decides_how_many_runs_are_kept(int limit, string freed)
    {
        await using var scenario = await StartAsync();
        var uuids = Enumerable.Range(1, 3).Select(days => scenario.Simulator.World.AddGarbageCollection(
            Registry, new GarbageCollectionSeed { Age = TimeSpan.FromDays(days), FreedBytes = 1000, BlobsDeleted = 1 }).Uuid.ToString()).ToList();

        (await scenario.Cli.Write(Policy($"history_limit = {limit}")).ApplyAsync()).Succeeds();

        var state = await scenario.StateAsync();
        Assert.Equal(uuids.Take(limit), state.GetProperty("runs").EnumerateArray().Select(static run => run.Text("uuid")!));
        Assert.Equal(freed, state.Text("total_freed_bytes"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Cli.Write(Policy("history_limit = 1"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, (await scenario.StateAsync()).GetProperty("runs").GetArrayLength());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task After_a_failed_run_the_next_slot_gets_another()
    {
        await using var scenario = await DueAsync();
        scenario.Script(new GarbageCollectionScript([new GarbageCollectionPhase(GarbageCollectionStatus.Scanning, TimeSpan.Zero)], "failed"));
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("Garbage collection failed").Says(scenario.Runs()[0].Uuid.ToString());

        scenario.At(Slot.AddHours(3));
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(Slot.AddDays(1).AddMinutes(5));
        (await scenario.Cli.ApplyAsync()).Succeeds().DoesNotSay("Garbage collection failed");

        var state = await scenario.StateAsync();
        Assert.Equal(["succeeded", "failed"], state.GetProperty("runs").EnumerateArray().Select(static run => run.Text("status")!));
        Assert.Equal("3000", state.Text("total_freed_bytes"));
        Assert.Equal(2, scenario.Starts());
    }

    [Fact]
    public async Task A_run_that_the_api_forgets_stays_recorded_and_is_not_repeated()
    {
        await using var scenario = await DueAsync();
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.ListNothing();

        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.RefreshAsync()).Succeeds();

        var state = await scenario.StateAsync();
        Assert.Equal("succeeded", state.LastRun("status"));
        Assert.Equal("3000", state.Text("total_freed_bytes"));
        Assert.Equal(1, scenario.Starts());
    }

    [Fact]
    public async Task Runs_without_a_type_are_recorded_without_one_and_the_policys_own_with_its_own()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.World.Behavior = scenario.Simulator.World.Behavior with { OmitGarbageCollectionType = true };
        scenario.StartElsewhere();
        scenario.At(Slot.AddMinutes(-30));
        (await scenario.Cli.Write(Policy()).ApplyAsync()).Succeeds();
        Assert.Null((await scenario.StateAsync()).LastRun("type"));

        scenario.At(Slot.AddMinutes(30));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(GarbageCollectionType.Both, (await scenario.StateAsync()).LastRun("type"));
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(1, scenario.Starts());
    }
}
