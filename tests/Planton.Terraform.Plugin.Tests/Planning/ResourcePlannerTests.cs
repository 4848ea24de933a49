using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Planning;

public sealed class ResourcePlannerTests
{
    private static readonly Schema<Model> Schema = new()
    {
        Description = "For tests.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "N.", PlanModifiers = [new RequiresReplace<string>()] } },
            { "opt", static m => ref m.Opt, new StringAttribute { Optional = true, Description = "O." } },
            { "size", static m => ref m.Size, new Int64Attribute { Optional = true, DefaultValue = 3, Description = "S." } },
            { "place", static m => ref m.Place, new StringAttribute { Optional = true, Computed = true, Description = "P.", PlanModifiers = [new UseStateForUnknown<string>(), new RequiresReplaceIfConfigured<string>()] } },
            { "wo", static m => ref m.WriteOnly, new StringAttribute { Optional = true, WriteOnly = true, Description = "W." } },
            { "id", static m => ref m.Id, new StringAttribute { Computed = true, Description = "I.", PlanModifiers = [new UseStateForUnknown<string>()] } },
            { "seen", static m => ref m.Seen, new StringAttribute { Computed = true, Description = "E." } },
            { "one", static m => ref m.One, new SingleNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "1." } },
            { "many", static m => ref m.Many, new ListNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "M." } },
            { "named", static m => ref m.Named, new MapNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "N." } },
            { "group", static m => ref m.Group, new SetNestedAttribute<Member>(Member.Attributes) { Optional = true, Description = "G." } },
            { "twins", static m => ref m.Twins, new SetNestedAttribute<Twin>(Twin.Attributes) { Optional = true, Description = "T." } },
            { "block", static m => ref m.Blocks, new ListBlock<Inner>(Inner.Attributes) { Description = "B." } },
        },
    };

    private static readonly CoreBlock Core = PlannerSchemas.ToCore(Schema);

    [Theory]
    // Create: defaults where nothing is configured, computed values unknown.
    [InlineData("null", """{ "name": "a" }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)" }""")]
    [InlineData("null", """{ "name": "a", "size": 4, "place": "here" }""", """{ "name": "a", "size": 4, "place": "here", "id": "(unknown)", "seen": "(unknown)" }""")]
    [InlineData("null", """{ "name": "(unknown)", "size": "(unknown)" }""", """{ "name": "(unknown)", "size": "(unknown)", "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)" }""")]
    // Nothing changes: nothing is unknown, not even for write-only values.
    [InlineData("""{ "name": "a", "size": 3, "place": "p", "id": "i", "seen": "s" }""", """{ "name": "a" }""", """{ "name": "a", "size": 3, "place": "p", "id": "i", "seen": "s" }""")]
    [InlineData("""{ "name": "a", "size": 3, "id": "i" }""", """{ "name": "a", "wo": "secret" }""", """{ "name": "a", "size": 3, "id": "i" }""")]
    // A change makes computed values uncertain, but for those that are promised to stay.
    [InlineData("""{ "name": "a", "size": 3, "place": "p", "id": "i", "seen": "s" }""", """{ "name": "a", "opt": "x" }""", """{ "name": "a", "opt": "x", "size": 3, "place": "p", "id": "i", "seen": "(unknown)" }""")]
    // A value that is taken out of the configuration goes back to its default, or to nothing.
    [InlineData("""{ "name": "a", "opt": "x", "size": 9, "id": "i" }""", """{ "name": "a" }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "i", "seen": "(unknown)" }""")]
    // A promise needs a value: what was null may be told now.
    [InlineData("""{ "name": "a", "size": 3 }""", """{ "name": "a", "opt": "x" }""", """{ "name": "a", "opt": "x", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)" }""")]
    // Objects inside: the same steps, each beside its own configuration and prior state.
    [InlineData("null", """{ "name": "a", "one": { "key": "k", "wo": "s" } }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "one": { "key": "k", "kind": "plain", "serial": "(unknown)" } }""")]
    [InlineData("""{ "name": "a", "size": 3, "one": { "key": "k", "kind": "plain", "serial": "1" } }""", """{ "name": "a", "one": { "key": "l" } }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "one": { "key": "l", "kind": "plain", "serial": "1" } }""")]
    [InlineData("""{ "name": "a", "size": 3, "many": [{ "key": "k", "kind": "plain", "serial": "1" }] }""", """{ "name": "a", "many": [{ "key": "k" }, { "key": "l", "kind": "x" }] }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "many": [{ "key": "k", "kind": "plain", "serial": "1" }, { "key": "l", "kind": "x", "serial": "(unknown)" }] }""")]
    [InlineData("""{ "name": "a", "size": 3, "named": { "x": { "key": "k", "kind": "plain", "serial": "1" } } }""", """{ "name": "a", "named": { "x": { "key": "k" }, "y": { "key": "l" } } }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "named": { "x": { "key": "k", "kind": "plain", "serial": "1" }, "y": { "key": "l", "kind": "plain", "serial": "(unknown)" } } }""")]
    [InlineData("null", """{ "name": "a", "many": ["(unknown)"] }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "many": ["(unknown)"] }""")]
    [InlineData("null", """{ "name": "a", "many": "(unknown)", "named": null }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "many": "(unknown)" }""")]
    // Blocks: as a list of objects, but never null.
    [InlineData("null", """{ "name": "a", "block": [{ "key": "k" }] }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "block": [{ "key": "k", "kind": "plain", "serial": "(unknown)" }] }""")]
    [InlineData("""{ "name": "a", "size": 3, "block": [{ "key": "k", "kind": "plain", "serial": "1" }] }""", """{ "name": "a", "block": [{ "key": "k" }] }""", """{ "name": "a", "size": 3, "block": [{ "key": "k", "kind": "plain", "serial": "1" }] }""")]
    [InlineData("""{ "name": "a", "size": 3, "block": [{ "key": "k", "kind": "plain", "serial": "1" }] }""", """{ "name": "a" }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)" }""")]
    // A set: nothing changes, whatever the order, the defaults and what the provider computed.
    [InlineData("""{ "name": "a", "size": 3, "group": [{ "key": "k", "kind": "plain", "serial": "1" }, { "key": "l", "kind": "x", "serial": "2" }] }""", """{ "name": "a", "group": [{ "key": "l", "kind": "x" }, { "key": "k" }] }""", """{ "name": "a", "size": 3, "group": [{ "key": "k", "kind": "plain", "serial": "1" }, { "key": "l", "kind": "x", "serial": "2" }] }""")]
    // An element that is new is new; the others keep what was computed for them.
    [InlineData("""{ "name": "a", "size": 3, "group": [{ "key": "k", "kind": "plain", "serial": "1" }] }""", """{ "name": "a", "group": [{ "key": "m" }, { "key": "k" }] }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "group": [{ "key": "k", "kind": "plain", "place": "(unknown)", "serial": "1" }, { "key": "m", "kind": "plain", "place": "(unknown)", "serial": "(unknown)" }] }""")]
    // The element that the configuration has throughout gets the prior one, and not the one that leaves a value open.
    [InlineData("""{ "name": "a", "size": 3, "group": [{ "key": "k", "kind": "plain", "place": "p", "serial": "1" }] }""", """{ "name": "a", "group": [{ "key": "k" }, { "key": "k", "place": "p" }] }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "group": [{ "key": "k", "kind": "plain", "place": "p", "serial": "1" }, { "key": "k", "kind": "plain", "place": "(unknown)", "serial": "(unknown)" }] }""")]
    // A default that drifted is put back in the same element.
    [InlineData("""{ "name": "a", "size": 3, "group": [{ "key": "k", "kind": "odd", "serial": "1" }] }""", """{ "name": "a", "group": [{ "key": "k" }] }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "group": [{ "key": "k", "kind": "plain", "place": "(unknown)", "serial": "1" }] }""")]
    [InlineData("null", """{ "name": "a", "group": ["(unknown)", { "key": "(unknown)" }] }""", """{ "name": "a", "size": 3, "place": "(unknown)", "id": "(unknown)", "seen": "(unknown)", "group": ["(unknown)", { "key": "(unknown)", "kind": "plain", "place": "(unknown)", "serial": "(unknown)" }] }""")]
    public void A_plan_follows_from_configuration_and_prior_state(string prior, string config, string expected)
    {
        var (output, before, given) = Plan(prior, config);

        Assert.Equal(Value(expected), output.Planned);
        Assert.Empty(PlanRules.Check(Core, before, given, output.Planned, output.RequiresReplace));
    }

    [Theory]
    [InlineData("null", """{ "name": "a", "place": "p" }""", "")]
    [InlineData("""{ "name": "a", "size": 3 }""", """{ "name": "a", "opt": "x" }""", "")]
    [InlineData("""{ "name": "a", "size": 3 }""", """{ "name": "b" }""", "name")]
    [InlineData("""{ "name": "a", "size": 3 }""", """{ "name": "(unknown)" }""", "name")]
    [InlineData("""{ "name": "a", "size": 3, "place": "p" }""", """{ "name": "a", "place": "q" }""", "place")]
    [InlineData("""{ "name": "a", "size": 3, "place": "p" }""", """{ "name": "a", "opt": "x" }""", "")]
    [InlineData("""{ "name": "a", "size": 3, "one": { "key": "k", "kind": "plain" } }""", """{ "name": "a", "one": { "key": "l" } }""", "one.key")]
    [InlineData("""{ "name": "a", "size": 3, "many": [{ "key": "k", "kind": "plain" }] }""", """{ "name": "a", "many": [{ "key": "l" }] }""", "many[0].key")]
    [InlineData("""{ "name": "a", "size": 3, "named": { "x": { "key": "k", "kind": "plain" } } }""", """{ "name": "a", "named": { "x": { "key": "l" } } }""", "named[\"x\"].key")]
    [InlineData("""{ "name": "a", "size": 3, "block": [{ "key": "k", "kind": "plain" }] }""", """{ "name": "a", "block": [{ "key": "l" }] }""", "block[0].key")]
    [InlineData("""{ "name": "a", "size": 3, "group": [{ "key": "k", "kind": "plain" }] }""", """{ "name": "a", "group": [{ "key": "l" }, { "key": "k" }] }""", "group[*].key")]
    public void A_replacement_is_asked_for_where_a_value_changes_that_cannot_change_in_place(string prior, string config, string path) =>
        Assert.Equal(path, string.Join(',', Plan(prior, config).Output.RequiresReplace));

    [Fact]
    public void Objects_of_a_set_that_a_default_makes_equal_are_refused()
    {
        var refused = Assert.Throws<DiagnosticException>(() => Plan("null", """{ "name": "a", "twins": [{ "key": "k" }, { "key": "k", "kind": "plain" }] }"""));

        Assert.Equal(("Two elements of twins are equal", "twins"), (refused.Diagnostics[0].Summary, refused.Diagnostics[0].Path?.ToString()));
    }

    [Fact]
    public void A_prior_value_that_does_not_fit_is_reported_where_it_stands()
    {
        var schema = new Schema<Inner>
        {
            Description = "For tests.",
            Attributes = { { "many", static m => ref m.Numbers, new ListAttribute<long>(TfTypes.Int64) { Optional = true, Description = "M.", PlanModifiers = [new RequiresReplace<ImmutableArray<TfValue<long>>>()] } } },
        };
        var (prior, config) = (ValueText.Object(schema.Type, """{ "many": [1, 0.5] }"""), ValueText.Object(schema.Type, """{ "many": [1] }"""));

        var refused = Assert.Throws<TfConversionException>(() => ResourcePlanner.Plan(schema, new(config, prior, config)));

        Assert.Equal("many[1]", refused.Path.ToString());
    }

    [Theory]
    [InlineData("null", """{ "name": "a" }""", """{ "name": "a", "label": "a", "title": "a!" }""")]
    [InlineData("null", """{ "name": "a", "label": "l" }""", """{ "name": "a", "label": "l", "title": "l!" }""")]
    [InlineData("null", """{ "name": "(unknown)" }""", """{ "name": "(unknown)", "label": "(unknown)", "title": "(unknown)" }""")]
    [InlineData("""{ "name": "a", "label": "a", "title": "a!" }""", """{ "name": "a" }""", """{ "name": "a", "label": "a", "title": "a!" }""")]
    [InlineData("""{ "name": "a", "label": "a", "title": "a!" }""", """{ "name": "b" }""", """{ "name": "b", "label": "b", "title": "b!" }""")]
    [InlineData("null", """{ "name": "a", "inner": [{ "name": "x" }, { "name": "y", "label": "l" }] }""", """{ "name": "a", "label": "a", "title": "a!", "inner": [{ "name": "x", "label": "x" }, { "name": "y", "label": "l" }] }""")]
    public void A_default_may_follow_from_other_values(string prior, string config, string expected)
    {
        var core = PlannerSchemas.ToCore(Derived.Schema);
        var before = prior == "null" ? null : ValueText.Object(Derived.Schema.Type, prior);
        var given = ValueText.Object(Derived.Schema.Type, config);

        var output = ResourcePlanner.Plan(Derived.Schema, new(given, before, ProposedNew.Of(core, before, given)!));

        Assert.Equal(ValueText.Object(Derived.Schema.Type, expected), output.Planned);
        Assert.Empty(PlanRules.Check(core, before, given, output.Planned));
    }

    [Theory]
    [InlineData("""{ "disk": 5 }""", """{ "disk": 9 }""", "")]
    [InlineData("""{ "disk": 5 }""", """{ "disk": 4 }""", "disk")]
    public void A_replacement_may_depend_on_the_change(string prior, string config, string path)
    {
        var (before, given) = (ValueText.Object(Disk.Schema.Type, prior), ValueText.Object(Disk.Schema.Type, config));

        var output = ResourcePlanner.Plan(Disk.Schema, new(given, before, ProposedNew.Of(PlannerSchemas.ToCore(Disk.Schema), before, given)!));

        Assert.Equal(path, string.Join(',', output.RequiresReplace));
        Assert.True(output.Planned["address"].IsNull);
    }

    private static (PlanOutput Output, CtyObject? Prior, CtyObject Config) Plan(string prior, string config)
    {
        var before = prior == "null" ? null : Value(prior);
        var given = Value(config);
        return (ResourcePlanner.Plan(Schema, new(given, before, ProposedNew.Of(Core, before, given)!)), before, given);
    }

    private static CtyObject Value(string json) => Schema.Untyped.WithBlocks(ValueText.Object(Schema.Type, json));

    private sealed class Model
    {
        public TfValue<string> Name;
        public TfValue<ImmutableArray<TfValue<Member>>> Group;
        public TfValue<ImmutableArray<TfValue<Twin>>> Twins;
        public TfValue<ImmutableArray<TfValue<Inner>>> Blocks;
        public TfValue<string> Opt;
        public TfValue<long> Size;
        public TfValue<string> Place;
        public TfValue<string> WriteOnly;
        public TfValue<string> Id;
        public TfValue<string> Seen;
        public TfValue<Inner> One;
        public TfValue<ImmutableArray<TfValue<Inner>>> Many;
        public TfValue<ImmutableDictionary<string, TfValue<Inner>>> Named;
    }

    private sealed class Disk
    {
        public TfValue<long> Size;
        public TfValue<string> Address;

        public static Schema<Disk> Schema { get; } = new()
        {
            Description = "For tests.",
            Attributes =
            {
                { "disk", static m => ref m.Size, new Int64Attribute { Required = true, Description = "D.", PlanModifiers = [new RequiresReplaceIf<long>(static change => change.Planned.Or(0) < change.Prior.Or(0))] } },
                { "address", static m => ref m.Address, new StringAttribute { Computed = true, Description = "A.", PlanModifiers = [new UseStateOrNullForUnknown<string>()] } },
            },
        };
    }

    private sealed class Derived
    {
        public TfValue<string> Name;
        public TfValue<string> Label;
        public TfValue<string> Title;
        public TfValue<ImmutableArray<TfValue<Derived>>> Inner;

        public static Schema<Derived> Schema { get; } = new()
        {
            Description = "For tests.",
            Attributes =
            {
                { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "N." } },
                { "label", static m => ref m.Label, new StringAttribute { Optional = true, Description = "L." }, static m => m.Name },
                { "title", static m => ref m.Title, new StringAttribute { Optional = true, Description = "T." }, static m => m.Label.IsKnown ? $"{m.Label.Value}!" : m.Label },
                {
                    "inner",
                    static m => ref m.Inner,
                    new ListNestedAttribute<Derived>(new()
                    {
                        { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "N." } },
                        { "label", static m => ref m.Label, new StringAttribute { Optional = true, Description = "L." }, static m => m.Name },
                    }) { Optional = true, Description = "I." }
                },
            },
        };
    }

    private sealed class Twin
    {
        public TfValue<string> Key;
        public TfValue<string> Kind;

        public static AttributeSet<Twin> Attributes { get; } = new()
        {
            { "key", static m => ref m.Key, new StringAttribute { Required = true, Description = "K." } },
            { "kind", static m => ref m.Kind, new StringAttribute { Optional = true, DefaultValue = "plain", Description = "D." } },
        };
    }

    /// <summary>An object of a set, in which nothing can be write-only.</summary>
    private sealed class Member
    {
        public TfValue<string> Key;
        public TfValue<string> Kind;
        public TfValue<string> Place;
        public TfValue<string> Serial;

        public static AttributeSet<Member> Attributes { get; } = new()
        {
            { "key", static m => ref m.Key, new StringAttribute { Required = true, Description = "K.", PlanModifiers = [new RequiresReplace<string>()] } },
            { "kind", static m => ref m.Kind, new StringAttribute { Optional = true, DefaultValue = "plain", Description = "D." } },
            { "place", static m => ref m.Place, new StringAttribute { Optional = true, Computed = true, Description = "P." } },
            { "serial", static m => ref m.Serial, new StringAttribute { Computed = true, Description = "S.", PlanModifiers = [new UseStateForUnknown<string>()] } },
        };
    }

    private sealed class Inner
    {
        public TfValue<string> Key;
        public TfValue<string> Kind;
        public TfValue<string> WriteOnly;
        public TfValue<string> Serial;
        public TfValue<ImmutableArray<TfValue<long>>> Numbers;

        public static AttributeSet<Inner> Attributes { get; } = new()
        {
            { "key", static m => ref m.Key, new StringAttribute { Required = true, Description = "K.", PlanModifiers = [new RequiresReplace<string>()] } },
            { "kind", static m => ref m.Kind, new StringAttribute { Optional = true, DefaultValue = "plain", Description = "D." } },
            { "wo", static m => ref m.WriteOnly, new StringAttribute { Optional = true, WriteOnly = true, Description = "W." } },
            { "serial", static m => ref m.Serial, new StringAttribute { Computed = true, Description = "S.", PlanModifiers = [new UseStateForUnknown<string>()] } },
        };
    }
}
