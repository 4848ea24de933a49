using System.Globalization;
using System.Numerics;
using CsCheck;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Tests.Cty;

public sealed class CtyNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("0e999999999999", "0")]
    [InlineData("+7", "7")]
    [InlineData("007", "7")]
    [InlineData("1.", "1")]
    [InlineData(".5", "0.5")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1E+3", "1000")]
    [InlineData("1500e-2", "15")]
    [InlineData("15e-2", "0.15")]
    [InlineData("-1e-7", "-0.0000001")]
    [InlineData("0.0001e4", "1")]
    [InlineData("12.340e1", "123.4")]
    [InlineData("100000000000000000000000000000000000001", "100000000000000000000000000000000000001")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789")]
    public void Decimal_text_reads_and_is_written_plainly(string text, string expected) =>
        Assert.Equal(expected, CtyNumber.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5e5")]
    [InlineData("1.2.3")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1_000")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("NaN")]
    [InlineData("Inf")]
    [InlineData("-Infinity")]
    [InlineData("\u0661")]
    [InlineData("1e4096")]
    [InlineData("1e999999999")]
    [InlineData("1e-4097")]
    [InlineData("1e-999999999")]
    [InlineData("1e99999999999999999999999999")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(CtyNumber.TryParse(text, out var number));
        Assert.Null(number);
        Assert.Throws<FormatException>(() => CtyNumber.Parse(text));
    }

    [Fact]
    public void The_greatest_and_the_finest_number_have_4096_digits()
    {
        Assert.Equal(4096, CtyNumber.Parse("1e4095").ToString().Length);
        Assert.Equal(4098, CtyNumber.Parse("1e-4096").ToString().Length);
        Assert.Throws<ArgumentOutOfRangeException>(static () => CtyNumber.From(BigInteger.Pow(10, 4096)));
    }

    [Fact]
    public void Zeros_alone_never_make_a_number_too_long()
    {
        var zeros = new string('0', 100_000);
        Assert.Equal("1", CtyNumber.Parse($"{zeros}1.{zeros}").ToString());
        Assert.Equal("1", CtyNumber.Parse($"0.{zeros}1e100001").ToString());
        Assert.Equal("1", CtyNumber.Parse($"1{zeros}e-100000").ToString());
        Assert.False(CtyNumber.TryParse($"1{zeros}", out _));
    }

    [Fact]
    public void A_fraction_is_equal_by_its_shortest_text()
    {
        Assert.Equal(CtyNumber.Parse("0.1"), CtyNumber.From(0.1));
        Assert.Equal(CtyNumber.Parse("3.14"), CtyNumber.From(3.14));
        Assert.Equal(CtyNumber.Parse("2.718281828459045"), CtyNumber.From(2.718281828459045));
        Assert.NotEqual(CtyNumber.Parse("0.1"), CtyNumber.From((double)0.1f));
        Assert.NotEqual(CtyNumber.Parse("123456789.123456789"), CtyNumber.From(123456789.123456789));
        Assert.NotEqual(CtyNumber.Parse("0.1"), CtyNumber.Parse("0.10000000000000001"));
    }

    [Fact]
    public void A_whole_number_is_equal_by_value()
    {
        Assert.Equal(CtyNumber.From(3), CtyNumber.From(3.0));
        Assert.Equal(CtyNumber.From(3), CtyNumber.Parse("30e-1"));
        Assert.Equal(CtyNumber.Parse("100000000000000000000"), CtyNumber.From(1e20));
        Assert.NotEqual(CtyNumber.Parse("1e30"), CtyNumber.From(1e30));
        Assert.NotEqual(CtyNumber.From(9007199254740993), CtyNumber.From(9007199254740992d));
        Assert.Equal(CtyNumber.From(new BigInteger(42)), CtyNumber.From(42));
    }

    [Fact]
    public void Infinity_is_a_number_and_NaN_is_none()
    {
        Assert.Equal("+Inf", CtyNumber.From(double.PositiveInfinity).ToString());
        Assert.Equal("-Inf", CtyNumber.From(double.NegativeInfinity).ToString());
        Assert.Equal(CtyNumber.From(double.PositiveInfinity), CtyNumber.From(double.PositiveInfinity));
        Assert.NotEqual(CtyNumber.From(double.PositiveInfinity), CtyNumber.From(double.NegativeInfinity));
        Assert.NotEqual(CtyNumber.From(double.PositiveInfinity), CtyNumber.Parse("1e400"));
        Assert.Throws<ArgumentOutOfRangeException>(static () => CtyNumber.From(double.NaN));
    }

    [Theory]
    [InlineData("9223372036854775807", true, long.MaxValue)]
    [InlineData("-9223372036854775808", true, long.MinValue)]
    [InlineData("9223372036854775808", false, 0)]
    [InlineData("-9223372036854775809", false, 0)]
    [InlineData("99999999999999999999", false, 0)]
    [InlineData("0.5", false, 0)]
    [InlineData("1e18", true, 1_000_000_000_000_000_000)]
    public void A_long_is_had_from_whole_numbers_within_its_range(string text, bool fits, long expected)
    {
        Assert.Equal(fits, CtyNumber.Parse(text).TryGetInt64(out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData(9223372036854774784d, true, 9223372036854774784)]
    [InlineData(9223372036854775808d, false, 0)]
    [InlineData(-9223372036854775808d, true, long.MinValue)]
    [InlineData(-9223372036854777856d, false, 0)]
    [InlineData(0.5, false, 0)]
    public void A_long_is_had_from_doubles_within_its_range(double number, bool fits, long expected)
    {
        Assert.Equal(fits, CtyNumber.From(number).TryGetInt64(out var value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void A_double_is_the_nearest_one()
    {
        Assert.Equal(0.1, CtyNumber.Parse("0.1").ToDouble());
        Assert.Equal(9007199254740992d, CtyNumber.From(9007199254740993).ToDouble());
        Assert.Equal(1e30, CtyNumber.Parse("1e30").ToDouble());
        Assert.Equal(double.PositiveInfinity, CtyNumber.Parse("1e400").ToDouble());
        Assert.Equal(double.NegativeInfinity, CtyNumber.Parse("-1e400").ToDouble());
    }

    [Theory]
    [InlineData("0.5", "cb3fe0000000000000")]
    [InlineData("4503599627370495.5", "cb432fffffffffffff")]
    [InlineData("9007199254740992.5", "b2393030373139393235343734303939322e35")]
    [InlineData("0.15", "a4302e3135")]
    [InlineData("18446744073709551616", "b43138343436373434303733373039353531363136")]
    [InlineData("-1.25", "cbbff4000000000000")]
    public void Decimal_text_goes_on_the_wire_as_a_double_where_that_is_exact(string text, string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(CtyMsgpack.Encode(CtyNumber.Parse(text), CtyType.Number).Span));

    [Fact]
    public void The_exact_text_of_any_fractional_double_goes_back_to_that_double() =>
        Gen.Double.Where(static value => double.IsFinite(value) && !double.IsInteger(value)).Sample(static value =>
        {
            var exact = value.ToString("F1074", CultureInfo.InvariantCulture);
            Assert.True(CtyNumber.Parse(exact).TryGetExactFraction(out var back));
            Assert.Equal(value, back);
            Assert.False(CtyNumber.Parse(exact + "5").TryGetExactFraction(out _));
        });

    [Fact]
    public void Equal_numbers_hash_alike() => Gen.Double.Where(double.IsFinite).Sample(static value =>
    {
        var (binary, text) = (CtyNumber.From(value), CtyNumber.Parse(CtyNumber.From(value).ToString()));
        Assert.Equal(binary, text);
        Assert.Equal(binary.GetHashCode(), text.GetHashCode());
        Assert.Equal(value, text.ToDouble());
    });
}
