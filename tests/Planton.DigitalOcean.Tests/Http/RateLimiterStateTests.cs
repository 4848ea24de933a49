using System.Net;
using CsCheck;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Tests;

public sealed class RateLimiterStateTests
{
    /// <summary>What DigitalOcean's limit bears, with a tenth to spare: 225 requests a minute.</summary>
    private const double Documented = 60.0 / 225;

    private static readonly RateLimiterState Fresh = new();

    [Fact]
    public void Nothing_is_held_back_before_the_first_refusal()
    {
        var pace = Sent(Fresh, 1000, at: 3);
        Assert.Equal((Seconds(3), TimeSpan.Zero), (pace.PlaceOf(50, Seconds(3)), pace.WaitOf(50, Seconds(3))));
    }

    // accepted, from the first second on; refused at; Retry-After; expected requests a second
    [Theory]
    [InlineData(250, 10, 50, 225 / 60.0)]
    [InlineData(20, 1, 4, 225 / 60.0)]
    [InlineData(1, 0, 59, 225 / 60.0)]
    [InlineData(500, 10, 50, 450 / 60.0)]
    [InlineData(250, 2, 1, 225 / 3.0)]
    public void After_a_refusal_requests_go_at_the_pace_that_was_seen_or_is_documented_whichever_is_faster(int accepted, int refusedAt, int retryAfter, double perSecond)
    {
        var pace = Sent(Fresh, accepted, at: 0).Refuse(0, Seconds(refusedAt), After(retryAfter));

        Assert.Equal(1 / perSecond, pace.Spacing.TotalSeconds, 6);
        for (var ahead = 0; ahead < 3; ahead++)
        {
            Assert.Equal(refusedAt + retryAfter + (ahead / perSecond), pace.PlaceOf(ahead, Seconds(refusedAt)).TotalSeconds, 5);
            Assert.Equal(retryAfter + (ahead / perSecond), pace.WaitOf(ahead, Seconds(refusedAt)).TotalSeconds, 5);
        }
    }

    [Theory]
    [InlineData(10_000, 450)]
    [InlineData(5000, 225)]
    [InlineData(null, 225)]
    [InlineData(0, 225)]
    public void The_documented_pace_follows_the_hourly_limit_that_a_header_tells(int? limit, double perMinute) =>
        Assert.Equal(perMinute, 60 / Fresh.Take(default).Refuse(0, default, After(1) with { Limit = limit }).Spacing.TotalSeconds, 3);

    [Fact]
    public void Refusals_of_requests_that_were_under_way_together_are_one()
    {
        var first = Sent(Fresh, 250, at: 0).Refuse(0, Seconds(2), After(58));
        var later = Enumerable.Range(0, 49).Aggregate(first, static (pace, _) => pace.Refuse(0, Seconds(2.5), After(58)));

        Assert.Equal((1, 1, first.Spacing), (later.Refusals, later.BrokenPromises, later.Spacing));
        Assert.Equal(Seconds(60.5), later.Opens);
    }

    [Fact]
    public void A_refusal_at_a_slow_pace_makes_it_slower_and_acceptance_brings_it_back()
    {
        var slow = Closed(10).Take(Seconds(10)).Refuse(1, Seconds(11), After(3));
        Assert.Equal(Documented / 0.7, slow.Spacing.TotalSeconds, 6);

        var recovered = Enumerable.Range(0, 500).Aggregate(slow, static (pace, _) => pace.Accept());
        Assert.Equal(Documented, recovered.Spacing.TotalSeconds, 3);
    }

    [Fact]
    public void No_pace_is_slower_than_what_the_hourly_limit_bears()
    {
        var pace = Closed(10);
        for (var closing = 1; closing < 50; closing++) pace = pace.Refuse(closing, Seconds(closing), After(1)).Accept();
        Assert.InRange(pace.Spacing.TotalSeconds, Documented, 3600 / 4500.0);
    }

    // accepted in ten minutes; until the reset; expected requests an hour
    [Theory]
    [InlineData(5000, 3000, 4500)]
    [InlineData(40, 3000, 4500)]
    [InlineData(5000, 600, 13_500)]
    public void When_the_hour_is_used_up_requests_go_at_its_average(int accepted, int untilReset, double perHour)
    {
        var pace = Sent(Fresh, accepted, at: 0).Refuse(0, Seconds(600), new RateRefusal(Seconds(120), Seconds(untilReset), 5000, IsHourly: true));
        Assert.Equal(perHour, 3600 / pace.Spacing.TotalSeconds, 1);
    }

