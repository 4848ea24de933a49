using System.Net;

namespace Planton.DigitalOcean;

/// <summary>
/// Takes every attempt through the <see cref="RateGate"/>, and repeats what the API refuses with 429 when the gate opens again. A 429 had no
/// effect, so every request may be repeated, but for one that is to be decided on again. It is no failed attempt either: a large change of the account takes longer, and does not fail.
/// </summary>
internal sealed class RateLimitHandler : DelegatingHandler
{
    /// <summary>
    /// How many times as often as it may fail a request may be refused while others are accepted: by chance, none is so unlucky, so that the API must
    /// mean this one.
    /// </summary>
    private const int Luck = 5;

    private readonly int _retryMax;
    private readonly RetrySchedule _schedule;
    private readonly ServerClock _clock;
    private readonly Chance _chance;
    private readonly Action<RateLimitPause>? _observer;
    private readonly RateGate _gate;

    public RateLimitHandler(
        DigitalOceanClientOptions options, TimeProvider time, ServerClock clock, Chance chance, Action<RateLimitPause>? observer, HttpMessageHandler inner)
        : base(inner)
    {
        _retryMax = options.RetryMax;
        _schedule = new RetrySchedule(options.RetryWaitMin, options.RetryWaitMax);
        (_clock, _chance, _observer) = (clock, chance, observer);
        _gate = new RateGate(options.RequestsPerSecond, Math.Max(1, _retryMax), time);
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
                if (call.Operation.IsSentOnce || _retryMax == 0 || _gate.IsHopeless || broken > Luck * _retryMax) return answer;
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
    private bool Close(RateGate.Entry entry, HttpResponseMessage answer)
    {
        var now = _clock.UtcNow();
        var (pace, moment, isNews, isBroken) = _gate.Refuse(
            entry, strikes => RateRefusal.Read(answer.Headers, answer.Headers.Date ?? now, _schedule.Wait(strikes, _chance.Next())));
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

        throw new AttemptException(FailureKind.NotSent, mayPass: false, "it was not sent, because the rate limit of the token is used up", inner: null)
        {
            RateLimitReset = Later(_clock.UtcNow(), wait),
        };
    }

    /// <summary>A server may ask for more than a calendar has.</summary>
    private static DateTimeOffset Later(DateTimeOffset now, TimeSpan wait) => wait < DateTimeOffset.MaxValue - now ? now + wait : DateTimeOffset.MaxValue;
}
