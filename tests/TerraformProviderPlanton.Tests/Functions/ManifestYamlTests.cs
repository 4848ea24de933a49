using CsCheck;
using TerraformProviderPlanton.Functions;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Tests.Functions;

public sealed class ManifestYamlTests
{
    private const string Manifest = """
        # A comment.
        apiVersion: digital-ocean.project-planton.org/v1
        kind: DigitalOceanContainerRegistry
        metadata:
          name: &name dev
          labels: { team: "web", 'a': *name }
          tags: [one, !!str 2]
        spec:
          name: acme
          subscriptionTier: BASIC
          garbage_collection_enabled: true
        """;

    private static readonly Gen<string> Scraps = Gen.OneOf(
        "\t", "\n", "\r\n", " ", "  ", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "&a ", "*a", "*name", "!x ", "!!int ", "!<", "|", ">-", "'", "\"", "\\U00110000", "\"\\ud800\"",
        "%", "%YAML 1.1\n", "%TAG ! x\n", "---\n", "...\n", "#", "@", "`", "~", "\0", "\u0085", "\u2028", "\uFEFF", "\uD83D\uDE00", "é", "<<: *name", "0x1F", "1e999", "-", "$");

    [Theory]
    [InlineData("")]
    [InlineData("   \n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("---\n---\n...\n")]
    [InlineData("\uFEFF")]
    public void An_empty_text_is_called_empty(string text) => Assert.Equal("The text is empty. It must contain a manifest.", Refuse(text));

    [Theory]
    [InlineData("a: b\n---\nc: d\n", "Line 3, column 1: A second document begins here. To decode a text of several manifests, call manifests_decode.")]
    [InlineData("a: b\n---\n# c\n\n---\nc: d\n---\ne: f\n", "Line 6, column 1: A second document begins here.")]
    [InlineData("a:\n\tb: c\n", "The text is not valid YAML. Line 2 is indented with a tab; YAML allows spaces only.")]
    [InlineData("a: b\n \tc: d\n", "The text is not valid YAML. Line 2 is indented with a tab; YAML allows spaces only.")]
    [InlineData("a: b\n  c: d\n", "The text is not valid YAML. Line 2, column 4: While")]
    [InlineData("a: [b\n", "The text is not valid YAML. Line 2, column 1: While")]
    [InlineData("a: *b\n", "Line 1, column 4: The alias has no anchor: no anchor with this name precedes it.")]
    [InlineData("a: *b\nc: &b d\n", "Line 1, column 4: The alias has no anchor")]
    [InlineData("a: [b\nc: d\n", "The text is not valid YAML. It cannot be read from line 1 on;")]
    [InlineData("a: { b: c\nd: e\n", "The text is not valid YAML. It cannot be read from line 1 on")]
    [InlineData("a:\n  : b: c\n", "The text is not valid YAML. ")]
    [InlineData("...\nx\n", "The text is not valid YAML. It cannot be read from line 1 on")]
    [InlineData("a: !!]b\n", "The text is not valid YAML. It cannot be read from line 1 on")]
    [InlineData("a: @b\n", "The text is not valid YAML. Line 1, column 4: ")]
    [InlineData("a: \"\\q\"\n", "The text is not valid YAML. Line 1, column 4: ")]
    [InlineData("a: \"\\U00110000\"\n", "The text is not valid YAML. Line 1, column 4: ")]
    [InlineData("a: \"\\UFFFFFFFF\"\n", "The text is not valid YAML. It cannot be read from line 1 on;")]
    [InlineData("a: !!int 1\n", "Line 1, column 4: A tag is not supported here. Remove it.")]
    [InlineData("a: !env x\n", "Line 1, column 4: A tag is not supported here. Remove it.")]
    [InlineData("a: !!map [b]\n", "Line 1, column 4: A tag is not supported here. Remove it.")]
    [InlineData("a: !!set { b }\n", "Line 1, column 4: A tag is not supported here. Remove it.")]
    [InlineData("a: &x { b: c }\nd:\n  <<: *x\n", "Line 3, column 3: The merge key \"<<\" is not supported. Write the keys out.")]
    [InlineData("? [a]\n: b\n", "Line 1, column 3: A key must be a string, not a mapping, a list or an alias.")]
    [InlineData("? { a: b }\n: c\n", "Line 1, column 3: A key must be a string, not a mapping, a list or an alias.")]
    [InlineData("a: &x b\n*x : c\n", "Line 2, column 1: A key must be a string, not a mapping, a list or an alias.")]
    [InlineData("a: { b: 1, c: 2, b: 3 }\n", "Line 1, column 18: The key is given twice: it is already set in line 1.")]
    [InlineData("a:\n  - { b: 1 }\n  - { b: 1,\n      b: 2 }\n", "Line 4, column 7: The key is given twice: it is already set in line 3.")]
    [InlineData("a: b\nc: \0d\n", "Line 2 contains the character U+0000, which YAML does not allow.")]
    [InlineData("a: b\n\u001b[31mc: d\n", "Line 2 contains the character U+001B, which YAML does not allow.")]
    [InlineData("a: \u009f", "Line 1 contains the character U+009F, which YAML does not allow.")]
    public void What_is_no_plain_yaml_is_refused_with_its_line(string text, string error) => Assert.StartsWith(error, Refuse(text), StringComparison.Ordinal);

    [Fact]
    public void The_same_key_in_different_mappings_is_not_given_twice() => Assert.IsType<YamlMappingNode>(Read("a: { b: { b: 1 }, c: [{ b: 1 }, { b: 1 }] }\nb: b\n"));

    [Fact]
    public void Aliases_of_aliases_take_no_more_room_than_their_text()
    {
        var bomb = string.Concat(Enumerable.Range(1, 30).Select(static i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));

        Assert.IsType<YamlMappingNode>(Read($"a0: &a0 [x]\n{bomb}"));
        Assert.StartsWith("The manifest has 32 errors.", Fail($"a0: &a0 [x]\n{bomb}{Manifest.Replace("{ team: \"web\", 'a': *name }", "*a30", StringComparison.Ordinal)}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_collection_that_holds_itself_is_no_endless_one() => Assert.Contains(
        "must be a string, not a mapping", Fail(Manifest.Replace("labels: {", "labels: &labels { self: *labels,", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: [")]
    public void Very_deep_nesting_is_refused_before_anything_is_built_of_it(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 200_000 / opening.Length));

        Assert.Matches("nested more than 32 levels deep|A key must be a string|is not valid YAML", Refuse(text));
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Thirty_two_levels_are_allowed(int levels, bool isAllowed) =>
        Assert.Equal(isAllowed, ManifestYaml.TryReadOne(new string('[', levels) + new string(']', levels), out _, out _));

    [Fact]
    public void A_text_beyond_the_limit_is_not_read()
    {
        Assert.IsType<YamlMappingNode>(Read("a: " + new string('x', (256 * 1024) - 3)));
        Assert.Equal("The text has 262145 characters. A manifest may have at most 262144.", Refuse(new string('[', (256 * 1024) + 1)));
    }

    [Theory]
    [InlineData("k%: v\n")]
    [InlineData("k%: &a% v\n")]
    [InlineData("- x\n")]
    [InlineData("\n")]
    [InlineData("#\n")]
    public void The_largest_allowed_text_is_read(string line)
    {
        var text = string.Concat(Enumerable.Range(0, 15_000).Select(i => line.Replace("%", $"{i}", StringComparison.Ordinal)));

        Assert.False(ManifestDecoder.TryDecode(text, out _, out var error));
        Assert.Contains(text.Contains('x', StringComparison.Ordinal) ? "not a list" : text.Contains('v', StringComparison.Ordinal) ? "15002 errors" : "is empty", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spoilt_manifest_is_decoded_or_refused_in_words_and_twice_alike() => Gen.Select(Gen.Int[0, Manifest.Length], Gen.Int[0, 20], Scraps.Array[0, 3]).Sample((at, cut, scraps) =>
    {
        var text = string.Concat(Manifest.AsSpan(0, at), string.Concat(scraps), Manifest.AsSpan(Math.Min(at + cut, Manifest.Length)));
        AssertPure(text);
    }, iter: 5_000);

    [Fact]
    public void Any_text_is_refused_in_words() => Scraps.Array[0, 40].Sample(static scraps => AssertPure(string.Concat(scraps)), iter: 5_000);

    private static void AssertPure(string text)
    {
        var isDecoded = ManifestDecoder.TryDecode(text, out var manifest, out var error);

        Assert.Equal(isDecoded, error is null);
        Assert.Equal(isDecoded, manifest is not null);
        Assert.NotEqual(string.Empty, error);
        Assert.Equal(isDecoded, ManifestDecoder.TryDecode(text, out var again, out var sameError));
        Assert.Equal((error, manifest?.Spec, manifest?.Metadata.Name), (sameError, again?.Spec, again?.Metadata.Name));
    }

    private static YamlNode Read(string text)
    {
        Assert.True(ManifestYaml.TryReadOne(text, out var root, out var error), error);
        return root;
    }

    private static string Refuse(string text)
    {
        Assert.False(ManifestYaml.TryReadOne(text, out var root, out var error));
        Assert.Null(root);
        return error;
    }

    private static string Fail(string text)
    {
        Assert.False(ManifestDecoder.TryDecode(text, out _, out var error));
        return error;
    }
}
