using System.Net;
using System.Net.Http.Headers;

namespace Planton.DigitalOcean.Http;

/// <summary>What a 429 says about when to come back.</summary>
/// <param name="Wait">Until it is worth asking again.</param>
/// <param name="UntilReset">Until the API promises to accept requests; longer than <see cref="Wait"/> where the promise is far off and not to be relied on.</param>
/// <param name="Limit">Requests per hour; null when the answer does not say.</param>
/// <param name="IsHourly">Whether it is the hourly limit that is used up.</param>
internal sealed record RateRefusal(TimeSpan Wait, TimeSpan UntilReset, long? Limit, bool IsHourly = false)
{
    /// <summary>
    /// The limit per minute comes with a <c>Retry-After</c>. The one per hour has only the moment at which its oldest request leaves the window,
    /// which counts if nothing is left; it is asked again on the way there, since a header alone should not put a client to sleep for an hour.
    /// </summary>
    /// <param name="headers">The answer's.</param>
    /// <param name="serverNow">The moment of the answer by the server's clock.</param>
    /// <param name="otherwise">The wait when the answer names none.</param>
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
