using System.Runtime.InteropServices;

namespace Planton.Registry.Storage;

/// <summary>The whole days in UTC over which growth is measured. The present day is not over, so the window ends before it.</summary>
/// <param name="Start">The first day.</param>
/// <param name="Today">The day after the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StorageWindow(DateOnly Start, DateOnly Today)
{
    /// <summary>The window of so many days.</summary>
    public static StorageWindow Before(DateTimeOffset now, int days)
    {
        var today = DayOf(now);
        return new(today.AddDays(-days), today);
    }

    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    public bool Contains(DateOnly day) => day >= Start && day < Today;

    /// <summary>The days of the window on which something existed; a registry of five days is not measured by thirty.</summary>
    public int DaysSince(DateTimeOffset? created)
    {
        var first = created is { } time && DayOf(time) > Start ? DayOf(time) : Start;
        return Math.Max(0, Today.DayNumber - first.DayNumber);
    }
}
