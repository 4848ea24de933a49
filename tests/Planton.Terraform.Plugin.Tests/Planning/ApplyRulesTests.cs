using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Planning;

public sealed class ApplyRulesTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("""{ "req": "a" }""", """{ "req": "a" }""")]
    // What was unknown may be anything, null too.
    [InlineData("""{ "comp": "(unknown)" }""", """{ "comp": "c" }""")]
    [InlineData("""{ "comp": "(unknown)" }""", "{}")]
    [InlineData("""{ "list": "(unknown)" }""", """{ "list": ["a", "b"] }""")]
    [InlineData("""{ "list": ["(unknown)"] }""", """{ "list": ["a"] }""")]
    [InlineData("""{ "map": { "a": "(unknown)" } }""", """{ "map": { "a": "x" } }""")]
    [InlineData("""{ "one": { "c": "(unknown)" } }""", """{ "one": { "c": "1" } }""")]
    // Unknown elements of a set may turn out equal.
    [InlineData("""{ "set": ["(unknown)", "a"] }""", """{ "set": ["a"] }""")]
    [InlineData("""{ "set": ["a", "b"] }""", """{ "set": ["b", "a"] }""")]
    [InlineData("""{ "b_single": "(unknown)" }""", """{ "b_single": null }""")]
    [InlineData("""{ "b_list": "(unknown)" }""", """{ "b_list": [{}, {}] }""")]
    [InlineData("""{ "b_set": [{ "o": "x", "c": "(unknown)" }] }""", """{ "b_set": [{ "o": "x", "c": "1" }] }""")]
    public void An_outcome_that_keeps_the_plan_passes(string planned, string actual) => Assert.Empty(Check(planned, actual));

    [Theory]
    [InlineData("""{ "req": "a" }""", "null", "", "was present, but is now absent")]
    [InlineData("null", """{ "req": "a" }""", "", "was absent, but is now present")]
    [InlineData("""{ "req": "a" }""", """{ "req": "b" }""", "req", "was \"a\", but now \"b\"")]
    [InlineData("""{ "req": "a" }""", "{}", "req", "was \"a\", but now null")]
    [InlineData("{}", """{ "comp": "c" }""", "comp", "was null, but now \"c\"")]
    [InlineData("""{ "req": "a" }""", """{ "req": "(unknown)" }""", "req", "is now unknown")]
    [InlineData("""{ "num": 1 }""", """{ "num": 1.5 }""", "num", "was 1, but now 1.5")]
    [InlineData("""{ "secret": "a" }""", """{ "secret": "b" }""", "secret", "inconsistent values for a sensitive attribute")]
    [InlineData("""{ "list": ["a"] }""", """{ "list": ["a", "b"] }""", "list[1]", "has appeared")]
    [InlineData("""{ "list": ["a", "b"] }""", """{ "list": ["a"] }""", "list[1]", "has vanished")]
    [InlineData("""{ "list": ["a"] }""", """{ "list": ["b"] }""", "list[0]", "was \"a\"")]
    [InlineData("""{ "map": { "a": "x" } }""", """{ "map": {} }""", "map[\"a\"]", "has vanished")]
    [InlineData("""{ "map": {} }""", """{ "map": { "a": "x" } }""", "map[\"a\"]", "has appeared")]
    [InlineData("""{ "set": ["a", "b"] }""", """{ "set": ["a"] }""", "set", "correlates with none of the result")]
    [InlineData("""{ "set": ["a"] }""", """{ "set": ["a", "b"] }""", "set", "correlates with none of the plan")]
    [InlineData("""{ "set": ["(unknown)"] }""", """{ "set": ["a", "b"] }""", "set", "grew from 1 to 2")]
    [InlineData("""{ "one": { "o": "x" } }""", """{ "one": { "o": "y" } }""", "one.o", "was \"x\"")]
    [InlineData("""{ "many": [{ "o": "x" }] }""", """{ "many": [{ "o": "y" }] }""", "many[0].o", "was \"x\"")]
    [InlineData("""{ "named": { "a": { "o": "x" } } }""", """{ "named": { "a": { "o": "y" } } }""", "named[\"a\"].o", "was \"x\"")]
    [InlineData("""{ "group": [{ "o": "x" }] }""", """{ "group": [{ "o": "y" }] }""", "group", "correlates with none")]
    [InlineData("""{ "b_single": {} }""", """{ "b_single": null }""", "b_single", "but now null")]
    [InlineData("""{ "b_list": [{}] }""", """{ "b_list": [{}, {}] }""", "b_list", "changed from 1 to 2")]
    [InlineData("""{ "b_set": [{}] }""", """{ "b_set": [{}, { "o": "x" }] }""", "b_set", "grew from 1 to 2")]
    [InlineData("""{ "b_map": { "a": {} } }""", """{ "b_map": { "b": {} } }""", "b_map[\"a\"]", "has vanished")]
    [InlineData("""{ "b_list": [{ "o": "x" }] }""", """{ "b_list": [{ "o": "y" }] }""", "b_list[0].o", "was \"x\"")]
    public void An_outcome_that_breaks_the_plan_is_caught(string planned, string actual, string path, string message) =>
        Assert.Contains(Check(planned, actual), found => found.Path.ToString() == path && found.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_sensitive_value_stands_in_no_message() =>
        Assert.DoesNotContain("hidden", string.Join('\n', Check("""{ "secret": "hidden1" }""", """{ "secret": "hidden2" }""")), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "comp": "(unknown)" }""", "comp", "unknown")]
    [InlineData("""{ "one": { "c": "(unknown)" } }""", "one.c", "unknown")]
    [InlineData("""{ "map": { "a": "(unknown)" } }""", "map[\"a\"]", "unknown")]
    [InlineData("""{ "list": ["(unknown)"] }""", "list[0]", "unknown")]
    [InlineData("""{ "set": ["(unknown)"] }""", "set", "unknown")]
    [InlineData("""{ "wo": "s" }""", "wo", "write-only")]
    [InlineData("""{ "one": { "wo": "s" } }""", "one.wo", "write-only")]
    [InlineData("""{ "many": [{ "wo": "s" }] }""", "many[0].wo", "write-only")]
    [InlineData("""{ "named": { "a": { "wo": "s" } } }""", "named[\"a\"].wo", "write-only")]
    [InlineData("""{ "b_list": [{ "wo": "s" }] }""", "b_list[0].wo", "write-only")]
    [InlineData("""{ "b_list": null }""", "b_list", "may not be null")]
    [InlineData("""{ "b_group": null }""", "b_group", "may not be null")]
    public void A_state_that_may_not_be_kept_is_caught(string state, string path, string message) =>
        Assert.Contains(StateRules.Check(CheckedSchema.Block, CheckedSchema.Of(state)), found => found.Path.ToString() == path && found.Message.Contains(message, StringComparison.Ordinal));

    private static IReadOnlyList<RuleBreak> Check(string planned, string actual) =>
        ApplyRules.Check(CheckedSchema.Block, CheckedSchema.Of(planned), CheckedSchema.Of(actual));
}
