using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;

namespace Planton.Registry.Tests.Starting;

public sealed class StartDecisionTests
{
    private const string Slot = "2026-03-01T03:00:00Z";
    private const string Inside = "2026-03-01T04:00:00Z";
    private const string TooLate = "2026-03-01T07:00:01Z";
    private const string Elsewhen = "2026-03-04T12:00:00Z";

    private static StartSituation At(string now, string? planned = null, Run? active = null, params Run[] runs) => new()
    {
        Request = new StartRequest { Registry = "main", Policy = Given.Policy(), HistoryLimit = 10, PlannedSlot = Given.TimeOrNull(planned) },
        Now = Given.Time(now),
        Runs = active is null ? runs : [.. runs, active],
        ActiveRun = active,
    };

    private static StartSituation Asking(StartSituation situation, bool trigger = false, bool create = false, PolicySchedule? policy = null) => situation with
    {
        Request = situation.Request with { TriggersChanged = trigger, RunOnCreate = create, Policy = policy ?? situation.Request.Policy },
    };

    private static StartSituation Owing(StartSituation situation, StartDebt debt) => situation with { Debt = debt, Request = situation.Request with { Debt = debt } };

    private static Run Active(string createdAt, string? type = Given.Both) =>
        Given.Run(createdAt, type, "scanning manifests", uuid: "active", origin: RunOrigin.External);

    [Theory]
    [InlineData(Slot)]
    [InlineData(Inside)]
    [InlineData("2026-03-01T07:00:00Z")]
    public void A_planned_slot_is_started_inside_its_window(string now) =>
        Assert.Equal(new StartDecision.Start(Given.Time(Slot)), StartDecision.Decide(At(now, planned: Slot)));

    [Fact]
    public void A_plan_that_was_approved_too_late_starts_nothing()
    {
        var skip = Assert.IsType<StartDecision.Skip>(StartDecision.Decide(At(TooLate, planned: Slot)));
        Assert.Equal(SkipReason.OutsideWindow, skip.Reason);
    }

    [Fact]
    public void A_plan_approved_so_late_that_the_next_slot_is_due_serves_that_one() =>
        Assert.Equal(
            new StartDecision.Start(Given.Time("2026-03-08T03:00:00Z")), StartDecision.Decide(At("2026-03-08T05:00:00Z", planned: Slot)));

    [Fact]
    public void What_the_plan_did_not_show_is_not_started_however_due_it_is() =>
        Assert.Equal(new StartDecision.Skip(SkipReason.NotDue), StartDecision.Decide(At(Inside)));

    [Theory]
    [InlineData("succeeded")]
    [InlineData("failed")]
    public void A_run_that_someone_else_started_and_ended_since_the_plan_counts_and_is_named(string status)
    {
        var skip = Assert.IsType<StartDecision.Skip>(
            StartDecision.Decide(At(Inside, planned: Slot, runs: Given.Run("2026-03-01T03:30:00Z", status: status, origin: RunOrigin.External))));
        Assert.Equal(SkipReason.AlreadyCounted, skip.Reason);
        Assert.Equal("run-1", skip.Run?.Uuid);
    }

    [Fact]
    public void A_counted_run_is_what_is_told_though_the_window_has_passed_too() =>
        Assert.Equal(
            SkipReason.AlreadyCounted,
            Assert.IsType<StartDecision.Skip>(StartDecision.Decide(At(TooLate, planned: Slot, runs: Given.Run("2026-03-01T03:30:00Z")))).Reason);

    [Fact]
    public void A_run_of_a_lesser_type_does_not_count() =>
        Assert.Equal(
            new StartDecision.Start(Given.Time(Slot)),
            StartDecision.Decide(At(Inside, planned: Slot, runs: Given.Run("2026-03-01T03:30:00Z", Given.BlobsOnly))));

