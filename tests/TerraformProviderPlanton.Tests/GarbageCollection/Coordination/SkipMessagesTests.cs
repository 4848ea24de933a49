using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Coordination;

public sealed class SkipMessagesTests
{
    private static readonly DateTimeOffset Slot = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly Run Other = new("run-1", RunType.UntaggedManifestsAndUnreferencedBlobs, RunStatus.Succeeded, RunOrigin.External, ScheduledFor: null, Slot, Slot, 1, 1);

    private static StartSituation Situation { get; } = new()
    {
        Request = new()
        {
            Registry = "main",
            Policy = new(
                CronSchedule.TryParse("0 3 * * SUN", out var schedule, out _) ? schedule : throw new InvalidOperationException(),
                IanaZone.Utc, TimeSpan.FromHours(4), RunType.UntaggedManifestsAndUnreferencedBlobs, Enabled: true, Slot.AddDays(-30)),
            HistoryLimit = 10,
            PlannedSlot = Slot,
        },
        Now = Slot.AddHours(5),
        Runs = [],
        Debt = new(new(Slot.AddHours(9), RunType.UntaggedManifestsAndUnreferencedBlobs, Slot, IsForced: false, []), IsOwed: false),
    };

    [Fact]
    public void The_log_gives_every_reason_as_a_clause() => Assert.All(
        Enum.GetValues<SkipReason>().Select(SkipMessages.Because), static clause => Assert.Matches("^(the|no|an|another|it|a|something) [^.]+[^.]$", clause));

    [Fact]
    public void A_window_that_has_closed_is_told_with_the_next_slot_and_the_way_on() => Assert.Equal(
        "The garbage collection for the slot 2026-03-01T03:00:00Z was not started: its maintenance window closed at 2026-03-01T07:00:00Z, "
        + "before this plan was applied. The next slot is at 2026-03-08T03:00:00Z. To start a run now, change a value of triggers.",
        SkipMessages.For(Situation, new(SkipReason.OutsideWindow)));

    /// <summary>A run that the plan showed is never dropped silently.</summary>
    [Theory]
    [InlineData(nameof(SkipReason.Disabled), "the policy has been disabled")]
    [InlineData(nameof(SkipReason.AlreadyCounted), "the run run-1 of")]
    [InlineData(nameof(SkipReason.Unclaimed), "The run run-1 of")]
    [InlineData(nameof(SkipReason.AppearedMeanwhile), "has appeared in the meantime")]
    [InlineData(nameof(SkipReason.NoSlot), "no longer has this slot")]
    [InlineData(nameof(SkipReason.Unsettled), "After 2026-03-01T12:05:00Z, a plan shows")]
    public void Every_reason_that_a_plan_did_not_show_has_a_message(string reason, string part) => Assert.Contains(
        part,
        SkipMessages.For(
            reason == nameof(SkipReason.Disabled) ? Situation with { Debt = StartDebt.None } : Situation, new(Enum.Parse<SkipReason>(reason), Other)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(SkipReason.NotDue))]
    [InlineData(nameof(SkipReason.RanJustBefore))]
    public void What_was_not_to_be_started_needs_no_message(string reason) => Assert.Null(SkipMessages.For(Situation, new(Enum.Parse<SkipReason>(reason))));

    [Fact]
    public void A_disabled_policy_of_which_nothing_was_asked_needs_no_message() => Assert.Null(
        SkipMessages.For(Situation with { Request = Situation.Request with { PlannedSlot = null }, Debt = StartDebt.None }, new(SkipReason.Disabled)));
}
