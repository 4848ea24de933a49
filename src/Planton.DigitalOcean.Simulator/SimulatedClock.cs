namespace Planton.DigitalOcean.Simulator;

/// <summary>
/// The simulator's only source of time. It runs at a chosen multiple of real time, stands still at speed 0, and can be
/// moved forward by hand. It never goes back: everything that is derived from timestamps would become untrue.
/// </summary>
/// <param name="start">The simulated instant at which the clock begins.</param>
/// <param name="speed">Simulated seconds per real second; 0 freezes the clock.</param>
/// <param name="real">The source of real time; the system's when null.</param>
public sealed class SimulatedClock(DateTimeOffset start, double speed = 0, TimeProvider? real = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _real = real ?? System;
    private DateTimeOffset _anchor = start.ToUniversalTime();
    private long _realAnchor = (real ?? System).GetTimestamp();
    private double _speed = ValidSpeed(speed);

    /// <summary>Simulated seconds per real second; 0 while the clock is frozen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, not finite, or above a million.</exception>
    public double Speed
    {
        get
        {
            lock (_gate) return _speed;
        }
        set
        {
            lock (_gate)
            {
                var valid = ValidSpeed(value);
                MoveAnchor(Now());
                _speed = valid;
            }
        }
    }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return Now();
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Not offered: nothing in the simulator waits, state is derived from timestamps when it is read.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("The simulated clock has no timers: read the time, do not wait on it.");

    /// <summary>Moves the clock forward.</summary>
    /// <param name="by">How far; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate) MoveAnchor(Now() + by);
    }

    /// <summary>Sets the clock to a later instant.</summary>
    /// <param name="instant">The instant to go on from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the present one.</exception>
    public void Set(DateTimeOffset instant)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(instant, Now());
            MoveAnchor(instant.ToUniversalTime());
        }
    }

    private static double ValidSpeed(double speed) =>
        double.IsFinite(speed) && speed is >= 0 and <= 1_000_000
            ? speed
            : throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed is a number from 0 to 1000000.");

    private DateTimeOffset Now() => _anchor + (_real.GetElapsedTime(_realAnchor) * _speed);

    private void MoveAnchor(DateTimeOffset instant)
    {
        _anchor = instant;
        _realAnchor = _real.GetTimestamp();
    }
}
