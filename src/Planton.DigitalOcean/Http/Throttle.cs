namespace Planton.DigitalOcean;

/// <summary>Spaces requests evenly, over all callers. A caller who gives up while waiting leaves its place unused.</summary>
/// <param name="requestsPerSecond">0 or less: no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class Throttle(double requestsPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly TimeSpan _spacing = requestsPerSecond > 0 ? TimeSpan.FromSeconds(1 / requestsPerSecond) : TimeSpan.Zero;
    private TimeSpan _free;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (Reserve() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Takes the next free place.</summary>
    /// <returns>How long it is until then.</returns>
    private TimeSpan Reserve()
    {
        if (_spacing == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        lock (_gate)
        {
            var now = time.GetElapsedTime(_origin);
            var place = _free > now ? _free : now;
            _free = place + _spacing;
            return place - now;
        }
    }
}
