using Planton.Registry.Schedules;

namespace Planton.Registry.Retention;

/// <summary>When a retention policy deletes.</summary>
/// <param name="Slots">The slots; null when every time will do.</param>
/// <param name="ServedUntil">The instant up to which all slots are settled: by an apply that carried its plan out, or by lying before the terms.</param>
/// <param name="Enabled">Whether the policy deletes at all.</param>
/// <param name="MaxDeletions">The number of candidates above which nothing is due: a wrong rule deletes nothing.</param>
internal sealed record RetentionSchedule(SlotSchedule? Slots, DateTimeOffset ServedUntil, bool Enabled, long MaxDeletions);

/// <summary>Whether deletions are due.</summary>
/// <param name="IsDue">Whether the next plan shows the candidates as deletions.</param>
/// <param name="Slot">The slot whose window is open and that no apply has served; null when there is none.</param>
/// <param name="NextRunAt">That slot, or else the next one; null without a schedule and while the policy is disabled.</param>
internal sealed record RetentionDue(bool IsDue, DateTimeOffset? Slot, DateTimeOffset? NextRunAt)
{
    /// <summary>Decides whether the candidates are due.</summary>
    public static RetentionDue Evaluate(RetentionSchedule schedule, int candidates, DateTimeOffset now)
    {
        if (!schedule.Enabled) return new(IsDue: false, Slot: null, NextRunAt: null);

        var state = schedule.Slots is { } slots ? DueEvaluation.Evaluate(slots, now, schedule.ServedUntil) : null;
        var isAllowed = candidates > 0 && candidates <= schedule.MaxDeletions;
        return new(isAllowed && (state is null || state.Due), state?.DueSlot, state?.NextRunAt);
    }
}
