using System.Collections.Immutable;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Rules;
using Planton.Terraform.Plugin.Testing;
using Planton.Terraform.Plugin.Tests.Server;

namespace Planton.Terraform.Plugin.Tests.Schemas;

/// <summary>Mistakes that compile, and that would otherwise show as lost values or as an error of the CLI.</summary>
public sealed class SchemaMistakeTests
{
    [Fact]
    public void A_sound_provider_has_no_mistakes() => Assert.Empty(new FakeProvider(new FakeApi()).FindSchemaMistakes());

    public static TheoryData<string, Action<AttributeSet<Model>>> Mistakes => new()
    {
        { "a: the name is declared twice", static set => set.With("a", static m => ref m.A).With("a", static m => ref m.B) },
        { "b: another attribute is bound to the same field of the model", static set => set.With("a", static m => ref m.A).With("b", static m => ref m.A) },
        { "Upper: a name consists of lower-case letters, digits and underscores, and does not begin with a digit", static set => set.With("Upper", static m => ref m.A) },
        { "1st: a name consists of lower-case letters, digits and underscores, and does not begin with a digit", static set => set.With("1st", static m => ref m.A) },
        { ": a name consists of lower-case letters, digits and underscores, and does not begin with a digit", static set => set.With("", static m => ref m.A) },
        { "count: the name is reserved for the language", static set => set.With("count", static m => ref m.A) },
        { "a: it is neither required, optional nor computed", static set => set.Add("a", static m => ref m.A, new StringAttribute { Description = "T." }) },
        { "a: a required attribute is neither optional nor computed, and has no default", static set => set.Add("a", static m => ref m.A, new StringAttribute { Required = true, Computed = true, Description = "T." }) },
        { "a: only an optional attribute can have a default", static set => set.Add("a", static m => ref m.A, new StringAttribute { Computed = true, DefaultValue = "x", Description = "T." }) },
        { "a: a write-only value cannot be computed and has no default", static set => set.Add("a", static m => ref m.A, new StringAttribute { Optional = true, WriteOnly = true, DefaultValue = "x", Description = "T." }) },
        {
            "parts: its type holds a nested object, whose validators, defaults and other properties would be ignored; use a nested attribute or an ObjectShape",
            static set => set.Add("parts", static m => ref m.Parts, new ListAttribute<Model>(TfTypes.Object(Inside("a"))) { Optional = true, Description = "P." })
        },
        {
            "parts.b: another attribute is bound to the same field of the model",
            static set => set.Add("parts", static m => ref m.Parts, new ListNestedAttribute<Model>(Inside("a", "b")) { Optional = true, Description = "P." })
        },
        {
            "parts.b: a block can stand only in another block; use a nested attribute",
            static set => set.Add("parts", static m => ref m.Parts, new ListNestedAttribute<Model>(new() { { "b", static m => ref m.Parts, new ListBlock<Model>(Inside("a")) { Description = "B." } } }) { Optional = true, Description = "P." })
        },
        {
            "parts: a block is neither computed, sensitive nor write-only, and has no default; its attributes may be",
            static set => set.Add("parts", static m => ref m.Parts, new ListBlock<Model>(Inside("a")) { Sensitive = true, Description = "P." })
        },
        {
            "anything: the elements of a list, set or map cannot hold values of any type; make the whole attribute one of any type",
            static set => set.Add("anything", static m => ref m.Anything, new ListAttribute<CtyValue>(TfTypes.Dynamic) { Optional = true, Description = "P." })
        },
        {
            "AtMostOneOf: the rule names a field that no attribute is bound to",
            static set => set.With("a", static m => ref m.A).Add(new AtMostOneOf<Model>(static m => m.A, static m => m.B))
        },
        {
            "parts.a: only a resource or an action has write-only values, and no set has any",
            static set => set.Add("parts", static m => ref m.Parts, new SetNestedAttribute<Model>(new() { { "a", static m => ref m.A, new StringAttribute { Optional = true, WriteOnly = true, Description = "T." } } }) { Optional = true, Description = "P." })
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_in_a_schema_is_named_with_its_place(string expected, Action<AttributeSet<Model>> declare) =>
        Assert.Equal([$"resource test_any: {expected}"], new Mistaken { Declare = declare }.FindSchemaMistakes());

    [Theory]
    [InlineData("the identity has other, which is no attribute of the resource", "other")]
    [InlineData("the identity has a twice", "a", "a")]
    [InlineData("the identity has tags, which is neither a single value nor a list of such", "tags")]
    public void An_identity_consists_of_single_values_of_the_resource(string expected, params string[] parts)
    {
        var provider = new Mistaken
        {
            Declare = static set => set.With("a", static m => ref m.A).Add("tags", static m => ref m.Tags, new MapAttribute<string>(TfTypes.String) { Optional = true, Description = "T." }),
            Identity = parts,
        };

        Assert.Equal([$"resource test_any: {expected}"], provider.FindSchemaMistakes());
    }

    [Fact]
    public void A_name_twice_inside_a_nested_attribute_is_found_although_it_has_no_type()
    {
        var mistake = Assert.Single(new Mistaken { Declare = static set => set.Add("parts", static m => ref m.Parts, new ListNestedAttribute<Model>(Inside("a", "a")) { Optional = true, Description = "P." }) }.FindSchemaMistakes());

        Assert.StartsWith("resource test_any: The attribute \"a\" is declared twice.", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_one_kind_with_one_name_are_found_and_so_are_malformed_names() =>
        Assert.Equal(
            ["resource test_any: there are two of that name", "function Bad-Name: the name is malformed", "function Bad-Name: there are two parameters x"],
            new Mistaken { Declare = static set => set.With("a", static m => ref m.A), IsTwice = true }.FindSchemaMistakes());

    [Fact]
    public async Task A_provider_with_mistakes_is_not_even_started_in_a_test()
    {
        var broken = await Assert.ThrowsAsync<ProviderRuleException>(() => InProcessProvider.StartAsync(new Mistaken { Declare = static set => set.With("count", static m => ref m.A) }));

        Assert.Contains("resource test_any: count: the name is reserved", broken.Message, StringComparison.Ordinal);
    }

    private static AttributeSet<Model> Inside(params string[] names)
    {
        AttributeSet<Model> set = [];
        foreach (var name in names) set.With(name, static m => ref m.A);
        return set;
    }

    public sealed class Model
    {
        internal TfValue<string> A;
        internal TfValue<string> B;
        internal TfValue<ImmutableArray<TfValue<Model>>> Parts;
        internal TfValue<ImmutableDictionary<string, TfValue<string>>> Tags;
        internal TfValue<ImmutableArray<TfValue<CtyValue>>> Anything;
    }

    private sealed class BadFunction() : Function("Bad-Name")
    {
        public override string Summary => "Any.";

        public override string Description => "Any.";

        public override ImmutableArray<FunctionParameter> Parameters => [new("x", CtyType.String, "X."), new("x", CtyType.String, "X.")];

        public override CtyType ReturnType => CtyType.String;

        protected internal override CtyValue Run(ImmutableArray<CtyValue> arguments) => arguments[0];
    }

    private sealed class Mistaken : Provider<Model, FakeApi>
    {
        public required Action<AttributeSet<Model>> Declare { get; init; }

        public string[] Identity { get; init; } = [];

        public bool IsTwice { get; init; }

        protected override Schema<Model> Schema { get; } = new() { Description = "Any." };

        protected override IEnumerable<Resource> Resources => Enumerable.Repeat(new MistakenResource(Declare, Identity), IsTwice ? 2 : 1);

        protected override IEnumerable<Function> Functions => IsTwice ? [new BadFunction()] : [];

        protected override Configuration<FakeApi> Configure(Model config, ConfigureContext context) => new(null);

        protected override Diagnostic? Explain(Exception exception, string action) => null;
    }

    private sealed class MistakenResource(Action<AttributeSet<Model>> declare, string[] identity) : Resource<Model, FakeApi>("test_any")
    {
        protected override Schema<Model> Schema
        {
            get
            {
                var schema = new Schema<Model> { Description = "Any." };
                declare(schema.Attributes);
                return schema;
            }
        }

        protected override ResourceIdentity Identity { get; } = new(identity.Select(static part => new IdentityAttribute(part, "P.")));

        protected override Task<Model> CreateAsync(Model plan, ResourceContext<Model, FakeApi> context) => Task.FromResult(plan);

        protected override Task<Model?> ReadAsync(Model state, ResourceContext<Model, FakeApi> context) => Task.FromResult<Model?>(state);

        protected override Task<Model> UpdateAsync(Model plan, Model state, ResourceContext<Model, FakeApi> context) => Task.FromResult(plan);

        protected override Task DeleteAsync(Model state, ResourceContext<Model, FakeApi> context) => Task.CompletedTask;

        protected override Task<Model> ImportAsync(string id, ResourceContext<Model, FakeApi> context) => Task.FromResult(new Model());
    }
}

/// <summary>Declares attributes of which nothing but the name and the field matters.</summary>
internal static class DeclaredText
{
    public static AttributeSet<SchemaMistakeTests.Model> With(
        this AttributeSet<SchemaMistakeTests.Model> set, string name, Field<SchemaMistakeTests.Model, string> field)
    {
        set.Add(name, field, new StringAttribute { Optional = true, Description = "T." });
        return set;
    }
}
