using Planton.Registry.Schedules;

namespace Planton.Registry.Tests.Schedules;

public sealed class CronScheduleParsingTests
{
    [Theory]
    [InlineData("0 3 * * 0")]
    [InlineData("@daily")]
    [InlineData("@weekly")]
    [InlineData("@monthly")]
    [InlineData("  0 3 * * 0  ")]
    [InlineData("0\t3\t*\t*\t0")]
    [InlineData("0   3 * * 0")]
    [InlineData("*/15 * * * *")]
    [InlineData("0,30 1-5 1,15 JAN-MAR MON-FRI")]
    [InlineData("0 0 * mar THU")]
    [InlineData("0 0 ? * 7")]
    [InlineData("0 22-2 * * FRI-MON")]
    [InlineData("0 0 L * *")]
    [InlineData("0 0 LW * *")]
    [InlineData("0 0 15W * *")]
    [InlineData("0 0 * * 6#2")]
    [InlineData("0 0 * * FRIL")]
    [InlineData("0 0 29 2 *")]
    [InlineData("0 0 30 2 1")]
    public void A_valid_schedule_is_read_and_keeps_its_text(string text)
    {
        Assert.True(CronSchedule.TryParse(text, out var schedule, out var error), error);
        Assert.Null(error);
        Assert.Equal(text, schedule.Text);
    }

    [Theory]
    [InlineData("60 * * * *", "The minute field \"60\" is not valid.", "0 to 59")]
    [InlineData("-1 * * * *", "The minute field \"-1\" is not valid.", "0 to 59")]
    [InlineData("*/0 * * * *", "The minute field \"*/0\" is not valid.", "1 to 59")]
    [InlineData("*,5 * * * *", "The minute field \"*,5\" is not valid.", "0 to 59")]
    [InlineData("99999999999999999999 * * * *", "The minute field \"99999999999999999999\" is not valid.", "0 to 59")]
    [InlineData("0 24 * * *", "The hour field \"24\" is not valid.", "0 to 23")]
    [InlineData("0 3-25 * * *", "The hour field \"3-25\" is not valid.", "0 to 23")]
    [InlineData("0 0 0 * *", "The day of month field \"0\" is not valid.", "1 to 31")]
    [InlineData("0 0 32 * *", "The day of month field \"32\" is not valid.", "1 to 31")]
    [InlineData("0 0 1 13 *", "The month field \"13\" is not valid.", "1 to 12")]
    [InlineData("0 0 1 MARCH *", "The month field \"MARCH\" is not valid.", "JAN to DEC")]
    [InlineData("0 0 * * 8", "The day of week field \"8\" is not valid.", "0 to 7")]
    [InlineData("0 0 * * MONDAY", "The day of week field \"MONDAY\" is not valid.", "SUN to SAT")]
    [InlineData("0 0 * * 5#6", "The day of week field \"5#6\" is not valid.", "0 to 7")]
    public void A_wrong_field_is_named_with_what_it_allows(string text, string sentence, string range)
    {
        Assert.False(CronSchedule.TryParse(text, out var schedule, out var error));
        Assert.Null(schedule);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.Contains(range, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_field_is_reported_at_once()
    {
        Assert.False(CronSchedule.TryParse("60 24 32 13 8", out _, out var error));
        Assert.All(
            ["minute", "hour", "day of month", "month", "day of week"],
            name => Assert.Contains($"The {name} field ", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "The schedule is empty.")]
    [InlineData("   ", "The schedule is empty.")]
    [InlineData("0 3 * *", "The schedule has 4 fields instead of 5.")]
    [InlineData("3", "The schedule has 1 field instead of 5.")]
    [InlineData("0 0 3 * * 0", "The schedule has 6 fields; a field for seconds or years is not supported.")]
    [InlineData("0 0 3 * * 0 2026", "The schedule has 7 fields instead of 5.")]
    [InlineData("@hourly", "\"@hourly\" is not one of the schedule names @daily, @weekly, @monthly.")]
    [InlineData("@midnight", "\"@midnight\" is not one of the schedule names @daily, @weekly, @monthly.")]
    [InlineData("@yearly", "\"@yearly\" is not one of the schedule names @daily, @weekly, @monthly.")]
    [InlineData("@every_second", "\"@every_second\" is not one of the schedule names @daily, @weekly, @monthly.")]
    [InlineData("@Daily", "\"@Daily\" is not one of the schedule names @daily, @weekly, @monthly.")]
    [InlineData("@daily 3", "\"@daily 3\" is not one of the schedule names @daily, @weekly, @monthly.")]
    [InlineData("0 3 * * 0\n", "The schedule holds the character U+000A, which no cron field allows.")]
    [InlineData("0 3 * * 0\0 junk", "The schedule holds the character U+0000, which no cron field allows.")]
    [InlineData("٣ * * * *", "The schedule holds the character U+0663, which no cron field allows.")]
    [InlineData("0 0 30 2 *", "The schedule \"0 0 30 2 *\" never occurs:")]
    [InlineData("0 0 31 2,4,6,9,11 *", "The schedule \"0 0 31 2,4,6,9,11 *\" never occurs:")]
    [InlineData("0 0 31W 2 *", "The schedule \"0 0 31W 2 *\" never occurs:")]
    public void A_text_that_is_no_schedule_says_why_and_what_is_allowed(string text, string sentence)
    {
        Assert.False(CronSchedule.TryParse(text, out _, out var error));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.EndsWith("or one of @daily, @weekly, @monthly.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("H 3 * * *", "minute")]
    [InlineData("0 h * * *", "hour")]
    [InlineData("0 H(0-7) * * *", null)]
    [InlineData("0 1,H * * *", "hour")]
    [InlineData("0 3 H/2 * *", "day of month")]
    [InlineData("0 3 * H *", "month")]
    [InlineData("0 3 * * H", "day of week")]
    public void The_jitter_character_is_refused_in_every_field(string text, string? field)
    {
        Assert.False(CronSchedule.TryParse(text, out _, out var error));
        if (field is not null) Assert.Matches($"^The {field} field \"[^\"]+\" uses the character H, which picks a random value", error);
    }

    [Fact]
    public void A_list_of_a_hundred_thousand_parts_is_refused_before_it_is_read()
    {
        var hostile = string.Concat(Enumerable.Repeat("1,", 100_000)) + "1 * * * *";
        Assert.False(CronSchedule.TryParse(hostile, out _, out var error));
        Assert.StartsWith("The schedule is longer than 512 characters.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@monthly", "0 0 1 * *")]
    public void A_schedule_name_means_its_five_fields(string name, string fields)
    {
        var (from, to) = (Given.Time("2026-01-01"), Given.Time("2027-06-01"));
        Assert.Equal(Given.Schedule(fields).Between(from, to, IanaZone.Utc), Given.Schedule(name).Between(from, to, IanaZone.Utc));
    }
}
