namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>
/// A clock whose timers go off many times too soon: waits, retries and time limits take fractions of their time. Whoever has waited for a minute
/// finds that a minute has passed: the clock jumps to the moment that the timer was set for, and <see cref="Jumped"/> takes others along.
/// </summary>
/// <param name="haste">How many times too soon.</param>
internal sealed class HastyTime(double haste) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly long _origin = System.GetTimestamp();
    private TimeSpan _ahead;

    /// <summary>Is told of every jump, before those who waited go on.</summary>
    public Action<TimeSpan> Jumped { get; init; } = static _ => { };

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan Ahead
    {
        get
        {
            lock (_gate) return _ahead;
        }
    }

    /// <summary>What has passed since this clock was made, with all that was waited for.</summary>
    private TimeSpan Passed => System.GetElapsedTime(_origin) + Ahead;

    private TimeSpan Hurry(TimeSpan wait) => wait > TimeSpan.Zero ? wait / haste : wait;

    private void JumpTo(TimeSpan moment)
    {
        lock (_gate)
        {
            if (moment - Passed is not { Ticks: > 0 } by) return;
            _ahead += by;
            Jumped(by);
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly HastyTime _time;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _inner;
        private readonly Lock _gate = new();
        private TimeSpan _due;
        private TimeSpan _period;

        public Timer(HastyTime time, TimerCallback callback, object? state)
        {
            (_time, _callback, _state) = (time, callback, state);
            _inner = System.CreateTimer(static timer => ((Timer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate) (_due, _period) = (_time.Passed + dueTime, period);
            return _inner.Change(_time.Hurry(dueTime), _time.Hurry(period));
        }

        public void Dispose() => _inner.Dispose();

        public ValueTask DisposeAsync() => _inner.DisposeAsync();

        private void Fire()
        {
            TimeSpan due;
            lock (_gate)
            {
                due = _due;
                _due += _period;
            }

            _time.JumpTo(due);
            _callback(_state);
        }
    }
}
