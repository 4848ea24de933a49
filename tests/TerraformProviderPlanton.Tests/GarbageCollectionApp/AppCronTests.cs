using CsCheck;
using TerraformProviderPlanton.GarbageCollection;
using TerraformProviderPlanton.GarbageCollectionApp;

namespace TerraformProviderPlanton.Tests.GarbageCollectionApp;

public sealed class AppCronTests
{
    [Theory]
    [InlineData("0 3 * * 0", "0 3 * * 0")]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("  0\t3  * * 0 ", "0 3 * * 0")]
    [InlineData("*/15 1-5 1,15 jan-mar mon", "*/15 1-5 1,15 JAN-MAR MON")]
    [InlineData("0 3 ? * 1", "0 3 * * 1")]
    [InlineData("0 3 * * 7", "0 3 * * 0")]
    [InlineData("0 3 * * 5-7", "0 3 * * 0,5,6")]
    [InlineData("0 3 * * fri-mon", "0 3 * * 0,1,5,6")]
    [InlineData("0 3 * * 1,7", "0 3 * * 1,0")]
    [InlineData("0 3 1 11-2 *", "0 3 1 1,2,11,12 *")]
    [InlineData("0 3 */2 * *", "0 3 */2 * *")]
    [InlineData("0 3 1 * 1", "0 3 1 * 1")]
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
    public void What_App_Platform_may_read_differently_is_refused(string schedule, string expected)
    {
        Assert.True(CronSchedule.TryParse(schedule, out _, out var wrong), wrong);

        Assert.False(AppCron.TryExpress(schedule, out _, out var error));

        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("runner = \"terraform\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_expressed_names_the_same_slots()
    {
        var minute = Gen.OneOf(Gen.Const("0"), Gen.Const("*/15"), Gen.Const("5,35"), Gen.Const("10-20"));
        var hour = Gen.OneOf(Gen.Const("3"), Gen.Const("*"), Gen.Const("22-23"), Gen.Const("*/6"));
        var day = Gen.OneOf(Gen.Const("*"), Gen.Const("?"), Gen.Const("1"), Gen.Const("1,15"), Gen.Const("10-12"), Gen.Const("*/3"));
        var month = Gen.OneOf(Gen.Const("*"), Gen.Const("2"), Gen.Const("NOV-FEB"), Gen.Const("JAN,JUL"), Gen.Const("11-2"), Gen.Const("*/4"));
        var weekday = Gen.OneOf(Gen.Const("*"), Gen.Const("0"), Gen.Const("7"), Gen.Const("5-7"), Gen.Const("FRI-MON"), Gen.Const("SAT,SUN"), Gen.Const("1-5"), Gen.Const("6-1"));
        Gen.Select(minute, hour, day, month, weekday, static (a, b, c, d, e) => $"{a} {b} {c} {d} {e}").Sample(
            static schedule =>
            {
                if (!CronSchedule.TryParse(schedule, out var meant, out _) || !AppCron.TryExpress(schedule, out var cron, out _)) return;
                Assert.True(CronSchedule.TryParse(cron, out var said, out var error), $"{schedule} → {cron}: {error}");
                var (one, other) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
                for (var i = 0; i < 20; i++)
                {
                    (one, other) = (meant.NextAfter(one, IanaZone.Utc)!.Value, said.NextAfter(other, IanaZone.Utc)!.Value);
                    Assert.True(one == other, $"{schedule} → {cron}: {one} and {other}");
                }
            },
            iter: 2000);
    }
}
