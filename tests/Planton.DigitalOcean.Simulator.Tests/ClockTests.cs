using Microsoft.Extensions.Time.Testing;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class ClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(60, 600)]
    [InlineData(0.5, 5)]
    public void Runs_at_its_multiple_of_real_time(double speed, double seconds)
    {
        var real = new FakeTimeProvider();
        var clock = new SimulatedClock(Start, speed, real);
        real.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Start.AddSeconds(seconds), clock.GetUtcNow());
    }

    [Fact]
    public void A_change_of_speed_does_not_change_what_has_passed()
    {
        var real = new FakeTimeProvider();
        var clock = new SimulatedClock(Start, 1, real);
        real.Advance(TimeSpan.FromSeconds(10));
        clock.Speed = 100;
        real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Start.AddSeconds(110), clock.GetUtcNow());
    }

    [Fact]
    public void Goes_forward_by_hand_and_never_back()
    {
        var clock = new SimulatedClock(Start);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Start.AddDays(1), clock.GetUtcNow());
        clock.Set(Start.AddDays(3));
        Assert.Equal(Start.AddDays(3), clock.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Set(Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Speed = -1);
    }

    [Fact]
    public void Offers_no_timers() =>
        Assert.Throws<NotSupportedException>(() => new SimulatedClock(Start).CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero));
}
