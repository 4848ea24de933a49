using CsCheck;
using Planton.Registry.Runs;
using Planton.Registry.Schedules;

namespace Planton.Registry.Tests.Schedules;

public sealed class DueEvaluationTests
{
    private const string Slot = "2026-03-01T03:00:00Z";
    private const string Previous = "2026-02-22T03:00:00Z";

    // A run of the slot before is known in each row, so that nothing is overdue from then.
    [Theory]
    [InlineData("2026-03-01T02:59:59Z", null, "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00Z", Slot, Slot)]
    [InlineData("2026-03-01T04:30:00Z", Slot, Slot)]
    [InlineData("2026-03-01T07:00:00Z", Slot, Slot)]
    [InlineData("2026-03-01T07:00:00.0000001Z", null, "2026-03-08T03:00:00Z")]
    [InlineData("2026-03-01T07:00:01Z", null, "2026-03-08T03:00:00Z")]
    [InlineData("2026-03-04T12:00:00Z", null, "2026-03-08T03:00:00Z")]
    public void A_slot_is_due_from_its_instant_to_the_end_of_its_window(string now, string? due, string next)
    {
        var state = DueEvaluation.Evaluate(Given.Policy(), Given.Time(now), [Given.Run(Previous)]);
        Assert.Equal(Given.TimeOrNull(due), state.DueSlot);
        Assert.Equal(due is not null, state.Due);
        Assert.Equal(Given.Time(next), state.NextRunAt);
    }

    [Theory]
    [InlineData("2026-03-01T02:59:59Z", Given.Both, "succeeded", true)]
    [InlineData("2026-03-01T03:00:00Z", Given.Both, "succeeded", false)]
    [InlineData("2026-03-01T03:00:01Z", Given.Both, "succeeded", false)]
    [InlineData("2026-03-01T03:30:00Z", Given.Both, "failed", false)]
    [InlineData("2026-03-01T03:30:00Z", Given.Both, "cancelled", false)]
    [InlineData("2026-03-01T03:30:00Z", Given.Both, "scanning manifests", false)]
    [InlineData("2026-03-01T03:30:00Z", Given.Both, "a status of the future", false)]
    [InlineData("2026-03-01T03:30:00Z", Given.ManifestsOnly, "succeeded", true)]
    [InlineData("2026-03-01T03:30:00Z", Given.BlobsOnly, "succeeded", true)]
    [InlineData("2026-03-01T03:30:00Z", null, "succeeded", true)]
    public void A_run_that_covers_the_policy_settles_the_slot_whatever_became_of_it(string created, string? type, string status, bool due)
    {
        Run[] runs = [Given.Run(Previous), Given.Run(created, type, status, uuid: "run-2", origin: RunOrigin.External)];
        var state = DueEvaluation.Evaluate(Given.Policy(), Given.Time("2026-03-01T04:00:00Z"), runs);
        Assert.Equal(due, state.Due);
        Assert.Equal(Given.Time(due ? Slot : "2026-03-08T03:00:00Z"), state.NextRunAt);
    }

    [Theory]
    [InlineData("0 3 * * 0", "2026-03-01T02:59:59Z", null)]
    [InlineData("0 3 * * 0", "2026-03-01T03:00:00Z", Slot)]
    [InlineData("0 3 * * 0", "2026-03-01T07:00:00Z", Slot)]
    [InlineData("0 3 * * 0", "2026-03-01T07:00:01Z", null)]
    [InlineData("0 */4 * * *", "2026-03-01T05:00:00Z", null)]
    [InlineData("0 */5 * * *", "2026-03-01T06:00:00Z", "2026-03-01T05:00:00Z")]
    public void A_schedule_that_begins_in_a_window_loses_its_slot_unless_the_next_one_comes_within_it(string cron, string now, string? lost) =>
        Assert.Equal(Given.TimeOrNull(lost), DueEvaluation.SlotLostByStartingNow(Given.Policy(cron), Given.Time(now)));

    [Fact]
    public void A_run_without_a_type_counts_for_a_policy_of_blobs_only()
    {
        var policy = Given.Policy(type: Given.BlobsOnly);
        Assert.False(DueEvaluation.Evaluate(policy, Given.Time("2026-03-01T04:00:00Z"), [Given.Run(Slot, type: null)]).Due);
    }

    [Fact]
    public void A_run_started_for_the_slot_settles_it_though_its_own_time_is_earlier()
    {
        // An adopted run began before the slot; and the service's clock may be behind.
        var run = Given.Run("2026-03-01T02:58:00Z", scheduledFor: Slot);
        Assert.False(DueEvaluation.Evaluate(Given.Policy(), Given.Time("2026-03-01T04:00:00Z"), [run]).Due);
    }

    [Theory]
    [InlineData("2026-03-01T02:59:59.9999999Z", true)]
    [InlineData("2026-03-01T03:00:00Z", false)]
    [InlineData("2026-03-01T03:30:00Z", false)]
    public void A_slot_concerns_only_a_policy_that_was_there_before_it(string created, bool due)
    {
        var state = DueEvaluation.Evaluate(Given.Policy(createdAt: created), Given.Time("2026-03-01T04:00:00Z"), []);
        Assert.Equal(due, state.Due);
        Assert.False(state.Overdue);
    }

