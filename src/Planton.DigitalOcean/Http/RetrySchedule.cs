using System.Net;
using System.Net.Http.Headers;

namespace Planton.DigitalOcean.Http;

/// <summary>When a request is repeated and after how long: arithmetic without effects, clock or jitter of its own.</summary>
/// <param name="waitMin">The first wait.</param>
/// <param name="waitMax">The longest wait of its own choice.</param>
internal sealed class RetrySchedule(TimeSpan waitMin, TimeSpan waitMax)
{
    /// <summary>
    /// The longest wait that a server may ask for where the caller has not said how long it can wait. The burst limit is counted by the minute, so an
    /// honest answer to it stays below; a longer one means the hourly limit or maintenance, and then an error that says until when serves better.
    /// </summary>
    public static readonly TimeSpan MaxServerWait = TimeSpan.FromMinutes(2);

    private readonly TimeSpan _waitMax = waitMax < waitMin ? waitMin : waitMax;

    /// <summary>
    /// Whether an answer asks for another attempt. A server error leaves open whether the request was carried out, so only what is repeatable is
    /// repeated. A 429 is no failure; <see cref="RateLimitHandler"/> deals with it.
    /// </summary>
    public static bool ShouldRepeat(ApiOperation operation, HttpStatusCode status) => operation.IsIdempotent && IsServerError(status);

    /// <summary>Whether an attempt that ended without an answer is worth another.</summary>
    public static bool ShouldRepeat(ApiOperation operation, AttemptException failure) =>
        failure.IsTransient && !operation.IsSentOnce && (operation.IsIdempotent || failure.Kind == FailureKind.NotSent);

    /// <summary>Whether the status leaves open what happened; 501 says clearly that nothing did.</summary>
    public static bool IsServerError(HttpStatusCode status) => (int)status >= 500 && status != HttpStatusCode.NotImplemented;

    /// <summary>
    /// The wait before repetition number <paramref name="repetition"/>: it doubles from the minimum up to the maximum, and is spread over half of its
    /// length, so that calls that failed together do not come back together.
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

    /// <summary>What a <c>Retry-After</c> header asks for on the statuses where it is defined.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="header">Seconds or a date; null when missing.</param>
    /// <param name="serverNow">The moment of the answer by the server's clock, which its date refers to.</param>
    /// <returns>The wait, never negative, or null when the server asks for none.</returns>
    public static TimeSpan? ServerWait(HttpStatusCode status, RetryConditionHeaderValue? header, DateTimeOffset serverNow)
    {
        if (status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
        {
            return null;
        }

        var wait = header?.Delta ?? (header?.Date - serverNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
