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

    [Fact]
    public async Task It_is_read_when_the_headers_arrive_however_slow_the_body_is()
    {
        var time = TestClient.FakeTime();
        using var client = TestClient.Of(
            new StubApi().Then(200, with: answer =>
            {
                answer.Headers.Date = Theirs;
                answer.Content = new SlowBody(time, TimeSpan.FromSeconds(40));
            }), time);

        await client.Registries.FindAsync("reg");

        Assert.Equal(Theirs.AddSeconds(40), client.Clock.UtcNow());
    }

    [Fact]
    public async Task The_headers_of_an_answer_whose_body_is_lost_count_too()
    {
        using var client = TestClient.Of(
            new StubApi().Then(200, """{"registry":""", answer => answer.Headers.Date = Theirs), TestClient.FakeTime(), TestClient.Options with { RetryMax = 0 });

        await Assert.ThrowsAsync<ApiException>(() => client.Registries.FindAsync("reg"));

        Assert.Equal(Theirs, client.Clock.UtcNow());
    }

    /// <summary>A body that takes its time.</summary>
    private sealed class SlowBody(Microsoft.Extensions.Time.Testing.FakeTimeProvider time, TimeSpan wait) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            time.Advance(wait);
            await stream.WriteAsync("""{"registry":{"name":"reg"}}"""u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A wall clock that is set by hand, beside a monotonic clock that stands still.</summary>
    private sealed class AdjustableTime : TimeProvider
    {
        public DateTimeOffset Wall { get; set; }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => 0;
    }
}
