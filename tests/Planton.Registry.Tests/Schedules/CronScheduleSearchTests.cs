using CsCheck;
using Planton.Registry.Schedules;

namespace Planton.Registry.Tests.Schedules;

public sealed class CronScheduleSearchTests
{
    private static readonly Gen<string> Schedules = Gen.Select(
        Gen.OneOf("0", "*", "*/7", "5,35", "59", "10-20"),
        Gen.OneOf("*", "0", "2", "1,3", "*/5", "1-3", "23"),
        Gen.OneOf("*", "1", "13", "L", "15W", "*/2", "29"),
        Gen.OneOf("*", "3", "10-11", "FEB"),
        Gen.OneOf("*", "0", "5", "MON-FRI", "6#2", "5L"),
        (minute, hour, day, month, weekday) => $"{minute} {hour} {day} {month} {weekday}");

    private static readonly Gen<IanaZone> Zones = Gen.OneOf(
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca",
        "America/St_Johns", "Europe/Dublin", "Pacific/Apia", "America/Sao_Paulo").Select(Given.Zone);

    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Long[Given.Time("1995-01-01").Ticks, Given.Time("2090-01-01").Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    [Fact]
    public void The_next_slot_and_the_latest_slot_enclose_every_instant()
    {
        Gen.Select(Schedules, Zones, Instants).Sample((text, zone, instant) =>
        {
            var schedule = Given.Schedule(text);
            var latest = schedule.LatestAtOrBefore(instant, zone)!.Value;
            var next = schedule.NextAfter(instant, zone)!.Value;

            Assert.True(latest <= instant && instant < next, $"{latest:O} {instant:O} {next:O}");
            Assert.Equal(next, schedule.NextAfter(latest, zone));
            Assert.Equal(latest, schedule.LatestAtOrBefore(next.AddTicks(-1), zone));
            Assert.Equal(next, schedule.LatestAtOrBefore(next, zone));
            Assert.Equal(TimeSpan.Zero, next.Offset);
        });
    }

    [Fact]
    public void Slots_forwards_are_slots_backwards()
    {
        Gen.Select(Schedules, Zones, Instants).Sample((text, zone, from) =>
        {
            var schedule = Given.Schedule(text);
            var forwards = Enumerable.Range(0, 40).Aggregate(
                new List<DateTimeOffset> { schedule.NextAfter(from, zone)!.Value },
                (slots, _) => [.. slots, schedule.NextAfter(slots[^1], zone)!.Value]);
            var backwards = Enumerable.Range(0, 40).Aggregate(
                new List<DateTimeOffset> { forwards[^1] },
                (slots, _) => [.. slots, schedule.LatestAtOrBefore(slots[^1].AddTicks(-1), zone)!.Value]);

            Assert.Equal(forwards, Enumerable.Reverse(backwards));
        }, iter: 30);
    }

    [Theory]
    [InlineData("0 3 * * *", "2026-03-01T02:59:59.9999999Z", "2026-02-28T03:00:00Z", "2026-03-01T03:00:00Z")]
    [InlineData("0 3 * * *", "2026-03-01T03:00:00Z", "2026-03-01T03:00:00Z", "2026-03-02T03:00:00Z")]
    [InlineData("0 3 * * *", "2026-03-01T03:00:00.0000001Z", "2026-03-01T03:00:00Z", "2026-03-02T03:00:00Z")]
    [InlineData("0 3 * * *", "2026-03-01T05:00:00+02:00", "2026-03-01T03:00:00Z", "2026-03-02T03:00:00Z")]
    public void Next_is_strictly_after_and_latest_is_at_or_before(string schedule, string instant, string latest, string next)
    {
        Assert.Equal(Given.Time(latest), Given.Schedule(schedule).LatestAtOrBefore(Given.Time(instant), IanaZone.Utc));
        Assert.Equal(Given.Time(next), Given.Schedule(schedule).NextAfter(Given.Time(instant), IanaZone.Utc));
    }

    // A leap day that is also a Sunday (the fields begin with a star, so both must match) comes every 28 years.
    [Theory]
    [InlineData("0 0 29 2 *", "2026-06-01", "2024-02-29", "2028-02-29")]
    [InlineData("0 0 29 2 *", "2100-06-01", "2096-02-29", "2104-02-29")]
    [InlineData("0 0 29 2 */7", "2026-06-01", "2004-02-29", "2032-02-29")]
    [InlineData("59 20 * 2 *", "2029-02-01", "2028-02-29T20:59:00Z", "2029-02-01T20:59:00Z")]
    [InlineData("0 0 1 1 *", "2026-01-01", "2026-01-01", "2027-01-01")]
    public void A_rare_slot_is_found_in_both_directions(string schedule, string instant, string latest, string next)
    {
        Assert.Equal(Given.Time(latest), Given.Schedule(schedule).LatestAtOrBefore(Given.Time(instant), IanaZone.Utc));
        Assert.Equal(Given.Time(next), Given.Schedule(schedule).NextAfter(Given.Time(instant), IanaZone.Utc));
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Niue")]
    public void The_ends_of_the_calendar_give_no_slot_and_no_failure(string id)
    {
        var (schedule, zone) = (Given.Schedule("* * * * *"), Given.Zone(id));
        Assert.Null(schedule.NextAfter(DateTimeOffset.MaxValue, zone));
        Assert.NotNull(schedule.NextAfter(DateTimeOffset.MinValue, zone));
        Assert.Null(schedule.LatestAtOrBefore(DateTimeOffset.MinValue, zone));
        Assert.NotNull(schedule.LatestAtOrBefore(DateTimeOffset.MaxValue, zone));
        Assert.NotNull(Given.Schedule("0 0 29 2 *").NextAfter(Given.Time("9990-01-01"), zone));
    }

    [Fact]
    public void Between_excludes_its_beginning_and_includes_its_end()
    {
        var slots = Given.Schedule("0 * * * *").Between(Given.Time("2026-03-01T01:00:00Z"), Given.Time("2026-03-01T03:00:00Z"), IanaZone.Utc);
        Assert.Equal([Given.Time("2026-03-01T02:00:00Z"), Given.Time("2026-03-01T03:00:00Z")], slots);
    }
}
