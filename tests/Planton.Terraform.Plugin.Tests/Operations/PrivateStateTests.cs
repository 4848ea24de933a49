using System.Text;
using Planton.Terraform.Plugin.Operations;

namespace Planton.Terraform.Plugin.Tests.Operations;

public sealed class PrivateStateTests
{
    [Fact]
    public void Facts_come_back_and_their_bytes_do_not_depend_on_the_order()
    {
        var first = new PrivateState { ["b"] = "2", ["a"] = "ä\"\n" };
        var second = new PrivateState { ["a"] = "ä\"\n", ["c"] = "3", ["b"] = "2" };
        second["c"] = null;

        Assert.Equal(first.ToBytes(), second.ToBytes());
        var read = PrivateState.Parse(first.ToBytes());
        Assert.Equal(("ä\"\n", "2", null), (read["a"], read["b"], read["c"]));
    }

    [Fact]
    public void Nothing_is_no_bytes() => Assert.Empty(new PrivateState { ["a"] = null }.ToBytes());

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("{\"a\":")]
    [InlineData("not JSON")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":\"a\"}")]
    public void Foreign_bytes_are_nothing(string text) => Assert.Empty(PrivateState.Parse(Encoding.UTF8.GetBytes(text)).ToBytes());

    [Fact]
    public void Bytes_that_are_no_text_are_nothing() => Assert.Empty(PrivateState.Parse([.. "{\"a\":\""u8, 0xff, 0xfe, .. "\"}"u8]).ToBytes());

    [Fact]
    public void Foreign_facts_among_others_are_passed_over()
    {
        var read = PrivateState.Parse("""{ "a": { "b": [1] }, "c": "d", "e": 1 }"""u8);

        Assert.Equal((null, "d", null), (read["a"], read["c"], read["e"]));
    }
}
