using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class Rfc3339Tests
{
    [Fact]
    public void Seconds_are_cut_and_not_rounded() =>
        Assert.Equal("2026-03-02T09:00:00Z", Rfc3339.FormatSeconds(new DateTimeOffset(2026, 3, 2, 9, 0, 0, 999, TimeSpan.Zero)));

    [Theory]
    [InlineData("2026-03-01T03:00:00Z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01t03:00:00z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00+01:00", "2026-03-01T02:00:00Z")]
    [InlineData("2026-03-01T03:00:00-05:30", "2026-03-01T08:30:00Z")]
    [InlineData("2026-03-01T03:00:00-00:00", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00+23:59", "2026-02-28T03:01:00Z")]
    [InlineData("2026-03-01T03:00:00.5Z", "2026-03-01T03:00:00.5Z")]
    [InlineData("2026-03-02T09:00:00.000000058Z", "2026-03-02T09:00:00Z")]
    [InlineData("2026-03-02T09:00:00.530562231Z", "2026-03-02T09:00:00.5305622Z")]
    [InlineData("2026-03-01T03:00:00.0000000Z", "2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T02:59:59.99999999999999999999Z", "2026-03-01T02:59:59.9999999Z")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void A_time_in_the_form_of_the_standard_is_read_and_never_rounded_up(string text, string utc) => Assert.Equal(utc, Rfc3339.Format(Rfc3339.Parse(text)!.Value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("03:00")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T03:00:00")]
    [InlineData("2026-03-01T03:00Z")]
    [InlineData("2026-03-01 03:00:00Z")]
    [InlineData("2026-03-01T03:00:00 Z")]
    [InlineData(" 2026-03-01T03:00:00Z")]
    [InlineData("2026-03-01T03:00:00Z\n")]
    [InlineData("2026-3-1T03:00:00Z")]
    [InlineData("26-03-01T03:00:00Z")]
    [InlineData("2026-02-29T03:00:00Z")]
    [InlineData("2026-13-01T03:00:00Z")]
    [InlineData("2026-00-01T03:00:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T03:60:00Z")]
    [InlineData("2026-06-30T23:59:60Z")]
    [InlineData("2026-03-01T03:00:00,5Z")]
    [InlineData("2026-03-01T03:00:00.Z")]
    [InlineData("2026-03-01T03:00:00+0100")]
    [InlineData("2026-03-01T03:00:00+1:00")]
    [InlineData("2026-03-01T03:00:00+24:00")]
    [InlineData("2026-03-01T03:00:00+01:60")]
    [InlineData("2026-03-01T03:00:00UTC")]
    [InlineData("٢٠٢٦-03-01T03:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("1772334000")]
    public void Any_other_form_is_none(string? text) => Assert.Null(Rfc3339.Parse(text));
}
