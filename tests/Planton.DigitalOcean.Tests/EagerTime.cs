using Microsoft.Extensions.Time.Testing;

namespace Planton.DigitalOcean.Tests;

/// <summary>
/// A clock on which every wait is over as soon as it begins, and is remembered. Timers of <see cref="Never"/> and longer stand for time-outs and
/// never fire.
/// </summary>
internal sealed class EagerTime : TimeProvider
{
    public static readonly TimeSpan Never = TimeSpan.FromHours(1);

    public static readonly DateTimeOffset Start = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);

    public List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= TimeSpan.Zero && dueTime < Never)
        {
            Waits.Add(dueTime);
            ThreadPool.UnsafeQueueUserWorkItem(_ => _clock.Advance(dueTime), null);
        }

        return timer;
    }
}
