using Microsoft.AspNetCore.Http;
using Planton.Terraform.Plugin.Hosting.Rpc;

namespace Planton.Terraform.Plugin.Tests.Hosting.Rpc;

public sealed class RpcTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("A plain text, with signs: ~!\"", "A plain text, with signs: ~!\"")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("Müller", "M%C3%BCller")]
    public void A_status_is_escaped(string text, string expected) => Assert.Equal(expected, RpcText.Escape(text));

    [Theory]
    [InlineData("1H", 3600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3_000)]
    [InlineData("250m", 250)]
    [InlineData("5000u", 5)]
    [InlineData("7000000n", 7)]
    [InlineData("0m", 0)]
    public void A_time_limit_is_read(string text, int milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RpcText.Timeout(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1x")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public void What_is_no_time_limit_limits_nothing(string? text) => Assert.Null(RpcText.Timeout(text));

    [Fact]
    public void The_longest_time_limit_is_read() => Assert.Equal(TimeSpan.FromHours(99_999_999), RpcText.Timeout("99999999H"));

    [Fact]
    public void Headers_become_metadata_and_back()
    {
        var headers = new HeaderDictionary { [":path"] = "/x", ["one"] = "1", ["two"] = new(["a", "b"]), ["raw-bin"] = "AQI", ["broken-bin"] = "!" };

        var metadata = RpcText.Metadata(headers);
        var back = new HeaderDictionary();
        RpcText.Append(back, metadata);

        Assert.Equal(["one", "raw-bin", "two", "two"], metadata.Select(static entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], metadata.GetValueBytes("raw-bin"));
        Assert.Equal("AQI=", back["raw-bin"]);
        Assert.Equal(["a", "b"], back["two"].ToArray());
    }
}
