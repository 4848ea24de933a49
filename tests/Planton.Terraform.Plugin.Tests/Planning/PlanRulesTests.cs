using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Planning;

public sealed class PlanRulesTests
{
    [Theory]
    // Planned equals config.
    [InlineData("null", """{ "req": "a" }""", """{ "req": "a" }""")]
    [InlineData("null", """{ "req": "(unknown)" }""", """{ "req": "(unknown)" }""")]
    // Planned equals a prior value that means the same.
    [InlineData("""{ "req": "A" }""", """{ "req": "a" }""", """{ "req": "A" }""")]
    [InlineData("""{ "req": "a" }""", """{ "req": "(unknown)" }""", """{ "req": "a" }""")]
    // The provider chooses computed values that are not configured.
    [InlineData("null", "{}", """{ "comp": "(unknown)", "oc": "x" }""")]
    [InlineData("""{ "comp": "c", "oc": "x" }""", "{}", """{ "comp": "d" }""")]
    [InlineData("null", "{}", """{ "free": { "o": "x", "c": "1" } }""")]
    // Write-only values are null whatever is configured.
    [InlineData("null", """{ "wo": "s" }""", "{}")]
    // Nested attributes: by the rules of the attributes inside.
    [InlineData("null", """{ "one": { "o": "x" } }""", """{ "one": { "o": "x", "c": "(unknown)", "oc": "y" } }""")]
    [InlineData("null", """{ "one": { "wo": "s" } }""", """{ "one": {} }""")]
    [InlineData("null", """{ "many": [{}, { "o": "x" }] }""", """{ "many": [{ "c": "1" }, { "o": "x", "oc": "2" }] }""")]
    [InlineData("null", """{ "named": { "a": {} } }""", """{ "named": { "a": { "c": "1" } } }""")]
    [InlineData("null", """{ "group": [{ "o": "x" }, { "o": "y" }] }""", """{ "group": [{ "o": "y", "c": "2" }, { "o": "x", "c": "1" }] }""")]
    [InlineData("null", """{ "free": { "o": "x" } }""", """{ "free": { "o": "x", "c": "(unknown)" } }""")]
    // Blocks.
    [InlineData("null", """{ "b_single": { "o": "x" } }""", """{ "b_single": { "o": "x", "c": "1" } }""")]
    [InlineData("null", """{ "b_list": [{}] }""", """{ "b_list": [{ "c": "1" }] }""")]
    [InlineData("null", """{ "b_list": "(unknown)" }""", """{ "b_list": "(unknown)" }""")]
    [InlineData("null", """{ "b_set": [{ "o": "x" }] }""", """{ "b_set": [{ "o": "x", "c": "1" }] }""")]
    [InlineData("null", """{ "b_map": { "a": {} } }""", """{ "b_map": { "a": { "c": "1" } } }""")]
    [InlineData("null", "{}", """{ "b_group": { "c": "1" } }""")]
    // Destroy.
    [InlineData("{}", "null", "null")]
    public void A_plan_that_keeps_the_rules_passes(string prior, string config, string planned) => Assert.Empty(Check(prior, config, planned));

