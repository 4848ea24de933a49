using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;
using CsCheck;
using NodaTime;
using Planton.DigitalOcean.Simulator.State;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using CronSchedule = Planton.Registry.Schedules.CronSchedule;

namespace TerraformProviderPlanton.Tests.GarbageCollection.AppPlatform;

public sealed class AppCronTests
{
    [Theory]
    [InlineData("0 3 * * 0", "0 3 * * 0")]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("  0\t3  * * 0 ", "0 3 * * 0")]
    [InlineData("*/15 1-5 1,15 jan-mar mon", "0,15,30,45 1-5 1,15 1-3 1")]
    [InlineData("0 3 ? * 1", "0 3 * * 1")]
    [InlineData("0 3 * * 7", "0 3 * * 0")]
    [InlineData("0 3 * * 7/7", "0 3 * * 0")]
    [InlineData("0 3 * * 7/2", "0 3 * * 0")]
    [InlineData("0 3 * * 5/2", "0 3 * * 0,5")]
    [InlineData("0 3 * * 7-2/2", "0 3 * * 0,2")]
    [InlineData("0 3 * * 5-7", "0 3 * * 0,5,6")]
    [InlineData("0 3 * * fri-mon", "0 3 * * 0,1,5,6")]
    [InlineData("0 3 * * 1,7", "0 3 * * 0,1")]
    [InlineData("0 3 1 11-2 *", "0 3 1 1,2,11,12 *")]
    [InlineData("0 3 * JUL *", "0 3 * 7 *")]
    [InlineData("0 3 * APR-JUL *", "0 3 * 4-7 *")]
    [InlineData("0 3 * NOV-FEB *", "0 3 * 1,2,11,12 *")]
    [InlineData("0 22-2 * * *", "0 0-2,22,23 * * *")]
    [InlineData("50-10/5 3 * * *", "0,5,10,50,55 3 * * *")]
    [InlineData("0 3/10 * * *", "0 3,13,23 * * *")]
    [InlineData("0-59 */1 1 1-12 *", "* * 1 * *")]
    [InlineData("0 3 */2 * *", "0 3 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 * *")]
    [InlineData("0 3 1 * 1", "0 3 1 * 1")]
    [InlineData("0 3 1-31 * 1", "0 3 * * *")]
    [InlineData("0 3 1 * SUN-SAT", "0 3 * * *")]
    [InlineData("0 3 */1 * 1", "0 3 * * 1")]
    [InlineData("0 3 */16 * 0-6", "0 3 1,17 * *")]
    [InlineData("0 3 1 * */1", "0 3 1 * *")]
    public void A_schedule_is_put_into_five_plain_fields(string schedule, string expected)
    {
        Assert.True(AppCron.TryExpress(schedule, out var cron, out var error), error);
        Assert.Equal(expected, cron);
    }

    [Theory]
    [InlineData("0 3 L * *", "day of month")]
    [InlineData("0 3 15W * *", "day of month")]
    [InlineData("0 3 LW * *", "day of month")]
    [InlineData("0 3 * * 5L", "day of week")]
    [InlineData("0 3 * * 6#2", "day of week")]
    [InlineData("0 3 */2 * 1", "some schedulers")]
    [InlineData("0 3 1 * */2", "some schedulers")]
    [InlineData("0 3 */2 * */2", "some schedulers")]
    public void What_App_Platform_may_read_differently_is_refused(string schedule, string expected)
    {
        Assert.True(CronSchedule.TryParse(schedule, out _, out var wrong), wrong);

        Assert.False(AppCron.TryExpress(schedule, out _, out var error));

        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("runner = \"terraform\"", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0 * JULY *")]
    [InlineData("0 0 * * 5L")]
    [InlineData("60 0 * * *")]
    public void What_cannot_be_read_or_said_is_refused(string schedule) => Assert.False(AppCron.TryExpress(schedule, out _, out _));

    [Fact]
    public void Every_schedule_without_L_W_and_hash_is_accepted_and_names_the_same_slots() =>
        Gen.Select(Minute, Hour, Day, Month, Weekday, static (a, b, c, d, e) => $"{a} {b} {c} {d} {e}").Where(CanBeSaid).Sample(
            static schedule =>
            {
                if (!CronSchedule.TryParse(schedule, out _, out var wrong))
                {
                    Assert.Contains("never occurs", wrong, StringComparison.Ordinal);
                    return;
                }

                Assert.True(AppCron.TryExpress(schedule, out var cron, out var error), $"{schedule}: {error}");
                var judge = CronFields.Parse(cron, acceptsSeven: false);
                var meant = Meant(schedule);
                var (one, other) = (new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new LocalDateTime(2026, 1, 1, 0, 0));
                for (var i = 0; i < 12; i++)
                {
                    one = meant.Min(expression => expression.GetNextOccurrence(one)) ?? throw new InvalidOperationException($"{schedule} ends");
                    other = judge.Next(other.PlusMinutes(1)) ?? throw new InvalidOperationException($"{cron} ends");
                    Assert.True(LocalDateTime.FromDateTime(one) == other, $"{schedule} → {cron}: {one:u} and {other}");
                }
            },
            iter: 3000);

    private static Gen<string> Minute { get; } = Field(0, 59, []);

    private static Gen<string> Hour { get; } = Field(0, 23, []);

    private static Gen<string> Day { get; } = Field(1, 31, []);

    private static Gen<string> Month { get; } = Field(1, 12, ["JAN", "feb", "MAR", "apr", "MAY", "Jun", "JUL", "aug", "SEP", "OCT", "nov", "DEC"]);

    private static Gen<string> Weekday { get; } = Field(0, 7, ["SUN", "mon", "TUE", "Wed", "THU", "fri", "SAT"]);

    /// <summary>Every form of a field but L, W and #: stars, values by number and name, ranges that go round the end, steps, lists.</summary>
    private static Gen<string> Field(int first, int last, string[] names)
    {
        var number = Gen.Int[first, last].Select(static value => value.ToString(CultureInfo.InvariantCulture));
        var value = names.Length == 0 ? number : Gen.OneOf(number, Gen.Int[0, names.Length - 1].Select(index => names[index]));
        var range = Gen.Select(value, value, static (from, to) => $"{from}-{to}");
        var step = Gen.Int[1, last].Select(static every => $"/{every}");
        var part = Gen.OneOf(value, range, Gen.Select(value, step, static (v, s) => v + s), Gen.Select(range, step, static (r, s) => r + s));
        var list = part.Array[1, 4].Select(static parts => string.Join(',', parts));
        var star = Gen.OneOf(Gen.Const("*"), Gen.Const("?"));
        return Gen.OneOf(star, star, Gen.Select(star, step, static (s, e) => s + e), list);
    }

    /// <summary>A stepped star beside days that are not all of them asks for both at once, which App Platform's words cannot say.</summary>
    private static bool CanBeSaid(string schedule)
    {
        var fields = schedule.Split(' ');
        return IsPlain(fields[2]) && IsPlain(fields[4]) || fields[2] is "*" or "?" || fields[4] is "*" or "?";

        static bool IsPlain(string day) => day[0] is not ('*' or '?');
    }

    /// <summary>
    /// The library's own reading of the text; as in cron, either day is enough when both are restricted. A stepped range that begins with
    /// Sunday as 7 is read from 0: the library loses its beginning (Cronos 0.13: <c>7-2/2</c> is Tuesday alone, <c>7-4/6</c> no day at all).
    /// </summary>
    private static CronExpression[] Meant(string schedule)
    {
        var fields = schedule.Split(' ');
        fields[4] = Regex.Replace(fields[4], @"\b7-(?!7)", "0-");
        schedule = string.Join(' ', fields);
        return fields[2][0] is '*' or '?' || fields[4][0] is '*' or '?'
            ? [CronExpression.Parse(schedule)]
            : [CronExpression.Parse(string.Join(' ', [.. fields[..4], "*"])), CronExpression.Parse(string.Join(' ', [.. fields[..2], "*", .. fields[3..]]))];
    }
}
