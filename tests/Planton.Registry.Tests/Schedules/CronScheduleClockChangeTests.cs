using Cronos;

namespace Planton.Registry.Tests.Schedules;

public sealed class CronScheduleClockChangeTests
{
    // Berlin skips 02:00-03:00 on 2026-03-29 (01:00 UTC) and repeats it on 2026-10-25 (from 00:00 UTC, again from 01:00 UTC).
    // Lord Howe skips 02:00-02:30 on 2026-10-04 (15:30 UTC the day before) and repeats 01:30-02:00 on 2026-04-05 (from 14:30 UTC).
    // Casablanca goes back for Ramadan on 2024-03-10 (repeats 02:00-03:00, from 01:00 UTC) and forward on 2024-04-14 (02:00 UTC).
    // Samoa skipped the whole of 2011-12-30 (from 10:00 UTC).
    [Theory]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("Europe/Berlin", "0 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:00Z")]
    [InlineData("Europe/Berlin", "0 3 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T01:00Z")]
    [InlineData("Europe/Berlin", "15,45 2,3 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-29T01:15Z 2026-03-29T01:45Z")]
    [InlineData("Europe/Berlin", "15 * * * *", "2026-03-29T00:00Z", "2026-03-29T00:15Z 2026-03-29T01:00Z 2026-03-29T01:15Z 2026-03-29T02:15Z")]
    [InlineData("Europe/Berlin", "*/30 * * * *", "2026-03-29T00:20Z", "2026-03-29T00:30Z 2026-03-29T01:00Z 2026-03-29T01:30Z")]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-25T00:45Z", "2026-10-26T01:30Z")]
    [InlineData("Europe/Berlin", "0 3 * * *", "2026-10-24T12:00Z", "2026-10-25T02:00Z 2026-10-26T02:00Z")]
    [InlineData("Europe/Berlin", "30 * * * *", "2026-10-24T23:00Z", "2026-10-24T23:30Z 2026-10-25T00:30Z 2026-10-25T01:30Z 2026-10-25T02:30Z")]
    [InlineData("Europe/Berlin", "30 2-2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-25T01:30Z 2026-10-26T01:30Z")]
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T12:00Z", "2026-10-03T15:30Z 2026-10-04T15:15Z")]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-04T12:00Z", "2026-04-04T14:45Z 2026-04-05T15:15Z")]
    [InlineData("Australia/Lord_Howe", "45 * * * *", "2026-04-04T14:00Z", "2026-04-04T14:45Z 2026-04-04T15:15Z 2026-04-04T16:15Z")]
    [InlineData("Pacific/Apia", "0 3 * * *", "2011-12-29T00:00Z", "2011-12-29T13:00Z 2011-12-30T10:00Z 2011-12-30T13:00Z")]
    [InlineData("Africa/Casablanca", "30 2 * * *", "2024-03-09T12:00Z", "2024-03-10T01:30Z 2024-03-11T02:30Z")]
    [InlineData("Africa/Casablanca", "30 * * * *", "2024-03-10T01:00Z", "2024-03-10T01:30Z 2024-03-10T02:30Z 2024-03-10T03:30Z")]
    [InlineData("Africa/Casablanca", "30 2 * * *", "2024-04-13T12:00Z", "2024-04-14T02:00Z 2024-04-15T01:30Z")]
    [InlineData("Asia/Kathmandu", "0 3 * * *", "2026-03-01T00:00Z", "2026-03-01T21:15Z 2026-03-02T21:15Z")]
    public void A_skipped_time_moves_to_the_change_and_a_repeated_one_repeats_for_intervals_only(
        string zone, string schedule, string after, string slots)
    {
        var expected = slots.Split(' ').Select(Given.Time).ToList();
        Assert.Equal(expected, Given.Schedule(schedule).Between(Given.Time(after), expected[^1], Given.Zone(zone)));
    }

    /// <summary>Every slot of ten years, against the library with the system's own zone files.</summary>
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("America/St_Johns")]
    [InlineData("America/Sao_Paulo")]
    public void Slots_are_those_of_the_library_with_the_zone_files_of_the_system(string id)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(id, out var system), $"This machine has no zone file for {id}.");

        var (from, to) = (Given.Time("2014-01-01"), Given.Time("2024-01-01"));
        string[] schedules =
        [
            "30 2 * * *", "0 2 * * *", "30 1 * * *", "45 1 * * *", "0 3 * * *", "0 0 * * *", "15,45 1,2,3 * * *", "5 0,23 * * 0",
            "*/30 1-3 * * *", "20 */2 * * *", "30 * * * 0", "0 0 29 2 *", "59 23 L * *",
        ];
        Assert.All(schedules, schedule => Assert.Equal(
            CronExpression.Parse(schedule).GetOccurrences(from, to, system, fromInclusive: false, toInclusive: true).Select(slot => slot.ToUniversalTime()),
            Given.Schedule(schedule).Between(from, to, Given.Zone(id))));
    }

    /// <summary>
    /// The zones whose clock goes back for a season, where the library stands still at one slot: here each minute of two years is
    /// looked at, and the rule is applied to what the wall clock shows.
    /// </summary>
    [Theory]
    [InlineData("Africa/Casablanca")]
    [InlineData("Europe/Dublin")]
    [InlineData("Europe/Berlin")]
    public void Slots_are_those_of_a_wall_clock_watched_minute_by_minute(string id)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(id, out var system), $"This machine has no zone file for {id}.");

        var (from, to) = (Given.Time("2023-01-01"), Given.Time("2025-01-01"));
        (string Text, bool IsInterval)[] schedules =
            [("30 2 * * *", false), ("0 1,2,3 * * *", false), ("15 3 * * 0", false), ("*/30 1-3 * * *", true), ("20 */2 * * *", true)];
        Assert.All(schedules, schedule => Assert.Equal(
            Watch(CronExpression.Parse(schedule.Text), schedule.IsInterval, system!, from, to),
            Given.Schedule(schedule.Text).Between(from, to, Given.Zone(id))));
    }

    private static List<DateTimeOffset> Watch(
        CronExpression times, bool isInterval, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var slots = new List<DateTimeOffset>();
        var furthest = Wall(from, zone);
        for (var instant = from.AddMinutes(1); instant <= to; instant = instant.AddMinutes(1))
        {
            var wall = Wall(instant, zone);
            var isRepeated = wall <= furthest;
            var begin = isRepeated ? wall : furthest.AddMinutes(1);
            var matches = times.GetNextOccurrence(begin, inclusive: true) <= wall;
            if (matches && (isInterval || !isRepeated)) slots.Add(instant);
            if (!isRepeated) furthest = wall;
        }

        return slots;
    }

    private static DateTime Wall(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, zone).DateTime, DateTimeKind.Utc);
}
