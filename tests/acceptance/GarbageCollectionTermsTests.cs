using System.Globalization;
using static Planton.Acceptance.GarbageCollectionSetting;

namespace Planton.Acceptance;

/// <summary>The terms of a policy: what a change of them does, and the clocks that they follow.</summary>
public sealed class GarbageCollectionTermsTests
{
    [Fact]
    public async Task A_changed_schedule_holds_from_now_on_and_starts_nothing()
    {
        await using var scenario = await DueAsync();

        scenario.Cli.Write(Policy(schedule: "15 12 * * *"));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(0, scenario.Starts());
        var state = await scenario.StateAsync();
        Assert.Equal("2026-11-21T12:15:00Z", state.Text("next_run_at"));
        Assert.False(state.Flag("overdue"));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(Slot.AddDays(1).AddMinutes(15));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Starts());
        Assert.Equal("2026-11-21T12:15:00Z", (await scenario.StateAsync()).LastRun("scheduled_for"));
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00Z", "2026-11-21T02:00:00Z")]
    [InlineData("2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("2027-07-01T12:00:00Z", "2027-07-02T01:00:00Z")]
    [InlineData("2027-10-30T12:00:00Z", "2027-10-31T02:00:00Z")]
    public async Task A_slot_follows_the_clocks_of_its_time_zone(string now, string slot)
    {
        await using var scenario = await StartAsync();
        scenario.At(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        (await scenario.Cli.Write(Policy("""time_zone = "Europe/Berlin" """, schedule: "0 3 * * *")).ApplyAsync()).Succeeds();
        Assert.Equal(slot, (await scenario.StateAsync()).Text("next_run_at"));

        var due = DateTimeOffset.Parse(slot, CultureInfo.InvariantCulture);
        // The clock goes on between an answer and its use, by what the machine takes.
        scenario.At(due.AddMinutes(-2));
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.At(due);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(1, scenario.Starts());
        Assert.Equal(slot, (await scenario.StateAsync()).LastRun("scheduled_for"));
    }

    [Theory]
    [InlineData("nobodys", "nobodys")]
    [InlineData("Not_A_Name", "The id of a policy is the name of its registry")]
    public async Task An_import_without_a_registry_fails(string id, string words)
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Policy());

        (await scenario.Cli.ImportAsync(Address, id)).Fails().Says(words);

        Assert.Null(await scenario.Cli.FindStateAsync(Address));
    }

    [Fact]
    public async Task Destroying_a_policy_leaves_the_registry_and_its_runs_alone()
    {
        await using var scenario = await DueAsync();
        (await scenario.Cli.ApplyAsync()).Succeeds();

        scenario.At(Slot.AddDays(1));
        (await scenario.Cli.DestroyAsync()).Succeeds();

        Assert.Null(await scenario.Cli.FindStateAsync(Address));
        Assert.Equal(1, scenario.Starts());
        Assert.Single(scenario.Runs());
        Assert.Equal(0, scenario.Count("DELETE", "**"));
    }

    [Fact]
    public async Task A_policy_that_is_imported_with_other_terms_takes_them_over_in_place_and_starts_nothing()
    {
        await using var scenario = await StartAsync();
        scenario.At(Slot.AddMinutes(30));
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ImportAsync(Address, Registry)).Succeeds();

        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(0, scenario.Starts());
        Assert.Equal("2026-11-21T12:00:00Z", (await scenario.StateAsync()).Text("next_run_at"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task What_does_not_change_the_schedule_changes_in_place_and_starts_the_due_run_all_the_same()
    {
        await using var scenario = await DueAsync();

        scenario.Cli.Write(Policy("history_limit = 3"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(1, scenario.Starts());
        Assert.Equal("3", (await scenario.StateAsync()).Text("history_limit"));
        await scenario.Cli.PlanIsEmptyAsync();
    }
}
