using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Planton.Registry.Schedules;

/// <summary>
/// A cron schedule: when garbage collection is to run, in the local time of a zone. Day of month and day of week match as in cron:
/// either, when both are restricted. The instants that it names are called slots.
/// </summary>
/// <remarks>
/// An hour that a clock change skips moves its slots to the first instant after it; an hour that a clock change repeats has the slots
/// of an interval schedule (a <c>*</c>, range or step in minute or hour) twice and of any other once.
/// Slots are found from year 2 to year 9998.
/// </remarks>
internal sealed class CronSchedule
{
    // A day's distance from the ends of the calendar, so that no zone's offset leaves it.
    private static readonly DateTimeOffset Earliest = new(2, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9998, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly LocalOccurrences _times;

    private CronSchedule(string text, IReadOnlyList<CronFieldValues> fields, LocalOccurrences times)
    {
        Text = text;
        Fields = fields;
        _times = times;
    }

    /// <summary>The schedule as it was written.</summary>
    public string Text { get; }

    /// <summary>The five fields that the text was read as.</summary>
    public IReadOnlyList<CronFieldValues> Fields { get; }

    /// <summary>Reads five cron fields or one of <c>@daily</c>, <c>@weekly</c>, <c>@monthly</c>.</summary>
    /// <param name="text">The schedule as the user wrote it.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="error">What is wrong, as full sentences that name each wrong field and what it allows.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? error)
    {
        schedule = CronScheduleParser.TryParse(text, out var fields, out var times, out error) ? new CronSchedule(text, fields, times) : null;
        return schedule is not null;
    }

    /// <summary>The first slot strictly after an instant, in UTC; null when none comes any more.</summary>
    /// <param name="instant">The instant, with any offset.</param>
    /// <param name="zone">The zone whose local time the schedule speaks of.</param>
    public DateTimeOffset? NextAfter(DateTimeOffset instant, IanaZone zone)
    {
        if (instant >= Latest) return null;
        var after = Instant.FromDateTimeOffset(instant < Earliest ? Earliest : instant);
        for (var stretch = zone.StretchAt(after); stretch is not null; stretch = stretch.Following())
        {
            if (stretch.First(_times, after) is { } slot) return slot.ToDateTimeOffset();
        }

        return null;
    }

    /// <summary>The last slot at or before an instant, in UTC; null when none came before.</summary>
    /// <param name="instant">The instant, with any offset.</param>
    /// <param name="zone">The zone whose local time the schedule speaks of.</param>
    public DateTimeOffset? LatestAtOrBefore(DateTimeOffset instant, IanaZone zone)
    {
        if (instant < Earliest) return null;
        var until = Instant.FromDateTimeOffset(instant > Latest ? Latest : instant);
        for (var stretch = zone.StretchAt(until); stretch is not null; stretch = stretch.Preceding())
        {
            if (stretch.Last(_times, until) is { } slot) return slot.ToDateTimeOffset();
        }

        return null;
    }

    /// <summary>The slots strictly after one instant and at or before another, oldest first.</summary>
    /// <param name="after">The instant before the first slot.</param>
    /// <param name="until">The instant that ends the search; a slot at it is included.</param>
    /// <param name="zone">The zone whose local time the schedule speaks of.</param>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until, IanaZone zone)
    {
        for (var slot = NextAfter(after, zone); slot is { } found && found <= until; slot = NextAfter(found, zone)) yield return found;
    }
}
