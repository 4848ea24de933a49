using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Tests;

/// <summary>
/// A service with DigitalOcean's two sliding windows and a client that always has something to send, played through event by event: no clock, no
/// threads, and the same every time.
/// </summary>
/// <param name="perMinute">Requests in a sliding minute.</param>
/// <param name="perHour">Requests in a sliding hour.</param>
internal sealed class LimitedModel(int perMinute, int perHour)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    private readonly Queue<TimeSpan> _minute = new();
    private readonly Queue<TimeSpan> _hour = new();
    private readonly Queue<(TimeSpan At, int Refusals, RateRefusal? Refusal)> _answers = new();
    private RateLimiterState _pace = new();

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Sends until everything was accepted.</summary>
    /// <param name="requests">How many.</param>
    /// <param name="atOnce">How many may be under way.</param>
    public void Send(int requests, int atOnce)
    {
        for (var now = TimeSpan.Zero; Accepted < requests;)
        {
            var place = _pace.PlaceOf(0, now);
            var mayGo = _answers.Count < atOnce && Accepted + _answers.Count(static answer => answer.Refusal is null) < requests;
            if (mayGo && (_answers.Count == 0 || place <= _answers.Peek().At))
            {
                now = place;
                _pace = _pace.Take(now);
                _answers.Enqueue((now + Latency, _pace.Refusals, Ask(now)));
                continue;
            }

            (now, var refusals, var refusal) = _answers.Dequeue();
            if (refusal is null) Accepted++;
            else Refused++;
            _pace = refusal is null ? _pace.Accept() : _pace.Refuse(refusals, now, refusal);
        }
    }

    private RateRefusal? Ask(TimeSpan now)
    {
        while (_minute.TryPeek(out var oldest) && oldest <= now - TimeSpan.FromMinutes(1)) _minute.Dequeue();
        while (_hour.TryPeek(out var oldest) && oldest <= now - TimeSpan.FromHours(1)) _hour.Dequeue();
        if (_minute.Count >= perMinute)
        {
            var wait = TimeSpan.FromSeconds(Math.Ceiling((_minute.Peek() + TimeSpan.FromMinutes(1) - now).TotalSeconds));
            return new(wait, wait, perHour);
        }

        if (_hour.Count >= perHour)
        {
            var left = _hour.Peek() + TimeSpan.FromHours(1) - now;
            return new(left < RetrySchedule.MaxServerWait ? left : RetrySchedule.MaxServerWait, left, perHour, IsHourly: true);
        }

        _minute.Enqueue(now);
        _hour.Enqueue(now);
        return null;
    }
}
