using System.Text.RegularExpressions;
using CsCheck;
using Planton.Registry.Retention;

namespace Planton.Registry.Tests.Retention;

public sealed class NameGlobTests
{
    [Theory]
    [InlineData("web", "web", "web2 we aweb team/web Web")]
    [InlineData("*", "web a", "team/web")]
    [InlineData("**", "web team/web a/b/c", "")]
    [InlineData("***", "web team/web a/b/c", "")]
    [InlineData("team/*", "team/web team/a", "team team/web/api web")]
    [InlineData("team/**", "team/web team/web/api", "team teams/web")]
    [InlineData("**/web", "web team/web a/b/web", "teamweb a/webs web/a")]
    [InlineData("a/**/z", "a/z a/b/z a/b/c/z", "az a/bz ab/z")]
    [InlineData("**/**/x", "x a/x a/b/c/x", "ax a/bx")]
    [InlineData("a**", "a ab a/b ab/c", "b/a")]
    [InlineData("**b", "b ab a/b a/cb", "ba")]
    [InlineData("a**c", "ac abc a/b/c", "a ab")]
    [InlineData("*/*", "a/b", "a a/b/c")]
    [InlineData("*a*/b", "xa/b a/b xaya/b", "x/b a/a/b xa/ya/b")]
    [InlineData("we?", "web wet", "we webb we/")]
    [InlineData("?", "a", "/ ab")]
    [InlineData("??*", "ab abc", "a")]
    public void A_pattern_matches_whole_names_of_repositories(string pattern, string matching, string others)
    {
        Assert.True(NameGlob.TryParseRepository(pattern, out var glob, out var error), error);
        Assert.All(Words(matching), name => Assert.True(glob.Matches(name), name));
        Assert.All(Words(others), name => Assert.False(glob.Matches(name), name));
        Assert.Equal(pattern, glob.Text);
    }

    [Theory]
    [InlineData("pr-*", "pr-1 pr-", "PR-1 apr-1")]
    [InlineData("v?.*", "v1.2 v1.2.3", "v10.2 v1")]
    [InlineData("*-rc*", "v1-rc1 -rc", "v1-r")]
    [InlineData("**", "latest v1", "")]
    public void A_pattern_matches_whole_tags(string pattern, string matching, string others)
    {
        Assert.True(NameGlob.TryParseTag(pattern, out var glob, out var error), error);
        Assert.All(Words(matching), name => Assert.True(glob.Matches(name), name));
        Assert.All(Words(others), name => Assert.False(glob.Matches(name), name));
    }

    [Theory]
    [InlineData("", "The pattern is empty. Use \"**\" to match every repository.")]
    [InlineData("web:v1", "The pattern contains the character \":\", which no repository has, so it would never match. The wildcards are *, ** and ?.")]
    [InlineData("v[0-9]", "The pattern contains the character \"[\", which no repository has")]
    [InlineData("a b", "The pattern contains the character U+0020, which")]
    [InlineData("a\0", "The pattern contains the character U+0000, which")]
    [InlineData("bücher", "The pattern contains the character U+00FC, which")]
    public void A_pattern_that_can_never_match_is_refused(string pattern, string sentence)
    {
        Assert.False(NameGlob.TryParseRepository(pattern, out _, out var error));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_has_no_slash()
    {
        Assert.False(NameGlob.TryParseTag("team/v1", out _, out var error));
        Assert.StartsWith("The pattern contains the character \"/\", which no tag has", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_has_at_most_255_characters()
    {
        Assert.True(NameGlob.TryParseTag(new string('*', 255), out var glob, out _) && glob.Matches("v1"));
        Assert.False(NameGlob.TryParseTag(new string('a', 256), out _, out var error));
        Assert.Equal("The pattern has 256 characters; no name of a tag has more than 255.", error);
    }

    [Fact]
    public void The_longest_pattern_matches_the_longest_name()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 127));
        Assert.True(NameGlob.TryParseTag(pattern, out var glob, out _));
        Assert.True(glob.Matches(new string('a', 10_000)));
        Assert.False(glob.Matches(new string('a', 10_000) + "b"));
    }

    [Fact]
    public void Every_pattern_matches_as_a_regular_expression_of_its_meaning_does()
    {
        var texts = Gen.OneOf("a", "b", "/", "*", "**", "**/", "?").Array[1, 8].Select(string.Concat);
        var names = Gen.OneOf("a", "b", "/").Array[0, 8].Select(string.Concat);
        Gen.Select(texts, names).Sample((text, name) =>
        {
            Assert.True(NameGlob.TryParseRepository(text, out var glob, out _));
            return glob.Matches(name) == Regex.IsMatch(name, Expression(text), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        }, iter: 2_000);
    }

    private static string Expression(string glob)
    {
        var segments = Regex.Replace(glob, @"\*{2,}", "**", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var marked = Regex.Replace(segments, @"(?<=^|/)\*\*/", "<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Replace("**", ">", StringComparison.Ordinal).Replace("*", "[^/]*", StringComparison.Ordinal).Replace("?", "[^/]", StringComparison.Ordinal);
        return $@"\A{marked.Replace("<", "(.*/)?", StringComparison.Ordinal).Replace(">", ".*", StringComparison.Ordinal)}\z";
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
