using NodaTime;
using NodaTime.TimeZones;

namespace Planton.Registry.Schedules;

/// <summary>
/// A stretch of time between two clock changes, and which slots of a schedule lie in it. A local time that the change before it
/// skipped gives a slot at the first instant of the stretch; a local time that the change repeats gives a second slot only to an
/// interval schedule. These are the rules that Cronos documents.
/// </summary>
internal sealed class ZoneIntervalSchedule
{
    private static readonly LocalDateTime Beginning = new(1, 1, 1, 0, 0);

    private readonly DateTimeZone _zone;
    private readonly ZoneInterval _interval;
    private readonly LocalDateTime? _previousEnd;

    private ZoneIntervalSchedule(DateTimeZone zone, ZoneInterval interval)
    {
        _zone = zone;
        _interval = interval;
        _previousEnd = interval.HasStart ? zone.GetZoneInterval(interval.Start - Duration.Epsilon).IsoLocalEnd : null;
    }

    /// <summary>The stretch that holds an instant.</summary>
    /// <param name="zone">The time zone.</param>
    /// <param name="instant">Any instant of the stretch.</param>
    public static ZoneIntervalSchedule At(DateTimeZone zone, Instant instant) => new(zone, zone.GetZoneInterval(instant));

    /// <summary>The stretch after this one; null for the last.</summary>
    public ZoneIntervalSchedule? Following() => _interval.HasEnd ? At(_zone, _interval.End) : null;

    /// <summary>The stretch before this one; null for the first.</summary>
    public ZoneIntervalSchedule? Preceding() => _interval.HasStart ? At(_zone, _interval.Start - Duration.Epsilon) : null;

    /// <summary>The first slot of this stretch that is strictly after an instant.</summary>
    /// <param name="times">The schedule's local times.</param>
    /// <param name="after">An instant in this stretch or before it.</param>
    public Instant? First(LocalOccurrences times, Instant after)
    {
        var isInside = !_interval.HasStart || after >= _interval.Start;
        if (!isInside && SkippedSlot(times) is { } skipped) return skipped;

        var from = isInside ? Local(after) : _interval.IsoLocalStart;
        var inclusive = !isInside;
        if (FirstOwn(times) is { } own && own > from) (from, inclusive) = (own, true);

        return times.Next(from, inclusive) is { } next && (!_interval.HasEnd || next < _interval.IsoLocalEnd) ? Slot(next) : null;
    }

    /// <summary>The last slot of this stretch that is at or before an instant.</summary>
    /// <param name="times">The schedule's local times.</param>
    /// <param name="until">An instant in this stretch or after it.</param>
    public Instant? Last(LocalOccurrences times, Instant until)
    {
        var isInside = !_interval.HasEnd || until < _interval.End;
        var end = isInside ? Local(until).PlusTicks(1) : _interval.IsoLocalEnd;
        return times.Last(FirstOwn(times) ?? Beginning, end) is { } last ? Slot(last) : SkippedSlot(times);
    }

    // The first local time that can be a slot here: the beginning, or for schedules that do not repeat, the end of the repeated part.
    private LocalDateTime? FirstOwn(LocalOccurrences times)
    {
        if (_previousEnd is not { } previousEnd) return null;
        var start = _interval.IsoLocalStart;
        return times.IsInterval || previousEnd < start ? start : previousEnd;
    }

    private Instant? SkippedSlot(LocalOccurrences times) =>
        _previousEnd is { } end && end < _interval.IsoLocalStart
        && times.Next(end, inclusive: true) is { } next && next < _interval.IsoLocalStart
            ? _interval.Start
            : null;

    private LocalDateTime Local(Instant instant) => instant.WithOffset(_interval.WallOffset).LocalDateTime;

    private Instant Slot(LocalDateTime local) => local.WithOffset(_interval.WallOffset).ToInstant();
}
