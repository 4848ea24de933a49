using Cronos;
using NodaTime;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>The local times that a cron schedule names, as if no clock were ever changed.</summary>
/// <param name="alternatives">A time occurs when it matches any of them.</param>
/// <param name="isInterval">Whether the schedule is interval based.</param>
internal sealed class LocalOccurrences(CronExpression[] alternatives, bool isInterval)
{
    /// <summary>
    /// Whether the minute or hour field holds a <c>*</c>, a range or a step. Such a schedule is expected to go on during an hour
    /// that the clock repeats; any other occurs once a day, and so once.
    /// </summary>
    public bool IsInterval => isInterval;

    /// <summary>Whether there is a time that matches; false for a day like 30 February.</summary>
    public bool Any => Next(new LocalDateTime(2000, 1, 1, 0, 0), inclusive: true) is not null;

    /// <summary>The first match after (or at) a local time; null when none comes any more.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="inclusive">Whether <paramref name="from"/> itself may match.</param>
    public LocalDateTime? Next(LocalDateTime from, bool inclusive)
    {
        // The library reads a UTC time without any clock change, which is just what a local time is here.
        var start = DateTime.SpecifyKind(from.ToDateTimeUnspecified(), DateTimeKind.Utc);
        return Local(alternatives.Min(alternative => alternative.GetNextOccurrence(start, inclusive)));
    }

    /// <summary>The last match before (or at) a local time; null when none came before.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="inclusive">Whether <paramref name="from"/> itself may match.</param>
    public LocalDateTime? Previous(LocalDateTime from, bool inclusive)
    {
        var start = DateTime.SpecifyKind(from.ToDateTimeUnspecified(), DateTimeKind.Utc);
        return Local(alternatives.Max(alternative => alternative.GetPreviousOccurrence(start, inclusive)));
    }

    private static LocalDateTime? Local(DateTime? time) => time is { } found ? LocalDateTime.FromDateTime(found) : null;
}
