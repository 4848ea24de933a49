using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;
using static Planton.Acceptance.Harness.GarbageCollectionScenario;

namespace Planton.Acceptance;

/// <summary>What becomes of a run after its start: how it is waited for, and what the policy records of it.</summary>
public sealed class GarbageCollectionRunTests
{
    [Theory]
    [InlineData("failed", "Garbage collection failed")]
    [InlineData("cancelled", "Garbage collection was cancelled")]
    public async Task A_run_that_ends_badly_is_a_warning_that_taints_nothing_and_the_next_slot_gets_another(string status, string warning)
    {
        await using var scenario = await DueAsync();
        scenario.Script(Endless);
        (await scenario.Cli.ApplyAsync().DuringAsync(() => scenario.Starts() == 1, () => scenario.End(status)))
            .Succeeds().Says(warning).Says(scenario.Runs()[0].Uuid.ToString());
        Assert.False(await scenario.Cli.IsTaintedAsync(Address));

        scenario.At(Slot.AddHours(3));
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.At(Slot.AddDays(1).AddMinutes(5));
        (await scenario.Cli.ApplyAsync()).Succeeds().DoesNotSay(warning);

        var state = await scenario.StateAsync();
        Assert.Equal(["succeeded", status], state.GetProperty("runs").EnumerateArray().Select(static run => run.Text("status")!));
        Assert.Equal("3000", state.Text("total_freed_bytes"));
        Assert.Equal(2, scenario.Starts());
    }

    [Theory, EveryEngine]
    public async Task The_log_says_in_sentences_what_a_run_is_at(Engine engine)
    {
        await using var scenario = await DueAsync(engine);
        scenario.Cli.Set("TF_LOG_PROVIDER", "INFO");
        scenario.Script(Endless);
        var apply = scenario.Cli.ApplyAsync();
        await apply.UntilAsync(() => scenario.Starts() == 1);
        scenario.End("deleting unreferenced blobs");
        var lists = scenario.Lists();
        var result = (await apply.DuringAsync(() => scenario.Lists() > lists + 1, () => scenario.End())).Succeeds();

        var run = $"The garbage collection of acme (run {scenario.Runs()[0].Uuid})";
        result.Says("Starting garbage collection of acme: untagged manifests and unreferenced blobs");
        result.Says($"{run} has the status \"scanning manifests\" after 0s. Pushes and deletions are refused. Pulls still work: ");
        result.Says($"{run} has the status \"deleting unreferenced blobs\" after ");
        result.Says($"{run} has ended with the status \"succeeded\" after ");
        Assert.Matches(@"succeeded"" after \d+s: \d+ blobs deleted, \d+ bytes freed\. Pushes are accepted again: ", result.Text);

        scenario.Cli.Set("TF_LOG_PROVIDER", null).Set("TF_LOG_PROVIDER_PLANTON", "INFO");
        scenario.At(Slot.AddDays(1).AddMinutes(5));
        scenario.CollectAtOnce();
        (await scenario.Cli.ApplyAsync()).Succeeds().DoesNotSay("The garbage collection of acme");
    }

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

    [Theory]
    [InlineData("succeeded", null)]
    [InlineData("failed", "Garbage collection failed")]
    public async Task An_apply_that_does_not_wait_records_the_run_and_the_next_refresh_completes_it(string status, string? warning)
    {
        await using var scenario = await DueAsync(more: "wait_for_completion = false");
        scenario.Script(Endless);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("scanning manifests", (await scenario.StateAsync()).LastRun("status"));
        scenario.End(status);

        var refreshed = (await scenario.Cli.RefreshAsync()).Succeeds();

        if (warning is not null) refreshed.Says(warning);
        Assert.Equal(status, (await scenario.StateAsync()).LastRun("status"));
        var plan = await scenario.Cli.PlanAsync("-detailed-exitcode");
        Assert.Equal(0, plan.ExitCode);
        plan.DoesNotSay("Garbage collection failed");
        Assert.Equal(1, scenario.Starts());
    }

    [Fact]
    public async Task A_limit_on_the_waiting_is_a_warning_that_names_the_run()
    {
        await using var scenario = await DueAsync(more: "timeouts = { update = \"1s\" }");
        scenario.Script(Endless);

        (await scenario.Cli.ApplyAsync()).Succeeds()
            .Says("Garbage collection is still running").Says(scenario.Runs()[0].Uuid.ToString()).Says("doctl registries garbage-collection cancel acme");

        Assert.Equal("policy", (await scenario.StateAsync()).LastRun("origin"));
    }

    [Fact]
    public async Task A_run_with_an_unknown_status_is_waited_for()
    {
        await using var scenario = await DueAsync();
        scenario.Script(Endless);
        var apply = scenario.Cli.ApplyAsync();
        await apply.UntilAsync(() => scenario.Starts() == 1);
        scenario.End("polishing the blobs");

        var lists = scenario.Lists();
        (await apply.DuringAsync(() => scenario.Lists() > lists + 2, () => scenario.End())).Succeeds();

        Assert.Equal("succeeded", (await scenario.StateAsync()).LastRun("status"));
    }

    /// <summary>A terminal sends the signal to the provider too, a pipeline to the CLI alone.</summary>
    [Theory]
    [EveryEngine(true)]
    [InlineData(Engine.Terraform, false)]
    public async Task Ctrl_C_ends_the_waiting_and_keeps_the_run_and_the_next_refresh_completes_it(Engine engine, bool isTerminal)
    {
        await using var scenario = await DueAsync(engine);
        scenario.Script(Endless);

        // The run does not end by itself, so the CLI ends only if the waiting does.
        var lists = scenario.Lists();
        bool IsWaiting() => scenario.Starts() == 1 && scenario.Lists() > lists + 3;
        string[] arguments = ["apply", "-auto-approve", "-input=false"];
        var apply = await (isTerminal ? scenario.Cli.InterruptAllAsync(IsWaiting, arguments) : scenario.Cli.InterruptAsync(IsWaiting, arguments));

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

    [Fact]
    public async Task A_run_that_the_API_forgets_stays_recorded_and_is_not_repeated()
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
