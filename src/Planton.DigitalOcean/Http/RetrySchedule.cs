using System.Net;
using System.Net.Http.Headers;

namespace Planton.DigitalOcean.Http;

/// <summary>When a request is repeated and after how long: arithmetic without effects, clock or jitter of its own.</summary>
/// <param name="waitMin">The first wait.</param>
/// <param name="waitMax">The longest wait without a server's request.</param>
internal sealed class RetrySchedule(TimeSpan waitMin, TimeSpan waitMax)
{
    /// <summary>
    /// The longest wait that a server may request if the caller has not set a deadline. The burst limit is counted by the minute, so a reasonable
    /// wait for it is shorter; a longer one means the hourly limit or maintenance, and then an error that says until when is more useful.
    /// </summary>
    public static readonly TimeSpan MaxServerWait = TimeSpan.FromMinutes(2);

    private readonly TimeSpan _waitMax = waitMax < waitMin ? waitMin : waitMax;

    /// <summary>
    /// Whether a response allows another attempt. A server error leaves open whether the request was processed, so only idempotent requests are
    /// retried. A 429 is not a failure; <see cref="RateLimitHandler"/> handles it.
    /// </summary>
    public static bool ShouldRepeat(ApiOperation operation, HttpStatusCode status) => operation.IsIdempotent && IsServerError(status);

    /// <summary>Whether to retry an attempt that ended without a response.</summary>
    public static bool ShouldRepeat(ApiOperation operation, AttemptException failure) =>
        failure.IsTransient && !operation.IsSentOnce && (operation.IsIdempotent || failure.Kind == FailureKind.NotSent);

    /// <summary>Whether the status leaves open what happened; 501 says clearly that nothing did.</summary>
    public static bool IsServerError(HttpStatusCode status) => (int)status >= 500 && status != HttpStatusCode.NotImplemented;

    /// <summary>
    /// The wait before repetition number <paramref name="repetition"/>: it doubles from the minimum up to the maximum, with jitter over half of its
    /// length, so that calls that failed together are not retried together.
    /// </summary>
    /// <param name="repetition">From 0.</param>
    /// <param name="jitter">From 0 to below 1.</param>
    public TimeSpan Wait(int repetition, double jitter)
    {
        var step = waitMin.TotalSeconds * Math.Pow(2, Math.Min(repetition, 30));
        var ceiling = Math.Min(_waitMax.TotalSeconds, step * 1.5);
        var floor = Math.Max(waitMin.TotalSeconds, Math.Min(step, ceiling * 0.75));
        return TimeSpan.FromSeconds(floor + ((ceiling - floor) * jitter));
    }

    /// <summary>The wait in a <c>Retry-After</c> header, for the statuses for which it is defined.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="header">Seconds or a date; null when missing.</param>
    /// <param name="serverNow">The time of the response by the server's clock, which the header's date refers to.</param>
    /// <returns>The wait, never negative, or null if the server does not request one.</returns>
    public static TimeSpan? ServerWait(HttpStatusCode status, RetryConditionHeaderValue? header, DateTimeOffset serverNow)
    {
        if (status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) return null;

        var wait = header?.Delta ?? (header?.Date - serverNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
