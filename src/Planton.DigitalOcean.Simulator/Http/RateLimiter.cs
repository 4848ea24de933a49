using System.Globalization;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>
/// The API's two limits per token: requests in a sliding hour, and a burst limit in a sliding minute. A refused request
/// does not count.
/// </summary>
internal sealed class RateLimiter
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _hours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<DateTimeOffset>> _minutes = new(StringComparer.Ordinal);

    /// <summary>Counts a request.</summary>
    /// <param name="token">Whose request it is.</param>
    /// <param name="now">The simulated time.</param>
    /// <param name="limits">The limits, or null to count without refusing.</param>
    public RateState Count(string token, DateTimeOffset now, RateLimits? limits)
    {
        lock (_gate)
        {
            var hour = Window(_hours, token, now - Hour);
            var minute = Window(_minutes, token, now - Minute);
            if (limits is not null && minute.Count >= limits.PerMinute)
                return State(hour, now, limits, remaining: 0) with { Refused = true, RetryAfter = minute.Peek() + Minute - now };
            if (limits is not null && hour.Count >= limits.PerHour)
                return State(hour, now, limits, remaining: 0) with { Refused = true };
            hour.Enqueue(now);
            minute.Enqueue(now);
            var shown = limits ?? RateLimits.Documented;
            return State(hour, now, shown, Math.Max(0, shown.PerHour - hour.Count));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _hours.Clear();
            _minutes.Clear();
        }
    }

    private static Queue<DateTimeOffset> Window(Dictionary<string, Queue<DateTimeOffset>> windows, string token, DateTimeOffset from)
    {
        if (!windows.TryGetValue(token, out var window))
            windows.Add(token, window = new Queue<DateTimeOffset>());
        while (window.TryPeek(out var oldest) && oldest <= from)
            window.Dequeue();
        return window;
    }

    private static RateState State(Queue<DateTimeOffset> hour, DateTimeOffset now, RateLimits limits, int remaining) =>
        new(limits.PerHour, remaining, (hour.TryPeek(out var oldest) ? oldest : now) + Hour);
}

/// <summary>What the rate headers of one answer say.</summary>
internal sealed record RateState(int Limit, int Remaining, DateTimeOffset Reset)
{
    public bool Refused { get; init; }

    /// <summary>Only with the burst limit; the hourly one never says when to come back.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public IEnumerable<KeyValuePair<string, string>> Headers()
    {
        yield return Header("ratelimit-limit", Limit);
        yield return Header("ratelimit-remaining", Remaining);
        yield return Header("ratelimit-reset", (long)Math.Ceiling(Reset.ToUnixTimeMilliseconds() / 1000.0));
        if (RetryAfter is { } wait)
            yield return Header("retry-after", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)));
    }

    private static KeyValuePair<string, string> Header(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Requests a token may make; the simulator's clock decides what an hour is.</summary>
/// <param name="PerHour">Requests in a sliding hour.</param>
/// <param name="PerMinute">Requests in a sliding minute.</param>
public sealed record RateLimits(int PerHour, int PerMinute)
{
    /// <summary>The limits DigitalOcean documents: 5000 an hour, 250 a minute.</summary>
    public static RateLimits Documented { get; } = new(PerHour: 5000, PerMinute: 250);
}
