using Planton.Registry.Retention;
using Planton.Registry.Schedules;

namespace Planton.Registry.Tests.Retention;

public sealed class RetentionDueTests
{
    private static readonly SlotSchedule Sundays = new(Given.Schedule("0 3 * * 0"), IanaZone.Utc, TimeSpan.FromHours(4), Given.Time("2026-01-01"));

    [Theory]
    [InlineData(0, 100, true, false)]
    [InlineData(1, 100, true, true)]
    [InlineData(100, 100, true, true)]
    [InlineData(101, 100, true, false)]
    [InlineData(1, 0, true, false)]
    [InlineData(1, 100, false, false)]
    public void Without_a_schedule_candidates_are_due_unless_there_are_too_many(int candidates, long most, bool enabled, bool isDue)
    {
        var due = RetentionDue.Evaluate(new(Slots: null, Given.Time("2026-01-01"), enabled, most), candidates, Given.Time("2026-03-01"));

        Assert.Equal(new RetentionDue(isDue, Slot: null, NextRunAt: null), due);
    }

    [Theory]
    [InlineData("2026-03-01T02:59:59Z", "2026-01-01", false, null, "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00Z", "2026-01-01", true, "2026-03-01T03:00:00Z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T07:00:00Z", "2026-01-01", true, "2026-03-01T03:00:00Z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T07:00:01Z", "2026-01-01", false, null, "2026-03-08T03:00:00Z")]
    [InlineData("2026-03-01T04:00:00Z", "2026-03-01T03:00:00Z", false, null, "2026-03-08T03:00:00Z")]
    [InlineData("2026-03-01T04:00:00Z", "2026-03-01T02:59:59Z", true, "2026-03-01T03:00:00Z", "2026-03-01T03:00:00Z")]
    public void With_a_schedule_candidates_are_due_while_the_window_of_a_slot_is_open_that_no_apply_has_served(
        string now, string servedUntil, bool isDue, string? slot, string next)
    {
        var schedule = new RetentionSchedule(Sundays, Given.Time(servedUntil), Enabled: true, MaxDeletions: 100);

        Assert.Equal(new RetentionDue(isDue, Given.TimeOrNull(slot), Given.Time(next)), RetentionDue.Evaluate(schedule, 1, Given.Time(now)));
        Assert.Equal(new RetentionDue(IsDue: false, Given.TimeOrNull(slot), Given.Time(next)), RetentionDue.Evaluate(schedule, 0, Given.Time(now)));
        Assert.Equal(new RetentionDue(IsDue: false, Slot: null, NextRunAt: null), RetentionDue.Evaluate(schedule with { Enabled = false }, 1, Given.Time(now)));
    }
}
