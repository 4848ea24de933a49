using Cronos;
using NodaTime;

namespace Planton.Registry.Schedules;

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
        var found = alternatives.Min(alternative => alternative.GetNextOccurrence(Utc(from), inclusive));
        return found is { } time ? LocalDateTime.FromDateTime(time) : null;
    }

    /// <summary>The last match in a stretch of local time; null when it has none.</summary>
    /// <param name="start">The first local time of the stretch.</param>
    /// <param name="end">The local time after its last.</param>
    /// <remarks>
    /// Found by halving, from forward searches alone: the library's backward search steps over the beginning of a month into days
    /// that do not match (Cronos 0.13: <c>59 20 * 2 *</c> before 1 February gives 31 January).
    /// </remarks>
    public LocalDateTime? Last(LocalDateTime start, LocalDateTime end)
    {
        if (Within(start, end) is not { } last) return null;

        // Matches lie on whole minutes: nothing is left to find in a shorter rest.
        while ((Utc(end) - Utc(last)).Ticks > TimeSpan.TicksPerMinute)
        {
            var middle = LocalDateTime.FromDateTime(Utc(last) + ((Utc(end) - Utc(last)) / 2));
            if (Within(middle, end) is { } later) last = later;
            else end = middle;
        }

        return last;
    }

    private LocalDateTime? Within(LocalDateTime start, LocalDateTime end) =>
        Next(start, inclusive: true) is { } found && found < end ? found : null;

    // The library reads a UTC time without any clock change, which is just what a local time is here.
    private static DateTime Utc(LocalDateTime local) => DateTime.SpecifyKind(local.ToDateTimeUnspecified(), DateTimeKind.Utc);
}
