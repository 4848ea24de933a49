using CsCheck;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Schemas;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+0", 0)]
    [InlineData("0s", 0)]
    [InlineData("5s", 5_000_000_000)]
    [InlineData("+5s", 5_000_000_000)]
    [InlineData("-5s", -5_000_000_000)]
    [InlineData("-2m", -120_000_000_000)]
    [InlineData("30s", 30_000_000_000)]
    [InlineData("1478s", 1_478_000_000_000)]
    [InlineData("5.0s", 5_000_000_000)]
    [InlineData("5.6s", 5_600_000_000)]
    [InlineData("5.s", 5_000_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("1.004s", 1_004_000_000)]
    [InlineData("1.00400s", 1_004_000_000)]
    [InlineData("100.00100s", 100_001_000_000)]
    [InlineData("10ns", 10)]
    [InlineData("11us", 11_000)]
    [InlineData("12\u00B5s", 12_000)]
    [InlineData("12\u03BCs", 12_000)]
    [InlineData("13ms", 13_000_000)]
    [InlineData("14s", 14_000_000_000)]
    [InlineData("15m", 900_000_000_000)]
    [InlineData("16h", 57_600_000_000_000)]
    [InlineData("1.5h", 5_400_000_000_000)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("30m1h", 5_400_000_000_000)]
    [InlineData("1h1h", 7_200_000_000_000)]
    [InlineData("10.5s4m", 250_500_000_000)]
    [InlineData("-2m3.4s", -123_400_000_000)]
    [InlineData("1h2m3s4ms5us6ns", 3_723_004_005_006)]
    [InlineData("39h9m14.425s", 140_954_425_000_000)]
    [InlineData("52763797000ns", 52_763_797_000)]
    [InlineData("0.3333333333333333333h", 1_200_000_000_000)]
    [InlineData("0.100000000000000000000h", 360_000_000_000)]
    [InlineData("0.9ns", 0)]
    [InlineData("9007199254740993ns", 9_007_199_254_740_993)]
    [InlineData("9223372036854775807ns", long.MaxValue)]
    [InlineData("9223372036854775.807us", long.MaxValue)]
    [InlineData("9223372036s854ms775us807ns", long.MaxValue)]
    [InlineData("-9223372036854775808ns", long.MinValue)]
    [InlineData("-9223372036854775.808us", long.MinValue)]
    [InlineData("-2562047h47m16.854775808s", long.MinValue)]
    public void A_duration_reads_as_in_Go(string text, long nanoseconds)
    {
        Assert.True(GoDuration.TryParseNanoseconds(text, out var actual, out var error), error);
        Assert.Equal(nanoseconds, actual);
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("-", "it is empty")]
    [InlineData("+", "it is empty")]
    [InlineData("3", "a unit is missing")]
    [InlineData("3.5", "a unit is missing")]
    [InlineData("1h30", "a unit is missing")]
    [InlineData("00", "a unit is missing")]
    [InlineData("0.0", "a unit is missing")]
    [InlineData("s", "a number is missing")]
    [InlineData(".", "a number is missing")]
    [InlineData(".s", "a number is missing")]
    [InlineData("-.s", "a number is missing")]
    [InlineData("+.s", "a number is missing")]
    [InlineData("--1s", "a number is missing")]
    [InlineData(" 1s", "a number is missing")]
    [InlineData("1s ", "\"s \" is not a unit")]
    [InlineData("1h 30m", "\"h \" is not a unit")]
    [InlineData("1d", "\"d\" is not a unit")]
    [InlineData("1H", "\"H\" is not a unit")]
    [InlineData("4 hours", "\" hours\" is not a unit")]
    [InlineData("1e3s", "\"e\" is not a unit")]
    [InlineData("1-s", "\"-s\" is not a unit")]
    [InlineData("1.2.3s", "a unit is missing")]
    [InlineData("\u0661s", "a number is missing")]
    [InlineData("3000000h", "292 years")]
    [InlineData("9223372036854775808ns", "292 years")]
    [InlineData("9223372036854775.808us", "292 years")]
    [InlineData("-9223372036854775809ns", "292 years")]
    [InlineData("9223372036854ms775us808ns", "292 years")]
    [InlineData("-9223372036854775808ns9223372036854775808ns", "292 years")]
    [InlineData("99999999999999999999ns", "292 years")]
    [InlineData("9223372036s854ms775us808ns", "292 years")]
    public void What_is_no_duration_is_refused_with_its_reason_and_an_example(string text, string reason)
    {
        Assert.False(GoDuration.TryParse(text, out var value, out var error));
        Assert.Equal(TimeSpan.Zero, value);
        Assert.StartsWith($"\"{text}\" is not a duration: ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.EndsWith("such as \"90s\", \"4h\" or \"1h30m\".", error, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<FormatException>(() => GoDuration.Parse(text)).Message);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ns")]
    [InlineData(999, "999ns")]
    [InlineData(1_000, "1µs")]
    [InlineData(1_100, "1.1µs")]
    [InlineData(2_200_000, "2.2ms")]
    [InlineData(999_999_999, "999.999999ms")]
    [InlineData(1_000_000_000, "1s")]
    [InlineData(3_300_000_000, "3.3s")]
    [InlineData(60_000_000_000, "1m0s")]
    [InlineData(90_000_000_000, "1m30s")]
    [InlineData(245_000_000_000, "4m5s")]
    [InlineData(245_001_000_000, "4m5.001s")]
    [InlineData(3_600_000_000_000, "1h0m0s")]
    [InlineData(14_400_000_000_000, "4h0m0s")]
    [InlineData(18_367_001_000_000, "5h6m7.001s")]
    [InlineData(480_000_000_001, "8m0.000000001s")]
    [InlineData(-1, "-1ns")]
    [InlineData(-5_400_000_000_000, "-1h30m0s")]
    [InlineData(long.MaxValue, "2562047h47m16.854775807s")]
    [InlineData(long.MinValue, "-2562047h47m16.854775808s")]
    public void A_duration_is_written_as_in_Go(long nanoseconds, string text) =>
        Assert.Equal(text, GoDuration.FormatNanoseconds(nanoseconds));

    [Fact]
    public void Every_duration_survives_being_written_and_read() =>
        Gen.OneOf(Gen.Long, Gen.Long[-10_000_000_000, 10_000_000_000]).Sample(static nanoseconds =>
            GoDuration.TryParseNanoseconds(GoDuration.FormatNanoseconds(nanoseconds), out var actual, out _) && actual == nanoseconds);

    [Fact]
    public void Any_text_is_either_read_or_refused() =>
        Gen.String[Gen.Char["0123456789.+-hmsnuµ x"], 0, 30].Sample(static text =>
            GoDuration.TryParseNanoseconds(text, out _, out var error) != error is not null);

    [Theory]
    [InlineData("1.5h", 54_000_000_000)]
    [InlineData("199ns", 1)]
    [InlineData("-199ns", -1)]
    [InlineData("99ns", 0)]
    public void Parts_finer_than_100_nanoseconds_are_cut_toward_zero(string text, long ticks) =>
        Assert.Equal(new TimeSpan(ticks), GoDuration.Parse(text));

    [Fact]
    public void A_time_span_is_written_as_in_Go()
    {
        Assert.Equal("4h0m0s", GoDuration.Format(TimeSpan.FromHours(4)));
        Assert.Equal("100ns", GoDuration.Format(new TimeSpan(1)));
        Assert.Equal("-1.5s", GoDuration.Format(TimeSpan.FromSeconds(-1.5)));
    }

    [Fact]
    public void A_time_span_beyond_Go_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => GoDuration.Format(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(static () => GoDuration.Format(TimeSpan.MinValue));
    }
}
