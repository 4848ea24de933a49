using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Tests.Common;

public sealed class QuotedTests
{
    [Theory]
    [InlineData("Frankfurt", "\"Frankfurt\"")]
    [InlineData("", "\"\"")]
    [InlineData("Zürich", "\"Zürich\"")]
    [InlineData("a\nb", "The given text")]
    [InlineData("\u001b[31m", "The given text")]
    [InlineData("a\u202Eb", "The given text")]
    public void What_a_terminal_would_act_on_is_not_repeated(string text, string quoted) => Assert.Equal(quoted, Quoted.AtStart(text));

    [Fact]
    public void A_long_text_is_not_repeated() => Assert.Equal("the given text", Quoted.Within(new string('x', 65)));
}
