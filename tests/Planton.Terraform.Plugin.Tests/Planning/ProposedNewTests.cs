using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Planning;

public sealed class ProposedNewTests
{
    [Theory]
    // A create: the configuration as it is, computed values null.
    [InlineData("null", """{ "req": "a" }""", """{ "req": "a" }""")]
    // Computed values that the configuration leaves open come from the prior state; all others from the configuration.
    [InlineData("""{ "req": "a", "opt": "x", "comp": "c", "oc": "d" }""", """{ "req": "b" }""", """{ "req": "b", "comp": "c", "oc": "d" }""")]
    [InlineData("""{ "req": "a", "oc": "d" }""", """{ "req": "a", "oc": "e" }""", """{ "req": "a", "oc": "e" }""")]
    [InlineData("""{ "req": "a", "oc": "d" }""", """{ "req": "(unknown)", "oc": "(unknown)" }""", """{ "req": "(unknown)", "oc": "(unknown)" }""")]
    // Write-only values stay in the proposal.
    [InlineData("""{ "req": "a" }""", """{ "req": "a", "wo": "s" }""", """{ "req": "a", "wo": "s" }""")]
    // Nested attributes merge by kind.
    [InlineData("""{ "one": { "o": "x", "c": "1", "oc": "2" } }""", """{ "one": { "o": "y" } }""", """{ "one": { "o": "y", "c": "1", "oc": "2" } }""")]
    [InlineData("""{ "one": { "o": "x", "c": "1" } }""", "{}", "{}")]
    [InlineData("""{ "one": { "o": "x", "c": "1" } }""", """{ "one": "(unknown)" }""", """{ "one": "(unknown)" }""")]
    [InlineData("""{ "many": [{ "o": "x", "c": "1" }] }""", """{ "many": [{ "o": "y" }, { "o": "z" }] }""", """{ "many": [{ "o": "y", "c": "1" }, { "o": "z" }] }""")]
    [InlineData("""{ "named": { "a": { "c": "1" }, "b": { "c": "2" } } }""", """{ "named": { "b": { "o": "y" }, "d": {} } }""", """{ "named": { "b": { "o": "y", "c": "2" }, "d": {} } }""")]
    // Elements of a set find the prior element that differs only in what the provider computed.
    [InlineData("""{ "group": [{ "o": "x", "c": "1" }, { "o": "y", "c": "2" }] }""", """{ "group": [{ "o": "y" }, { "o": "z" }] }""", """{ "group": [{ "o": "y", "c": "2" }, { "o": "z" }] }""")]
    // A nested attribute that was configured once, and no longer is, does not come back from the prior state.
    [InlineData("""{ "free": { "o": "x", "c": "1" } }""", "{}", "{}")]
    [InlineData("""{ "free": { "c": "1", "oc": "2" } }""", "{}", """{ "free": { "c": "1", "oc": "2" } }""")]
    // Blocks.
    [InlineData("""{ "b_single": { "o": "x", "c": "1" } }""", """{ "b_single": { "o": "y" } }""", """{ "b_single": { "o": "y", "c": "1" } }""")]
    [InlineData("""{ "b_single": { "o": "x", "c": "1" } }""", "{}", "{}")]
    [InlineData("""{ "b_list": [{ "c": "1" }] }""", """{ "b_list": [{ "o": "y" }, {}] }""", """{ "b_list": [{ "o": "y", "c": "1" }, {}] }""")]
    [InlineData("""{ "b_list": [{ "c": "1" }] }""", """{ "b_list": "(unknown)" }""", """{ "b_list": "(unknown)" }""")]
    [InlineData("""{ "b_map": { "a": { "c": "1" } } }""", """{ "b_map": { "a": {}, "b": {} } }""", """{ "b_map": { "a": { "c": "1" }, "b": {} } }""")]
    [InlineData("""{ "b_set": [{ "o": "x", "c": "1" }] }""", """{ "b_set": [{ "o": "x" }] }""", """{ "b_set": [{ "o": "x", "c": "1" }] }""")]
    public void The_configuration_is_completed_from_the_prior_state(string prior, string config, string expected) =>
        Assert.Equal(CheckedSchema.Of(expected), ProposedNew.Of(CheckedSchema.Block, CheckedSchema.Of(prior), CheckedSchema.Of(config)));

    [Fact]
    public void A_destroy_proposes_nothing() => Assert.Null(ProposedNew.Of(CheckedSchema.Block, CheckedSchema.Of("{}"), null));
}
