using System.Globalization;
using Cronos;
using CsCheck;
using NodaTime;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Tests;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("0 3 * * 0", "2026-03-02T09:00:00Z", "2026-03-08T03:00:00Z")]
    [InlineData("0 3 * * 0", "2026-03-08T02:59:59Z", "2026-03-08T03:00:00Z")]
    [InlineData("0 3 * * 0", "2026-03-08T03:00:00Z", "2026-03-15T03:00:00Z")]
    [InlineData("* * * * *", "2026-03-02T09:00:00.5Z", "2026-03-02T09:01:00Z")]
    [InlineData("*/20 9 * * *", "2026-03-02T09:00:00Z", "2026-03-02T09:20:00Z")]
    [InlineData("5/20 9 * * *", "2026-03-02T09:25:00Z", "2026-03-02T09:45:00Z")]
    [InlineData("0 22-23,1 * * *", "2026-03-02T23:00:00Z", "2026-03-03T01:00:00Z")]
    [InlineData("0 0 31 * *", "2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-03-02T09:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("59 20 * 2 *", "2026-02-28T21:00:00Z", "2027-02-01T20:59:00Z")]
    [InlineData("0 0 1 JAN sun", "2026-03-02T09:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-03-02T09:00:00Z", "2026-03-06T00:00:00Z")]
    [InlineData("0 0 30 2 *", "2026-03-02T09:00:00Z", null)]
    public void The_next_slot_lies_strictly_after(string cron, string after, string? next) => Assert.Equal(At(next), Schedule(cron, "UTC").Next(At(after)!.Value));

    [Theory]
    [InlineData("0 3 * * 0", ScheduleClockChange.AsShown, "2026-03-21T12:00:00Z", "2026-03-22T02:00:00Z 2026-03-29T01:00:00Z 2026-04-05T01:00:00Z")]
    [InlineData("30 2 * * *", ScheduleClockChange.AsShown, "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("30 2 * * *", ScheduleClockChange.Once, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z 2026-03-30T00:30:00Z")]
    [InlineData("*/30 2 * * *", ScheduleClockChange.Once, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z 2026-03-30T00:00:00Z")]
    [InlineData("30 2 * * *", ScheduleClockChange.AsShown, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z")]
    [InlineData("30 2 * * *", ScheduleClockChange.Once, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z 2026-10-26T01:30:00Z")]
    [InlineData("0 3 * * *", ScheduleClockChange.Once, "2026-10-24T12:00:00Z", "2026-10-25T02:00:00Z")]
    public void A_clock_change_skips_and_repeats_or_does_not(string cron, ScheduleClockChange changes, string after, string expected)
    {
        var schedule = Schedule(cron, "Europe/Berlin", changes);
        var at = At(after)!.Value;
        foreach (var slot in expected.Split(' '))
        {
            at = schedule.Next(at)!.Value;
            Assert.Equal(At(slot), at);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 3 * *")]
    [InlineData("0 0 3 * * 0")]
    [InlineData("@weekly")]
    [InlineData("60 3 * * *")]
    [InlineData("0 24 * * *")]
    [InlineData("0 3 0 * *")]
    [InlineData("0 3 32 * *")]
    [InlineData("0 3 * 13 *")]
    [InlineData("0 3 * * 7")]
    [InlineData("0 3 * * FRI-MON")]
    [InlineData("0 3 * * SUNDAY")]
    [InlineData("0 3 L * *")]
    [InlineData("0 3 15W * *")]
    [InlineData("0 3 * * 1#2")]
    [InlineData("0 3 ? * *")]
    [InlineData("*/0 3 * * *")]
    [InlineData("1-2-3 3 * * *")]
    [InlineData("1/2/3 3 * * *")]
    [InlineData("-1 3 * * *")]
    [InlineData("1, 3 * * *")]
    [InlineData("H 3 * * *")]
    [InlineData("٣ 3 * * *")]
    public void What_the_strictest_reading_does_not_know_is_refused(string cron) => Assert.Throws<FormatException>(() => CronFields.Parse(cron, acceptsSeven: false));

    [Fact]
    public void Seven_is_Sunday_where_it_is_accepted() => Assert.Equal(
        At("2026-03-08T03:00:00Z"),
        new CronSchedule(CronFields.Parse("0 3 * * 5-7", acceptsSeven: true), DateTimeZone.Utc, ScheduleClockChange.AsShown).Next(At("2026-03-07T12:00:00Z")!.Value));

    /// <summary>A library that is no relation is the witness. It wants both kinds of days to match where cron is content with either, and looks further ahead.</summary>
    [Fact]
    public void Slots_are_those_of_another_implementation() =>
        Gen.Select(Field(0, 59), Field(0, 23), Field(1, 31), Field(1, 12), Field(0, 6), Gen.Int[0, 400_000_000])
            .Sample((minute, hour, day, month, weekday, seconds) =>
            {
                var cron = $"{minute} {hour} {day} {month} {weekday}";
                var after = At("2020-01-01T00:00:00Z")!.Value.AddSeconds(seconds);
                string[] either = day == "*" || weekday == "*" ? [cron] : [$"{minute} {hour} {day} {month} *", $"{minute} {hour} * {month} {weekday}"];
                var expected = either.Min(one => CronExpression.Parse(one).GetNextOccurrence(after.UtcDateTime));
                return expected > after.UtcDateTime.AddYears(7) || Schedule(cron, "UTC").Next(after)?.UtcDateTime == expected;
            });

    private static Gen<string> Field(int least, int most)
    {
        var one = Gen.Int[least, most].Select(value => value.ToString(CultureInfo.InvariantCulture));
        var range = Gen.Select(Gen.Int[least, most], Gen.Int[least, most], Gen.Int[1, 6]).Select((a, b, step) => $"{Math.Min(a, b)}-{Math.Max(a, b)}/{step}");
        return Gen.OneOf(Gen.Const("*"), Gen.Const("*"), one, range, Gen.Select(one, range, (a, b) => $"{a},{b}"));
    }

    private static CronSchedule Schedule(string cron, string zone, ScheduleClockChange changes = ScheduleClockChange.AsShown) =>
        new(CronFields.Parse(cron, acceptsSeven: false), DateTimeZoneProviders.Tzdb[zone], changes);

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
