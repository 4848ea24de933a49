using System.Net;
using System.Net.Http.Headers;
using CsCheck;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Tests;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Default = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData(0, 0.0, 1.0)]
    [InlineData(1, 0.0, 2.0)]
    [InlineData(2, 0.0, 4.0)]
    [InlineData(3, 0.0, 8.0)]
    [InlineData(4, 0.0, 16.0)]
    [InlineData(5, 0.0, 22.5)]
    [InlineData(0, 0.5, 1.25)]
    [InlineData(3, 0.5, 10.0)]
    [InlineData(5, 0.5, 26.25)]
    [InlineData(1000, 0.0, 22.5)]
    public void Waits_double_up_to_the_maximum_and_are_spread(int repetition, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Default.Wait(repetition, chance));

    [Fact]
    public void Waits_stay_between_the_limits_for_every_setting() =>
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100], Gen.Int[0, 2000], Gen.Double[0, 0.999999]).Sample((min, max, repetition, chance) =>
        {
            var wait = new RetrySchedule(TimeSpan.FromSeconds(min), TimeSpan.FromSeconds(max)).Wait(repetition, chance).TotalSeconds;
            return wait >= min - 1e-6 && wait <= Math.Max(min, max) + 1e-6;
        });

    [Theory]
    [InlineData("GET", 200, false)]
    [InlineData("GET", 404, false)]
    [InlineData("GET", 408, false)]
    [InlineData("GET", 429, false)]
    [InlineData("GET", 500, true)]
    [InlineData("GET", 501, false)]
    [InlineData("GET", 502, true)]
    [InlineData("GET", 503, true)]
    [InlineData("GET", 504, true)]
    [InlineData("GET", 599, true)]
    [InlineData("PUT", 502, true)]
    [InlineData("DELETE", 502, true)]
    [InlineData("POST", 429, false)]
    [InlineData("POST", 500, false)]
    [InlineData("POST", 502, false)]
    [InlineData("POST", 503, false)]
    public void Repeats_what_is_safe_to_repeat(string method, int status, bool expected) =>
        Assert.Equal(expected, RetrySchedule.ShouldRepeat(Operation(method), (HttpStatusCode)status));

    [Theory]
    [InlineData("GET", FailureKind.NotSent, true, true)]
    [InlineData("GET", FailureKind.Ambiguous, true, true)]
    [InlineData("GET", FailureKind.NotSent, false, false)]
    [InlineData("PUT", FailureKind.Ambiguous, true, true)]
    [InlineData("DELETE", FailureKind.Ambiguous, true, true)]
    [InlineData("POST", FailureKind.NotSent, true, true)]
    [InlineData("POST", FailureKind.NotSent, false, false)]
    [InlineData("POST", FailureKind.Ambiguous, true, false)]
    public void Repeats_lost_attempts_where_that_is_safe(string method, FailureKind kind, bool isTransient, bool expected) =>
        Assert.Equal(expected, RetrySchedule.ShouldRepeat(Operation(method), new AttemptException(kind, isTransient, "", new IOException())));

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "7", 7)]
    [InlineData(429, "0", 0)]
    [InlineData(500, "7", null)]
    [InlineData(200, "7", null)]
    [InlineData(429, null, null)]
    [InlineData(429, "Sat, 01 Aug 2026 12:00:20 GMT", 20)]
    [InlineData(429, "Sat, 01 Aug 2026 11:00:00 GMT", 0)]
    public void Retry_After_counts_in_seconds_or_to_a_date_of_the_servers_clock(int status, string? header, int? seconds)
    {
        var parsed = header is null ? null : RetryConditionHeaderValue.Parse(header);
        var wait = RetrySchedule.ServerWait((HttpStatusCode)status, parsed, EagerTime.Start);
        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), wait);
    }

    private static ApiOperation Operation(string method) => new(HttpMethod.Parse(method), "/", "", IsIdempotent: method != "POST");
}
