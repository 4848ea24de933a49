using Planton.Registry.Runs;

namespace Planton.Registry.Schedules;

/// <summary>How a policy stands at an instant.</summary>
/// <param name="DueSlot">The slot that is due; null when none is.</param>
/// <param name="Overdue">Whether the window of a slot has passed with no run.</param>
/// <param name="NextRunAt">The due slot, or else the next one; null when the policy is disabled or no slot comes any more.</param>
internal sealed record DueState(DateTimeOffset? DueSlot, bool Overdue, DateTimeOffset? NextRunAt)
{
    /// <summary>How a disabled policy stands, at any instant.</summary>
    public static DueState Disabled { get; } = new(DueSlot: null, Overdue: false, NextRunAt: null);

    /// <summary>Whether a run is to be started.</summary>
    public bool Due => DueSlot is not null;
}

/// <summary>Decides whether a run is due.</summary>
internal static class DueEvaluation
{
    /// <summary>
    /// Evaluates a policy. The latest slot is due from its own instant to the end of its window, both included, unless a run has
    /// settled it or the policy did not exist before it. Older slots are not made up for.
    /// </summary>
    /// <param name="policy">What the policy asks for.</param>
    /// <param name="now">The present.</param>
    /// <param name="runs">All runs that are known, in any order: a cut history could hide the run that counts.</param>
    public static DueState Evaluate(PolicySchedule policy, DateTimeOffset now, IEnumerable<Run> runs) =>
        policy.Enabled ? Evaluate(policy, now, policy.ServedUntil(runs)) : DueState.Disabled;

    /// <summary>Evaluates a schedule in the same way.</summary>
    /// <param name="schedule">When something is to be done.</param>
    /// <param name="now">The present.</param>
    /// <param name="servedUntil">The instant up to which all slots are settled; not before the terms hold.</param>
    public static DueState Evaluate(SlotSchedule schedule, DateTimeOffset now, DateTimeOffset servedUntil)
    {
        var due = DueSlot(schedule, now, servedUntil);
        return new DueState(due, IsOverdue(schedule, now, servedUntil), due ?? NextSlot(schedule, now));
    }

    /// <summary>The slot whose window is open, and closes before the next slot: a schedule that begins now does not serve it. Null if there is none.</summary>
    public static DateTimeOffset? SlotLostByStartingNow(SlotSchedule schedule, DateTimeOffset now) =>
        schedule.Schedule.LatestAtOrBefore(now, schedule.Zone) is { } latest && now - latest <= schedule.Window
            && !(schedule.Schedule.NextAfter(now, schedule.Zone) is { } next && next - latest <= schedule.Window)
            ? latest
            : null;

    private static DateTimeOffset? DueSlot(SlotSchedule schedule, DateTimeOffset now, DateTimeOffset servedUntil) =>
        schedule.Schedule.LatestAtOrBefore(now, schedule.Zone) is { } latest && latest > servedUntil && now - latest <= schedule.Window
            ? latest
            : null;

    private static bool IsOverdue(SlotSchedule schedule, DateTimeOffset now, DateTimeOffset servedUntil)
    {
        // No window of a later slot can have passed yet. This also keeps a window of centuries from leaving the calendar.
        if (now - servedUntil <= schedule.Window) return false;

        var lastPassed = now - schedule.Window - TimeSpan.FromTicks(1);
        return schedule.Schedule.LatestAtOrBefore(lastPassed, schedule.Zone) is { } slot && slot > servedUntil;
    }

    // A policy whose creation lies ahead (a clock was set back) has no slots until then.
    private static DateTimeOffset? NextSlot(SlotSchedule schedule, DateTimeOffset now) =>
        schedule.Schedule.NextAfter(schedule.EffectiveFrom > now ? schedule.EffectiveFrom : now, schedule.Zone);
}
