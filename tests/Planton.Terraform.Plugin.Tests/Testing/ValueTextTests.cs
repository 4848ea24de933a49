using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Testing;

public sealed class ValueTextTests
{
    private static readonly CtyObjectType Rule = CtyType.Object([("match", CtyType.String), ("keep", CtyType.Number)]);

    private static readonly CtyObjectType Type = CtyType.Object(
    [
        ("name", CtyType.String), ("size", CtyType.Number), ("on", CtyType.Bool), ("tags", CtyType.Set(CtyType.String)), ("labels", CtyType.Map(CtyType.String)),
        ("rule", CtyType.List(Rule)), ("pair", CtyType.Tuple(CtyType.String, CtyType.Number)), ("any", CtyType.Dynamic), ("one", Rule),
    ]);

    [Fact]
    public void A_configuration_and_JSON_say_the_same()
    {
        var config = ValueText.Object(Type, """
            # As in a resource block.
            name = "a \"b\"\n\u00e9"
            size = -1.5e3 // A number.
            on   = true
            tags = ["x", "y",]
            labels = {
              "app.kubernetes.io/name" = "web"
              tier = "front"
            }
            rule {
              match = "v*"
              keep  = 3
            }
            rule { match = "*" }
            pair = ["one", 1]
            one  = { keep = 1, match = null }
            """);

        Assert.Equal(config, ValueText.Object(Type, """
            {
              "name": "a \"b\"\né", "size": -1500, "on": true, "tags": ["y", "x"], "labels": { "tier": "front", "app.kubernetes.io/name": "web" },
              "rule": [{ "match": "v*", "keep": 3 }, { "match": "*" }], "pair": ["one", 1], "one": { "keep": 1 }
            }
            """));
    }

    [Theory]
    [InlineData("name = (unknown)")]
    [InlineData("""name = "(unknown)" """)]
    public void What_is_known_after_apply_is_marked(string text) => Assert.True(ValueText.Object(Type, text)["name"].IsUnknown);

    [Fact]
    public void A_value_in_a_place_of_any_type_brings_its_own()
    {
        var value = ValueText.Object(Type, """any = { list = ["a", 1], flag = false } """)["any"];

        Assert.Equal(CtyType.Object([("flag", CtyType.Bool), ("list", CtyType.Tuple(CtyType.String, CtyType.Number))]), value.Type);
    }

    [Theory]
    [InlineData("nam = 1", "The object has no attribute \"nam\".")]
    [InlineData("size = \"1\"", "Text { Value = 1 } does not have the type number.")]
    [InlineData("on = true\non = false", "\"on\" is given twice.")]
    [InlineData("name = var.x", "\"var\" is no literal value (line 1 of the value's text).")]
    [InlineData("\nname \"x\"", "\"name\" is followed by neither = nor a block (line 2 of the value's text).")]
    [InlineData("name = \"x", "a string has no end (line 1 of the value's text).")]
    [InlineData("name = \"\\q\"", "\\q is no escape (line 1 of the value's text).")]
    [InlineData("tags = [\"a\" \"b\"]", "the elements of a list are separated by commas (line 1 of the value's text).")]
    [InlineData("one = { keep = 1", "a name or a value is missing (line 1 of the value's text).")]
    [InlineData("{ on = true } }", "\"}\" comes after the end (line 1 of the value's text).")]
    public void A_mistake_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => ValueText.Object(Type, text)).Message);
}
