namespace Planton.DigitalOcean;

/// <summary>
/// DigitalOcean's own time, from the <c>Date</c> header of the latest response, advanced by this machine's monotonic clock. The times of garbage
/// collection runs come from DigitalOcean; comparing them with the clock of a laptop that is an hour off would start runs outside their window.
/// Before the first response it is the local clock.
/// </summary>
/// <param name="time">The local clock.</param>
public sealed class ServerClock(TimeProvider time)
{
    private Reading? _newest;

    /// <summary>Whether a reply has told the time yet.</summary>
    public bool IsSynchronized => Volatile.Read(ref _newest) is not null;

    /// <summary>The present moment by DigitalOcean's clock; exact to about a second, which is what the header can tell.</summary>
    /// <returns>The moment in UTC.</returns>
    public DateTimeOffset UtcNow() =>
        Volatile.Read(ref _newest) is { } reading ? reading.Date + time.GetElapsedTime(reading.Timestamp) : time.GetUtcNow();

    /// <summary>Takes over the time of a reply that has just arrived.</summary>
    /// <param name="date">The <c>Date</c> header of the response; null leaves the clock unchanged.</param>
    internal void Observe(DateTimeOffset? date)
    {
        if (date is { } known)
        {
            Volatile.Write(ref _newest, new Reading(known.ToUniversalTime(), time.GetTimestamp()));
        }
    }

    private sealed record Reading(DateTimeOffset Date, long Timestamp);
}