    [Theory]
    [InlineData("null", "{}", "null", "", "planned for absence")]
    [InlineData("{}", "null", "{}", "", "planned for existence")]
    [InlineData("null", """{ "req": "a" }""", """{ "req": "b" }""", "req", "does not match config value \"a\"")]
    [InlineData("""{ "req": "c" }""", """{ "req": "a" }""", """{ "req": "b" }""", "req", "nor prior value \"c\"")]
    [InlineData("null", """{ "num": 1 }""", """{ "num": 2 }""", "num", "does not match config value 1")]
    [InlineData("null", "{}", """{ "opt": "x" }""", "opt", "for a non-computed attribute")]
    [InlineData("""{ "opt": "x" }""", "{}", """{ "opt": "x" }""", "opt", "for a non-computed attribute")]
    [InlineData("null", "{}", """{ "opt": "(unknown)" }""", "opt", "for a non-computed attribute")]
    [InlineData("null", """{ "opt": "(unknown)" }""", """{ "opt": "x" }""", "opt", "does not match config value")]
    [InlineData("null", """{ "opt": "(unknown)" }""", "{}", "opt", "does not match config value")]
    [InlineData("null", """{ "oc": "a" }""", """{ "oc": "b" }""", "oc", "does not match config value")]
    [InlineData("null", """{ "oc": "a" }""", """{ "oc": "(unknown)" }""", "oc", "does not match config value")]
    [InlineData("null", """{ "wo": "s" }""", """{ "wo": "s" }""", "wo", "write-only")]
    [InlineData("null", """{ "list": ["a"] }""", """{ "list": ["a", "b"] }""", "list", "does not match config value")]
    [InlineData("null", """{ "one": { "o": "x" } }""", """{ "one": { "o": "y" } }""", "one.o", "does not match config value")]
    [InlineData("null", """{ "one": { "o": "x" } }""", "{}", "one", "planned for absence")]
    [InlineData("null", """{ "one": { "o": "x" } }""", """{ "one": "(unknown)" }""", "one", "may not be unknown")]
    [InlineData("null", """{ "one": "(unknown)" }""", """{ "one": {} }""", "one", "must be the same unknown")]
    [InlineData("null", "{}", """{ "one": {} }""", "one", "for a non-computed attribute")]
    [InlineData("null", """{ "one": { "wo": "s" } }""", """{ "one": { "wo": "s" } }""", "one.wo", "write-only")]
    [InlineData("null", """{ "free": { "o": "x" } }""", """{ "free": "(unknown)" }""", "free", "may not be unknown")]
    [InlineData("null", """{ "many": [{}] }""", """{ "many": [{}, {}] }""", "many", "2 elements, the configuration 1")]
    [InlineData("null", """{ "many": [{ "o": "x" }] }""", """{ "many": [{ "o": "y" }] }""", "many[0].o", "does not match config value")]
    [InlineData("null", """{ "many": [{ "o": "x" }] }""", """{ "many": ["(unknown)"] }""", "many[0]", "an object may be unknown only")]
    [InlineData("null", """{ "named": { "a": {} } }""", """{ "named": { "b": {} } }""", "named", "which the configuration has not")]
    [InlineData("null", """{ "named": { "a": {}, "b": {} } }""", """{ "named": { "b": {} } }""", "named", "lacks the configured key")]
    [InlineData("null", """{ "named": { "a": { "o": "x" } } }""", """{ "named": { "a": { "o": "y" } } }""", "named[\"a\"].o", "does not match config value")]
    [InlineData("null", """{ "group": [{ "o": "x" }] }""", """{ "group": [{ "o": "x" }, { "o": "y" }] }""", "group", "2 elements, the configuration 1")]
    [InlineData("null", """{ "group": [{ "o": "x" }] }""", """{ "group": [{ "o": "y" }] }""", "group", "fits no configured one")]
    [InlineData("null", """{ "b_single": { "o": "x" } }""", """{ "b_single": null }""", "b_single", "planned for absence")]
    [InlineData("null", "{}", """{ "b_single": {} }""", "b_single", "planned for existence")]
    [InlineData("null", "{}", """{ "b_list": null }""", "b_list", "may not be null")]
    [InlineData("null", "{}", """{ "b_set": null }""", "b_set", "may not be null")]
    [InlineData("null", "{}", """{ "b_map": null }""", "b_map", "may not be null")]
    [InlineData("null", "{}", """{ "b_group": null }""", "b_group", "planned for absence")]
    [InlineData("null", """{ "b_list": [{}] }""", """{ "b_list": [{}, {}] }""", "b_list", "2 elements, the configuration 1")]
    [InlineData("null", """{ "b_list": [{}] }""", """{ "b_list": ["(unknown)"] }""", "b_list[0]", "may not be unknown itself")]
    [InlineData("null", """{ "b_list": [{}] }""", """{ "b_list": "(unknown)" }""", "b_list", "may not be unknown itself")]
    [InlineData("null", """{ "b_list": "(unknown)" }""", """{ "b_list": [] }""", "b_list", "must be the same unknown")]
    [InlineData("null", """{ "b_map": { "a": {} } }""", """{ "b_map": {} }""", "b_map", "lacks the configured key")]
    [InlineData("null", """{ "b_set": [{}] }""", """{ "b_set": [] }""", "b_set", "0 elements, the configuration 1")]
    public void A_plan_that_breaks_a_rule_is_caught(string prior, string config, string planned, string path, string message) =>
        Assert.Contains(Check(prior, config, planned), found => found.Path.ToString() == path && found.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_path_of_requires_replace_must_lead_somewhere()
    {
        var (prior, planned) = (CheckedSchema.Of("""{ "named": { "a": {} } }"""), CheckedSchema.Of("""{ "named": { "a": {} } }"""));
        CtyPath named = "named";

        Assert.Empty(PlanRules.Check(CheckedSchema.Block, prior, planned, planned, [named.Key("a").Attribute("o")]));
        Assert.NotEmpty(PlanRules.Check(CheckedSchema.Block, prior, planned, planned, [named.Key("b")]));
        Assert.NotEmpty(PlanRules.Check(CheckedSchema.Block, prior, planned, planned, ["nowhere"]));
    }

    [Theory]
    [InlineData("""{ "req": "a" }""", """{ "req": "b" }""", "req", true)]
    [InlineData("""{ "req": "a" }""", """{ "req": "a" }""", "req", false)]
    [InlineData("""{ "req": "a" }""", """{ "req": "(unknown)" }""", "req", true)]
    [InlineData("{}", "{}", "wo", true)]
    [InlineData("null", """{ "req": "b" }""", "req", false)]
    public void Only_a_path_whose_value_changes_or_is_write_only_forces_a_replacement(string prior, string planned, string path, bool counts) =>
        Assert.Equal(counts, PlanRules.Effective(CheckedSchema.Block, CheckedSchema.Of(prior), CheckedSchema.Of(planned), [path]).Count > 0);

    private static IReadOnlyList<RuleBreak> Check(string prior, string config, string planned) =>
        PlanRules.Check(CheckedSchema.Block, CheckedSchema.Of(prior), CheckedSchema.Of(config), CheckedSchema.Of(planned));
}
