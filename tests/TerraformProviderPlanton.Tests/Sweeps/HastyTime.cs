namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>
/// A clock whose timers go off many times too soon: waits, retries and time limits take fractions of their time, while the time of day,
/// and with it everything that is compared with the service's clock, stays true.
/// </summary>
/// <param name="haste">How many times too soon.</param>
internal sealed class HastyTime(double haste) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Hurry(dueTime), Hurry(period)), this);

    private TimeSpan Hurry(TimeSpan wait) => wait > TimeSpan.Zero ? wait / haste : wait;

    private sealed class Timer(ITimer inner, HastyTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Hurry(dueTime), time.Hurry(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
