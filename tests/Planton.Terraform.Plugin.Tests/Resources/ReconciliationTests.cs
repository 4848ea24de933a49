using System.Collections.Immutable;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Testing;
using Planton.Terraform.Plugin.Tests.Planning;

namespace Planton.Terraform.Plugin.Tests.Resources;

/// <summary>An outcome is compared with its plan at any depth, and becomes one that the core accepts.</summary>
public sealed class ReconciliationTests
{
    private static readonly Schema<Model> Schema = new()
    {
        Description = "For tests.",
        Attributes =
        {
            { "one", static m => ref m.One, new SingleNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "O." } },
            { "many", static m => ref m.Many, new ListNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "M." } },
            { "named", static m => ref m.Named, new MapNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "N." } },
            { "secret", static m => ref m.Secret, new SingleNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Sensitive = true, Description = "S." } },
            { "tags", static m => ref m.Tags, new SetAttribute<string>(TfTypes.String) { Optional = true, Description = "T." } },
        },
    };

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{ "one": { "label": "a", "serial": "(unknown)" } }""", """{ "one": { "label": "a", "serial": 1 } }""")]
    [InlineData("""{ "one": "(unknown)", "many": "(unknown)" }""", """{ "one": { "label": "a" } }""")]
    [InlineData("""{ "many": [{ "label": "a", "serial": "(unknown)" }, "(unknown)"] }""", """{ "many": [{ "label": "a" }, { "label": "b" }] }""")]
    [InlineData("""{ "named": { "k": { "label": "a", "serial": "(unknown)" } } }""", """{ "named": { "k": { "label": "a", "serial": 1 } } }""")]
    [InlineData("""{ "tags": ["a", "(unknown)"] }""", """{ "tags": ["a"] }""")]
    [InlineData("""{ "tags": ["a", "(unknown)"] }""", """{ "tags": ["a", "b"] }""")]
    public void What_came_true_stays_as_it_is(string planned, string result)
    {
        var outcome = Reconcile(planned, result);

        Assert.Empty(outcome.Differences);
        Assert.Equal(ValueText.Object(Schema.Type, result), outcome.State);
    }

    [Theory]
    [InlineData("""{ "one": { "label": "a", "serial": "(unknown)" } }""", """{ "one": { "label": "b", "serial": 1 } }""", """{ "one": { "label": "a", "serial": 1 } }""", "one.label")]
    [InlineData("""{ "one": { "label": "a", "serial": "(unknown)" } }""", "{}", """{ "one": { "label": "a" } }""", "one")]
    [InlineData("""{ "one": { "label": "a", "serial": 1, "note": "n" } }""", """{ "one": { "label": "a", "serial": 2, "note": "m" } }""", """{ "one": { "label": "a", "serial": 1, "note": "n" } }""", "one.serial one.note")]
    [InlineData("{}", """{ "one": { "label": "b" } }""", "{}", "one")]
    [InlineData("""{ "many": [{ "label": "a", "serial": "(unknown)" }, { "label": "b" }] }""", """{ "many": [{ "label": "a", "serial": 1 }, { "label": "c" }] }""", """{ "many": [{ "label": "a", "serial": 1 }, { "label": "b" }] }""", "many[1].label")]
    [InlineData("""{ "many": [{ "label": "a", "serial": "(unknown)" }] }""", """{ "many": [] }""", """{ "many": [{ "label": "a" }] }""", "many")]
    [InlineData("""{ "many": [{ "label": "a", "serial": "(unknown)" }] }""", """{ "many": [null] }""", """{ "many": [{ "label": "a" }] }""", "many[0]")]
    [InlineData("""{ "named": { "k": { "label": "a", "serial": "(unknown)" } } }""", """{ "named": { "k": { "label": "b", "serial": 1 } } }""", """{ "named": { "k": { "label": "a", "serial": 1 } } }""", "named[\"k\"].label")]
    [InlineData("""{ "named": { "k": { "label": "a", "serial": "(unknown)" } } }""", """{ "named": { "l": { "label": "a", "serial": 1 } } }""", """{ "named": { "k": { "label": "a" } } }""", "named")]
    [InlineData("""{ "tags": ["a", "(unknown)"] }""", """{ "tags": ["b"] }""", """{ "tags": ["a", null] }""", "tags")]
    [InlineData("""{ "tags": ["(unknown)"] }""", """{ "tags": ["a", "b"] }""", """{ "tags": [null] }""", "tags")]
    public void What_came_out_differently_is_named_and_is_as_planned(string planned, string result, string expected, string paths)
    {
        var outcome = Reconcile(planned, result);

        Assert.Equal(paths, string.Join(' ', outcome.Differences.Select(static difference => difference.Path)));
        Assert.Equal(ValueText.Object(Schema.Type, expected), outcome.State);
        Assert.Empty(ApplyRules.Check(PlannerSchemas.ToCore(Schema), ValueText.Object(Schema.Type, planned), outcome.State));
    }

    [Fact]
    public void What_stands_inside_a_sensitive_attribute_is_hidden_too()
    {
        var outcome = Reconcile("""{ "secret": { "label": "a", "serial": "(unknown)" } }""", """{ "secret": { "label": "b", "serial": 1 } }""");

        Assert.True(Assert.Single(outcome.Differences).IsHidden);
    }

    private static Reconciliation Reconcile(string planned, string result) =>
        new(Schema.Attributes, ValueText.Object(Schema.Type, planned), ValueText.Object(Schema.Type, result));

    private sealed class Model
    {
        public TfValue<Inner> One;
        public TfValue<ImmutableArray<TfValue<Inner>>> Many;
        public TfValue<ImmutableDictionary<string, TfValue<Inner>>> Named;
        public TfValue<Inner> Secret;
        public TfValue<ImmutableArray<TfValue<string>>> Tags;
    }

    private sealed class Inner
    {
        public TfValue<string> Label;
        public TfValue<long> Serial;
        public TfValue<string> Note;

        public static AttributeSet<Inner> Attributes { get; } = new()
        {
            { "label", static m => ref m.Label, new StringAttribute { Required = true, Description = "L." } },
            { "serial", static m => ref m.Serial, new Int64Attribute { Computed = true, Description = "S." } },
            { "note", static m => ref m.Note, new StringAttribute { Optional = true, Description = "N." } },
        };
    }
}
