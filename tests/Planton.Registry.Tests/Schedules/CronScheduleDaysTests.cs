using Planton.Registry.Schedules;

namespace Planton.Registry.Tests.Schedules;

public sealed class CronScheduleDaysTests
{
    // February 2026 begins on a Sunday: Fridays are the 6th, 13th, 20th, 27th.
    [Theory]
    [InlineData("0 0 13 * 5", "6 13 20 27")]
    [InlineData("0 0 1 * 5", "1 6 13 20 27")]
    [InlineData("0 0 1,15 * MON", "1 2 9 15 16 23")]
    [InlineData("0 0 30 2 1", "2 9 16 23")]
    [InlineData("0 0 L * SUN", "1 8 15 22 28")]
    [InlineData("0 0 10 * 6#2", "10 14")]
    [InlineData("0 0 1-31 * 5", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28")]
    [InlineData("0 0 * * 5", "6 13 20 27")]
    [InlineData("0 0 ? * 5", "6 13 20 27")]
    [InlineData("0 0 13 * *", "13")]
    [InlineData("0 0 13 * ?", "13")]
    [InlineData("0 0 */2 * 5", "13 27")]
    [InlineData("0 0 13 * */5", "13")]
    [InlineData("0 0 * * 0", "1 8 15 22")]
    [InlineData("0 0 * * 7", "1 8 15 22")]
    [InlineData("0 0 * * FRI-MON", "1 2 6 7 8 9 13 14 15 16 20 21 22 23 27 28")]
    public void Either_day_matches_when_both_are_restricted(string schedule, string days)
    {
        var slots = Given.Schedule(schedule).Between(Given.Time("2026-01-31T23:59:59Z"), Given.Time("2026-02-28T23:59:59Z"), IanaZone.Utc);
        Assert.Equal(days, string.Join(' ', slots.Select(slot => slot.Day)));
    }

    [Fact]
    public void A_day_that_matches_both_ways_is_one_slot()
    {
        var slots = Given.Schedule("0 0 13 * 5").Between(Given.Time("2026-02-12"), Given.Time("2026-02-14"), IanaZone.Utc);
        Assert.Equal([Given.Time("2026-02-13")], slots);
    }

    [Fact]
    public void Each_way_keeps_the_month()
    {
        var slots = Given.Schedule("0 0 13 2 5").Between(Given.Time("2026-01-01"), Given.Time("2027-01-01"), IanaZone.Utc);
        Assert.Equal(["02-06", "02-13", "02-20", "02-27"], slots.Select(slot => slot.ToString("MM-dd", null)));
    }
}
