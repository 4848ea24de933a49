namespace Planton.Registry.Schedules;

/// <summary>When something is to be done: at the slots of a schedule, or within a window after each.</summary>
/// <param name="Schedule">The cron schedule.</param>
/// <param name="Zone">The zone whose local time the schedule speaks of.</param>
/// <param name="Window">How long after its slot a run may still start; not negative.</param>
/// <param name="EffectiveFrom">Since when these terms hold; slots up to then do not concern them.</param>
internal record SlotSchedule(CronSchedule Schedule, IanaZone Zone, TimeSpan Window, DateTimeOffset EffectiveFrom);
