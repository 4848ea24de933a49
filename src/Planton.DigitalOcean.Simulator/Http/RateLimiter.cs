using System.Globalization;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>
/// The API's two limits per token: requests in a sliding hour, and a burst limit in a sliding minute. A refused request
/// does not count.
/// </summary>
internal sealed class RateLimiter
{
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
            var shown = limits ?? RateLimits.Documented;
            var hour = Window(_hours, token, now - shown.Hour);
            var minute = Window(_minutes, token, now - shown.Minute);
            if (limits is not null && minute.Count >= limits.PerMinute)
            {
                return State(hour, now, limits, remaining: 0) with { Refused = true, RetryAfter = minute.Peek() + limits.Minute - now };
            }

            if (limits is not null && hour.Count >= limits.PerHour) return State(hour, now, limits, remaining: 0) with { Refused = true };
            hour.Enqueue(now);
            minute.Enqueue(now);
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
        if (!windows.TryGetValue(token, out var window)) windows.Add(token, window = new Queue<DateTimeOffset>());
        while (window.TryPeek(out var oldest) && oldest <= from) window.Dequeue();
        return window;
    }

    private static RateState State(Queue<DateTimeOffset> hour, DateTimeOffset now, RateLimits limits, int remaining) =>
        new(limits.PerHour, remaining, (hour.TryPeek(out var oldest) ? oldest : now) + limits.Hour);
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
        if (RetryAfter is { } wait) yield return Header("retry-after", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)));
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

    /// <summary>
    /// The length of what counts as a minute, in simulated time. A shorter one lets a test see many windows pass although clients wait out a
    /// <c>Retry-After</c> in real time, which a faster clock would not.
    /// </summary>
    public TimeSpan Minute { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The length of what counts as an hour: sixty of those minutes.</summary>
    public TimeSpan Hour => Minute * 60;
}
