using System.Net;
using System.Net.Http.Headers;

namespace Planton.DigitalOcean.Http;

/// <summary>What a 429 says about when to come back.</summary>
/// <param name="Wait">Until it is worth trying again.</param>
/// <param name="UntilReset">Until the API promises to accept requests; longer than <see cref="Wait"/> if that time is far away and unreliable.</param>
/// <param name="Limit">Requests per hour; null if the response does not say.</param>
/// <param name="IsHourly">Whether the hourly limit is exhausted.</param>
internal sealed record RateRefusal(TimeSpan Wait, TimeSpan UntilReset, long? Limit, bool IsHourly = false)
{
    /// <summary>
    /// The limit per minute comes with a <c>Retry-After</c>. The limit per hour has only the time at which its oldest request leaves the window,
    /// which counts if nothing is left. Requests are tried before that time, since a header alone should not block a client for an hour.
    /// </summary>
    /// <param name="headers">The headers of the response.</param>
    /// <param name="serverNow">The time of the response by the server's clock.</param>
    /// <param name="otherwise">The wait if the response does not name one.</param>
    public static RateRefusal Read(HttpResponseHeaders headers, DateTimeOffset serverNow, TimeSpan otherwise)
    {
        var limits = RateLimit.Read(headers);
        if (RetrySchedule.ServerWait(HttpStatusCode.TooManyRequests, headers.RetryAfter, serverNow) is { } asked) return new(asked, asked, limits?.Limit);
        if (limits is { Remaining: 0, Reset: { } reset } && reset - serverNow is var left && left > TimeSpan.Zero)
        {
            return new(left < RetrySchedule.MaxServerWait ? left : RetrySchedule.MaxServerWait, left, limits.Limit, IsHourly: true);
        }

        return new(otherwise, otherwise, limits?.Limit);
    }
}
