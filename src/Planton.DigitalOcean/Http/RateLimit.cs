using System.Globalization;
using System.Net.Http.Headers;

namespace Planton.DigitalOcean.Http;

/// <summary>The token's rate limit, according to the latest response.</summary>
/// <param name="Limit">Requests per hour.</param>
/// <param name="Remaining">Requests left; 0 may also mean the limit per minute.</param>
/// <param name="Reset">When the oldest counted request leaves the window.</param>
public sealed record RateLimit(long? Limit, long? Remaining, DateTimeOffset? Reset)
{
    internal static RateLimit? Read(HttpResponseHeaders headers)
    {
        var limit = Number(headers, "ratelimit-limit");
        var remaining = Number(headers, "ratelimit-remaining");
        var reset = Moment(Number(headers, "ratelimit-reset"));
        return limit is null && remaining is null && reset is null ? null : new RateLimit(limit, remaining, reset);
    }

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static DateTimeOffset? Moment(long? seconds) =>
        seconds is { } known && known <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(known) : null;
}