    [Theory]
    [InlineData("2026-03-01T07:00:00Z", false)]
    [InlineData("2026-03-01T07:00:00.0000001Z", true)]
    [InlineData("2026-03-05T00:00:00Z", true)]
    [InlineData("2026-03-08T03:00:00Z", true)]
    [InlineData("2026-04-30T00:00:00Z", true)]
    public void A_policy_is_overdue_once_a_window_has_passed_with_no_run(string now, bool overdue)
    {
        var policy = Given.Policy(createdAt: "2026-02-25T00:00:00Z");
        Assert.Equal(overdue, DueEvaluation.Evaluate(policy, Given.Time(now), []).Overdue);
    }

    [Theory]
    [InlineData("2026-03-01T02:59:59Z", Given.Both, "succeeded", true)]
    [InlineData("2026-03-01T03:00:00Z", Given.Both, "failed", false)]
    [InlineData("2026-03-01T03:30:00Z", Given.Both, "requested", false)]
    [InlineData("2026-03-03T12:00:00Z", Given.Both, "succeeded", false)]
    [InlineData("2026-03-03T12:00:00Z", Given.BlobsOnly, "succeeded", true)]
    public void Any_counted_run_since_the_slot_ends_overdue(string created, string type, string status, bool overdue)
    {
        var state = DueEvaluation.Evaluate(Given.Policy(), Given.Time("2026-03-04T00:00:00Z"), [Given.Run(created, type, status)]);
        Assert.Equal(overdue, state.Overdue);
    }

    [Fact]
    public void A_policy_can_be_due_for_this_slot_and_overdue_for_the_last()
    {
        var state = DueEvaluation.Evaluate(Given.Policy(), Given.Time("2026-03-01T04:00:00Z"), [Given.Run("2026-02-15T03:00:00Z")]);
        Assert.Equal(new DueState(Given.Time(Slot), Overdue: true, Given.Time(Slot)), state);
    }

    [Fact]
    public void A_disabled_policy_is_never_due_nor_overdue_and_has_no_next_run()
    {
        var state = DueEvaluation.Evaluate(Given.Policy(enabled: false), Given.Time("2026-03-01T04:00:00Z"), []);
        Assert.Equal(new DueState(DueSlot: null, Overdue: false, NextRunAt: null), state);
    }

    [Fact]
    public void With_a_window_longer_than_the_pause_only_the_latest_slot_is_due()
    {
        var policy = Given.Policy("0 * * * *");
        var state = DueEvaluation.Evaluate(policy, Given.Time("2026-03-01T05:10:00Z"), [Given.Run("2026-03-01T03:00:05Z")]);
        Assert.Equal(Given.Time("2026-03-01T05:00:00Z"), state.DueSlot);
        Assert.False(state.Overdue);
    }

    [Fact]
    public void The_next_run_of_a_policy_that_begins_later_comes_after_its_beginning()
    {
        var state = DueEvaluation.Evaluate(Given.Policy(createdAt: "2026-03-20T00:00:00Z"), Given.Time("2026-03-01T00:00:00Z"), []);
        Assert.Equal(Given.Time("2026-03-22T03:00:00Z"), state.NextRunAt);
    }

    [Fact]
    public void The_local_time_of_the_zone_decides()
    {
        var policy = Given.Policy(zone: "America/New_York");
        Assert.False(DueEvaluation.Evaluate(policy, Given.Time("2026-03-01T07:59:59Z"), [Given.Run(Previous)]).Due);
        Assert.Equal(Given.Time("2026-03-01T08:00:00Z"), DueEvaluation.Evaluate(policy, Given.Time("2026-03-01T08:00:00Z"), []).DueSlot);
    }

    [Fact]
    public void A_window_of_centuries_is_no_failure()
    {
        var policy = Given.Policy() with { Window = TimeSpan.MaxValue };
        var state = DueEvaluation.Evaluate(policy, Given.Time("2026-03-04T00:00:00Z"), []);
        Assert.Equal(Given.Time(Slot), state.DueSlot);
        Assert.False(state.Overdue);
    }

    private static readonly Gen<PolicySchedule> Policies = Gen.Select(
        Gen.OneOf("0 3 * * 0", "* * * * *", "*/15 2-4 * * *", "30 2 * * *", "@monthly", "0 0 13 * 5"),
        Gen.OneOf("UTC", "Europe/Berlin", "Africa/Casablanca"),
        Gen.Int[0, 60 * 24 * 40],
        Gen.OneOf(Given.Both, Given.ManifestsOnly, Given.BlobsOnly),
        (schedule, zone, minutes, type) => Given.Policy(schedule, zone, minutes / 60.0, type));

    private static readonly Gen<DateTimeOffset> Instants = Gen
        .Long[Given.Time("2026-01-02").Ticks, Given.Time("2028-01-01").Ticks]
        .Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    [Fact]
    public void Nothing_is_due_or_overdue_right_after_a_run_was_started()
    {
        Gen.Select(Policies, Instants, Gen.OneOf("requested", "failed", "succeeded")).Sample((policy, now, status) =>
        {
            // The service cuts the time to whole seconds.
            var created = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
            var run = Given.Run("2026-01-01", policy.Type, status) with { CreatedAt = created };
            var state = DueEvaluation.Evaluate(policy, now, [run]);
            Assert.False(state.Due);
            Assert.False(state.Overdue);
            Assert.True(state.NextRunAt > now);
        }, iter: 1000);
    }

    [Fact]
    public void What_is_due_is_the_next_run_and_lies_inside_its_window()
    {
        Gen.Select(Policies, Instants).Sample((policy, now) =>
        {
            var state = DueEvaluation.Evaluate(policy, now, []);
            if (state.DueSlot is not { } due) return state.NextRunAt > now;
            return due <= now && now <= due + policy.Window && state.NextRunAt == due;
        }, iter: 1000);
    }
}