    [Fact]
    public void A_refusal_before_the_promised_moment_breaks_no_promise()
    {
        var pace = Fresh.Take(default).Refuse(0, default, new RateRefusal(Seconds(120), Seconds(3600), 5000));
        for (var probe = 1; probe < 20; probe++) pace = pace.Refuse(probe, Seconds(probe * 120), new RateRefusal(Seconds(120), Seconds(3600 - (probe * 120)), 5000));
        Assert.Equal(1, pace.BrokenPromises);
    }

    [Fact]
    public void Refusals_after_it_are_counted_until_one_request_is_accepted()
    {
        var pace = Closed(1).Refuse(1, Seconds(1), After(1)).Refuse(2, Seconds(2), After(1));
        Assert.Equal((3, 0), (pace.BrokenPromises, pace.Accept().BrokenPromises));
    }

    // The place was at one second; the request went so much later.
    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.2, 2)]
    [InlineData(1.5, 3.5)]
    public void A_late_timer_is_made_good_and_idle_time_is_not_saved_up(double late, double next) =>
        Assert.Equal(Seconds(next), (Fresh with { OwnSpacing = Seconds(1) }).Take(default).Take(Seconds(1 + late)).Next);

    [Fact]
    public void A_client_that_was_idle_for_a_window_begins_anew()
    {
        var pace = Closed(10).Take(Seconds(10)).Take(Seconds(80));
        Assert.Equal((TimeSpan.Zero, Seconds(80), 0), (pace.Spacing, pace.BurstBegan, pace.Accepted));
        Assert.NotEqual(TimeSpan.Zero, Closed(10).Take(Seconds(10)).Take(Seconds(60)).Spacing);
    }

    [Fact]
    public void The_slower_of_the_own_limit_and_the_APIs_counts()
    {
        Assert.Equal(Seconds(11), (Closed(10) with { OwnSpacing = Seconds(1) }).PlaceOf(1, default));
        Assert.Equal(10 + Documented, (Closed(10) with { OwnSpacing = Seconds(0.01) }).PlaceOf(1, default).TotalSeconds, 5);
    }

    // requests; the limits; refusals beside the 50 that are under way when the first minute is full
    [Theory]
    [InlineData(200, 250, 5000, 0)]
    [InlineData(3000, 250, 5000, 0)]
    [InlineData(8000, 250, 5000, 20)]
    [InlineData(20_000, 250, 5000, 60)]
    [InlineData(3000, 20, 400, 150)]
    public void However_much_there_is_to_do_little_is_refused(int requests, int perMinute, int perHour, int more)
    {
        var model = new LimitedModel(perMinute, perHour);
        model.Send(requests, atOnce: 50);
        Assert.Equal(requests, model.Accepted);
        Assert.InRange(model.Refused, 0, requests <= perMinute ? 0 : 50 + more);
    }

    [Fact]
    public void Whatever_the_limit_a_client_that_is_alone_is_refused_once_for_each_request_under_way() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 50]).Sample((limit, atOnce) =>
        {
            var model = new LimitedModel(limit, limit * 20);
            model.Send(limit * 3, atOnce);
            return model.Refused <= atOnce;
        });

    [Theory]
    [InlineData("7", "0", 1800, 7, 7)]
    [InlineData("0", "0", 1800, 0, 0)]
    [InlineData(null, "0", 90, 90, 90, true)]
    [InlineData(null, "0", 1800, 120, 1800, true)]
    [InlineData(null, "0", -5, 3, 3)]
    [InlineData(null, "12", 1800, 3, 3)]
    [InlineData(null, null, null, 3, 3)]
    public void A_refusal_is_read_from_Retry_After_or_from_the_hourly_reset_when_nothing_is_left(
        string? retryAfter, string? remaining, int? resetIn, int wait, int untilReset, bool hourly = false)
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        if (retryAfter is not null) answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        if (remaining is not null) answer.Headers.Add("ratelimit-remaining", remaining);
        if (resetIn is { } seconds) answer.Headers.Add("ratelimit-reset", EagerTime.Start.AddSeconds(seconds).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(new RateRefusal(Seconds(wait), Seconds(untilReset), null, hourly), RateRefusal.Read(answer.Headers, EagerTime.Start, Seconds(3)));
    }

    private static RateLimiterState Sent(RateLimiterState pace, int requests, double at) =>
        Enumerable.Range(0, requests).Aggregate(pace, (before, _) => before.Take(Seconds(at)).Accept());

    private static RateLimiterState Closed(double until) => Fresh.Take(default).Refuse(0, default, new RateRefusal(Seconds(until), Seconds(until), null));

    private static RateRefusal After(int seconds) => new(Seconds(seconds), Seconds(seconds), null);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
