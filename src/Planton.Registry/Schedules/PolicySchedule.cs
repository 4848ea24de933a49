using Planton.Registry.Runs;

namespace Planton.Registry.Schedules;

/// <summary>What a policy asks for: when garbage collection is to run, and what counts as a run.</summary>
/// <param name="Schedule">The cron schedule.</param>
/// <param name="Zone">The zone whose local time the schedule speaks of.</param>
/// <param name="Window">How long after its slot a run may still start; not negative.</param>
/// <param name="Type">What a run must delete at least.</param>
/// <param name="Enabled">Whether the policy starts runs at all.</param>
/// <param name="EffectiveFrom">Since when these terms hold; slots up to then do not concern it.</param>
internal sealed record PolicySchedule(
    CronSchedule Schedule, IanaZone Zone, TimeSpan Window, string Type, bool Enabled, DateTimeOffset EffectiveFrom)
    : SlotSchedule(Schedule, Zone, Window, EffectiveFrom)
{
    /// <summary>Whether a run has settled a slot: it counts, and it was started at the slot or later, or for the slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="run">The run, whatever its status: a failed run settles its slot too, so that no apply starts runs in a loop.</param>
    public bool IsServed(DateTimeOffset slot, Run run) => run.Covers(Type) && ServedUntil(run) >= slot;

    /// <summary>The instant up to which all slots are settled: by the counted runs, or by lying before the policy.</summary>
    /// <param name="runs">The runs that are known, in any order.</param>
    public DateTimeOffset ServedUntil(IEnumerable<Run> runs) =>
        runs.Where(run => run.Covers(Type)).Select(ServedUntil).Append(EffectiveFrom).Max();

    // The service's clock may be behind ours, and an adopted run began before its slot: what a run was started for counts as well.
    private static DateTimeOffset ServedUntil(Run run) =>
        run.ScheduledFor is { } slot && slot > run.CreatedAt ? slot : run.CreatedAt;
}
