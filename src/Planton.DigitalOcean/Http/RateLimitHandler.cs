using System.Net;

namespace Planton.DigitalOcean.Http;

/// <summary>
/// Passes every attempt through the <see cref="RequestThrottle"/>, and retries what the API refuses with 429 when the throttle opens again. A 429 had
/// no effect, so every request may be retried, except one that requires a new decision. It does not count as a failed attempt either: a large change
/// of the account takes longer, but does not fail.
/// </summary>
internal sealed class RateLimitHandler : DelegatingHandler
{
    /// <summary>
    /// How many refusals after the announced time count as one failed attempt. While other requests are accepted, one request is not refused this
    /// often by chance.
    /// </summary>
    public const int RefusalsPerRetry = 5;

    private readonly int _retryMax;
    private readonly RetrySchedule _schedule;
    private readonly ServerClock _clock;
    private readonly Jitter _jitter;
    private readonly Action<RateLimitPause>? _observer;
    private readonly RequestThrottle _gate;

    public RateLimitHandler(
        DigitalOceanClientOptions options, TimeProvider time, ServerClock clock, Jitter jitter, Action<RateLimitPause>? observer, HttpMessageHandler inner)
        : base(inner)
    {
        _retryMax = options.RetryMax;
        _schedule = new RetrySchedule(options.RetryWaitMin, options.RetryWaitMax);
        (_clock, _jitter, _observer) = (clock, jitter, observer);
        _gate = new RequestThrottle(options.RequestsPerSecond, Math.Max(1, _retryMax), time);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = PendingCall.Of(request);
        HttpResponseMessage? refused = null;
        try
        {
            for (var broken = 0; ;)
            {
                var entry = await _gate.EnterAsync(call.Deadline, again: refused is not null, call.Operation, cancellationToken);
                if (entry.RefusedWait is { } wait) return Refused(call, ref refused, wait);

                refused?.Dispose();
                refused = null;
                var answer = await base.SendAsync(request, cancellationToken);
                if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                {
                    _gate.Accept();
                    return answer;
                }

                if (Close(entry, answer)) broken++;
                if (call.Operation.IsSentOnce || _retryMax == 0 || _gate.IsHopeless || broken > RefusalsPerRetry * _retryMax) return answer;
                refused = answer;
            }
        }
        finally
        {
            refused?.Dispose();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gate.Dispose();
        base.Dispose(disposing);
    }

    /// <returns>Whether the API had promised to accept it.</returns>
    private bool Close(RequestThrottle.Entry entry, HttpResponseMessage answer)
    {
        var now = _clock.UtcNow();
        var (pace, moment, isNews, isBroken) = _gate.Refuse(
            entry, brokenPromises => RateRefusal.Read(answer.Headers, answer.Headers.Date ?? now, _schedule.Wait(brokenPromises, _jitter.Next())));
        if (isNews) _observer?.Invoke(new RateLimitPause(Later(now, pace.Opens - moment), Later(now, pace.Resets - moment), 60 / pace.Spacing.TotalSeconds));
        return isBroken;
    }

    /// <summary>The API's own refusal, where this call has one; otherwise an error that it was not sent because others were refused.</summary>
    private HttpResponseMessage Refused(PendingCall call, ref HttpResponseMessage? refused, TimeSpan wait)
    {
        if (refused is { } answer)
        {
            if (!_gate.IsHopeless) call.RefusedWait = wait;
            refused = null;
            return answer;
        }

        throw new AttemptException(FailureKind.NotSent, isTransient: false, "it was not sent, because the rate limit of the token is exhausted", inner: null)
        {
            RateLimitReset = Later(_clock.UtcNow(), wait),
        };
    }

    /// <summary>A server may ask for more than a calendar has.</summary>
    private static DateTimeOffset Later(DateTimeOffset now, TimeSpan wait) => wait < DateTimeOffset.MaxValue - now ? now + wait : DateTimeOffset.MaxValue;
}