    [Fact]
    public void A_slot_that_the_new_schedule_no_longer_names_is_not_started()
    {
        var skip = Assert.IsType<StartDecision.Skip>(StartDecision.Decide(Asking(At(Inside, planned: Slot), policy: Given.Policy("0 12 1 1 *"))));
        Assert.Equal(SkipReason.NoSlot, skip.Reason);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_trigger_or_the_creation_starts_a_run_window_or_not(bool trigger, bool create)
    {
        var situation = Asking(At(Elsewhen, runs: Given.Run("2026-03-04T10:00:00Z")), trigger, create);
        Assert.Equal(new StartDecision.Start(ScheduledFor: null), StartDecision.Decide(situation));
    }

    // A run of a minute, looked at by a creation at 12:00.
    [Theory]
    [InlineData("2026-03-04T11:58:00Z", Given.Both, "succeeded", RunOrigin.External, true)]
    [InlineData("2026-03-04T11:58:00Z", Given.Both, "succeeded", RunOrigin.Policy, true)]
    [InlineData("2026-03-04T10:59:00Z", Given.Both, "succeeded", RunOrigin.External, true)]
    [InlineData("2026-03-04T10:58:59Z", Given.Both, "succeeded", RunOrigin.External, false)]
    [InlineData("2026-03-04T11:59:03Z", Given.Both, "succeeded", RunOrigin.External, true)]
    [InlineData("2026-03-04T11:58:00Z", Given.BlobsOnly, "succeeded", RunOrigin.External, false)]
    [InlineData("2026-03-04T11:58:00Z", Given.ManifestsOnly, "succeeded", RunOrigin.External, false)]
    [InlineData("2026-03-04T11:58:00Z", null, "succeeded", RunOrigin.External, false)]
    [InlineData("2026-03-04T11:58:00Z", Given.Both, "failed", RunOrigin.Policy, false)]
    [InlineData("2026-03-04T11:58:00Z", Given.Both, "cancelled", RunOrigin.Policy, false)]
    [InlineData("2026-03-04T11:58:00Z", Given.Both, "something new", RunOrigin.Policy, false)]
    public void A_run_that_succeeded_within_the_hour_is_the_one_that_the_creation_asks_for(string created, string? type, string status, string origin, bool counts)
    {
        var situation = At(Elsewhen, runs: Given.Run(created, type, status, origin: origin));

        var decision = StartDecision.Decide(Asking(situation, create: true));

        Assert.Equal(counts ? new StartDecision.Skip(SkipReason.RanJustBefore) : new StartDecision.Start(ScheduledFor: null), decision);
        Assert.Equal(new StartDecision.Start(ScheduledFor: null), StartDecision.Decide(Asking(situation, trigger: true)));
        Assert.Equal(new StartDecision.Start(ScheduledFor: null), StartDecision.Decide(Asking(situation, trigger: true, create: true)));
    }

    [Fact]
    public void It_counts_beside_an_active_run_of_a_lesser_type_too() =>
        Assert.Equal(
            new StartDecision.Skip(SkipReason.RanJustBefore),
            StartDecision.Decide(Asking(At(Elsewhen, active: Active("2026-03-04T11:59:30Z", Given.BlobsOnly), runs: Given.Run("2026-03-04T11:30:00Z")), create: true)));

    [Fact]
    public void It_serves_no_slot_that_has_become_due_since() =>
        Assert.Equal(
            new StartDecision.Start(Given.Time(Slot)),
            StartDecision.Decide(Asking(At("2026-03-01T03:05:00Z", runs: Given.Run("2026-03-01T02:50:00Z")), create: true)));

    [Theory]
    [InlineData(null)]
    [InlineData(Slot)]
    public void A_trigger_serves_the_slot_that_is_due_as_well(string? planned) =>
        Assert.Equal(
            new StartDecision.Start(Given.Time(Slot)), StartDecision.Decide(Asking(At(Inside, planned), trigger: true)));

    [Fact]
    public void A_trigger_starts_a_run_though_the_planned_slot_has_passed() =>
        Assert.Equal(
            new StartDecision.Start(ScheduledFor: null), StartDecision.Decide(Asking(At(TooLate, planned: Slot), trigger: true)));

    // The slot is recorded with the run, or a run that began before it would leave it due.
    [Theory]
    [InlineData("2026-03-01T02:50:00Z", Inside)]
    [InlineData("2026-03-01T03:30:00Z", Inside)]
    [InlineData("2026-03-01T02:50:00Z", TooLate)]
    public void An_active_run_that_covers_is_adopted_for_the_planned_slot(string created, string now)
    {
        var active = Active(created);
        var adopt = Assert.IsType<StartDecision.Adopt>(StartDecision.Decide(At(now, planned: Slot, active)));
        Assert.Equal(new StartDecision.Adopt(active, Covers: true, Given.Time(Slot)), adopt);

        var recorded = active with { ScheduledFor = adopt.ScheduledFor };
        Assert.False(DueEvaluation.Evaluate(Given.Policy(), Given.Time(now), [recorded]).Due);
    }

    [Theory]
    [InlineData(Given.BlobsOnly)]
    [InlineData(Given.ManifestsOnly)]
    [InlineData(null)]
    public void An_active_run_of_a_lesser_type_is_adopted_and_leaves_the_slot_due(string? type)
    {
        var active = Active("2026-03-01T03:30:00Z", type);
        Assert.Equal(new StartDecision.Adopt(active, Covers: false, ScheduledFor: null), StartDecision.Decide(At(Inside, planned: Slot, active)));
        Assert.True(DueEvaluation.Evaluate(Given.Policy(), Given.Time(Inside), [active]).Due);
    }

    [Fact]
    public void An_active_run_of_a_lesser_type_does_not_hide_that_the_window_has_passed()
    {
        var skip = Assert.IsType<StartDecision.Skip>(StartDecision.Decide(At(TooLate, planned: Slot, Active(Slot, Given.BlobsOnly))));
        Assert.Equal(SkipReason.OutsideWindow, skip.Reason);
    }

    [Theory]
    [InlineData(Given.Both, true)]
    [InlineData(Given.BlobsOnly, false)]
    public void A_trigger_adopts_the_active_run_and_says_whether_it_covers(string type, bool covers)
    {
        var active = Active("2026-03-04T11:00:00Z", type);
        Assert.Equal(
            new StartDecision.Adopt(active, covers, ScheduledFor: null),
            StartDecision.Decide(Asking(At(Elsewhen, active: active), trigger: true)));
    }

    [Fact]
    public void An_active_run_is_left_alone_when_nothing_was_planned() =>
        Assert.Equal(new StartDecision.Skip(SkipReason.NotDue), StartDecision.Decide(At(Inside, active: Active(Slot))));

    [Fact]
    public void A_run_that_has_ended_since_it_was_read_as_active_is_not_adopted()
    {
        var ended = Given.Run("2026-03-01T02:00:00Z", status: "succeeded");
        Assert.Equal(new StartDecision.Start(Given.Time(Slot)), StartDecision.Decide(At(Inside, planned: Slot, active: ended)));
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(Slot, false, false)]
    [InlineData(Slot, true, false)]
    [InlineData(null, true, false)]
    [InlineData(null, false, true)]
    public void A_disabled_policy_never_starts_and_never_adopts(string? planned, bool trigger, bool create)
    {
        var situation = Asking(At(Inside, planned, Active(Slot)), trigger, create, Given.Policy(enabled: false));
        foreach (var each in new[] { situation, situation with { ActiveRun = null } })
        {
            var skip = Assert.IsType<StartDecision.Skip>(StartDecision.Decide(each));
            Assert.Equal(SkipReason.Disabled, skip.Reason);
        }
    }

    private static StartDebt Asked(string at, bool forced = true) => new(new(Given.Time(at), Given.Both, Slot: null, forced, []), IsOwed: false);

    [Fact]
    public void What_is_owed_is_started_whatever_the_window() =>
        Assert.Equal(
            new StartDecision.Start(ScheduledFor: null),
            StartDecision.Decide(Owing(At(Elsewhen), new(Asked: null, IsOwed: true))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_started_before_an_earlier_start_is_settled(bool trigger)
    {
        var skip = Assert.IsType<StartDecision.Skip>(
            StartDecision.Decide(Owing(Asking(At(Elsewhen), trigger), Asked(Elsewhen))));
        Assert.Equal(SkipReason.Unsettled, skip.Reason);
    }

    [Theory]
    [InlineData("2026-03-04T12:00:07Z", "2026-03-04T12:04:00Z", false, RunOrigin.Policy, false)]
    [InlineData("2026-03-04T12:00:07Z", "2026-03-04T13:00:00Z", false, RunOrigin.Policy, false)]
    [InlineData("2026-03-04T11:59:00Z", "2026-03-04T12:04:00Z", true, RunOrigin.External, false)]
    [InlineData("2026-03-04T11:59:00Z", "2026-03-04T12:06:00Z", false, RunOrigin.External, true)]
    public void A_start_is_settled_by_a_run_that_appears_or_by_time(string created, string now, bool unsettled, string origin, bool owed)
    {
        var history = RunHistory.Merge([], [Given.Observed(created)], limit: 10);
        var (debt, settled) = Asked(Elsewhen).Resolve(history, Given.Time(now), limit: 10);
        Assert.Equal((unsettled, owed, origin), (debt.IsUnsettled, debt.IsOwed, settled.LastRun!.Origin));
    }
}
