using NodaTime;
using NodaTime.TimeZones;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>What becomes of the wall-clock times that a clock change skips or repeats.</summary>
public enum ScheduleClockChange
{
    /// <summary>The clock is looked at and nothing else: what it skips does not happen, what it shows twice happens twice.</summary>
    AsShown,

    /// <summary>What it skips happens when it has jumped, what it shows twice happens the first time.</summary>
    Once,
}

/// <summary>
/// The slots of a scheduled job. It knows neither the client nor the provider, which reckon slots of their own: where the three disagree a
/// test shows it.
/// </summary>
/// <param name="fields">The wall-clock times.</param>
/// <param name="zone">Whose clock it is.</param>
/// <param name="changes">What becomes of times around a clock change.</param>
internal sealed class CronSchedule(CronFields fields, DateTimeZone zone, ScheduleClockChange changes)
{
    /// <summary>The first slot after an instant; null when none comes for years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        for (var from = Instant.FromDateTimeOffset(after) + Duration.Epsilon; ;)
        {
            var interval = zone.GetZoneInterval(from);
            if (fields.Next(from.WithOffset(interval.WallOffset).LocalDateTime) is not { } time) return null;
            var found = time.WithOffset(interval.WallOffset).ToInstant();
            if (interval.HasEnd && found >= interval.End)
            {
                from = interval.End;
                if (IsSkippedAt(interval)) return from.ToDateTimeOffset();
            }
            else if (IsRepeated(time, found))
            {
                from = found + Duration.Epsilon;
            }
            else
            {
                return found.ToDateTimeOffset();
            }
        }
    }

    private bool IsSkippedAt(ZoneInterval before)
    {
        if (changes != ScheduleClockChange.Once) return false;
        var after = zone.GetZoneInterval(before.End);
        return fields.Next(before.IsoLocalEnd) is { } time && time < after.IsoLocalStart;
    }

    private bool IsRepeated(LocalDateTime time, Instant found) =>
        changes == ScheduleClockChange.Once && zone.MapLocal(time) is { Count: 2 } both && both.Last().ToInstant() == found;
}
