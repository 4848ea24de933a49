namespace Planton.DigitalOcean.Tests;

public sealed class ServerClockTests
{
    private static readonly DateTimeOffset Theirs = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Before_the_first_reply_it_is_the_local_clock()
    {
        var time = TestClient.FakeTime();
        var clock = new ServerClock(time);
        clock.Observe(date: null);
        Assert.False(clock.IsSynchronized);
        Assert.Equal(time.GetUtcNow(), clock.UtcNow());
    }

    [Fact]
    public void It_goes_on_from_the_newest_reply_by_the_monotonic_clock()
    {
        var time = TestClient.FakeTime();
        var clock = new ServerClock(time);
        clock.Observe(Theirs.AddYears(-1));
        clock.Observe(Theirs.ToOffset(TimeSpan.FromHours(5)));
        time.Advance(TimeSpan.FromSeconds(90));
        Assert.True(clock.IsSynchronized);
        Assert.Equal(Theirs.AddSeconds(90), clock.UtcNow());
        Assert.Equal(TimeSpan.Zero, clock.UtcNow().Offset);
    }

    [Fact]
    public void A_step_of_the_local_wall_clock_does_not_move_it()
    {
        var time = new AdjustableTime { Wall = EagerTime.Start };
        var clock = new ServerClock(time);
        clock.Observe(Theirs);
        time.Wall = EagerTime.Start.AddDays(-400);
        Assert.Equal(Theirs, clock.UtcNow());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task Every_reply_sets_it_errors_included(int status)
    {
        using var client = TestClient.Of(new StubApi().Then(status, """{"registry":{"name":"reg"}}""", answer => answer.Headers.Date = Theirs), TestClient.FakeTime());
        await client.Registries.FindAsync("reg");
        Assert.Equal(Theirs, client.Clock.UtcNow());
    }

    /// <summary>A wall clock that is set by hand, beside a monotonic clock that stands still.</summary>
    private sealed class AdjustableTime : TimeProvider
    {
        public DateTimeOffset Wall { get; set; }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => 0;
    }
}
