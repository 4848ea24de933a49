using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Schemas;

public sealed class ConfigValidationTests
{
    private static readonly Schema<Model> Schema = new()
    {
        Description = "For tests.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Optional = true, Description = "N.", Validators = [new OneOf("a", "b")] } },
            { "secret", static m => ref m.Secret, new StringAttribute { Optional = true, Sensitive = true, Description = "S.", Validators = [new OneOf("a")] } },
            { "wo", static m => ref m.WriteOnly, new StringAttribute { Optional = true, WriteOnly = true, Description = "W." } },
            { "old", static m => ref m.Old, new StringAttribute { Optional = true, DeprecationMessage = "Use name.", Description = "O." } },
            { "id", static m => ref m.Id, new StringAttribute { Computed = true, Description = "I." } },
            { "count", static m => ref m.Count, new Int64Attribute { Optional = true, Description = "C.", Validators = [new Between(1, 9)] } },
            { "at", static m => ref m.At, new StringAttribute { Optional = true, Description = "A.", Validators = [new Matches(new Regex("^x+$"), "be made of x")] } },
            { "wait", static m => ref m.Wait, new StringAttribute { Optional = true, Description = "D.", Validators = [IsDuration.Positive] } },
            { "set", static m => ref m.Set, new SetAttribute<string>(TfTypes.String) { Optional = true, Description = "S.", Validators = [new NotEmpty<string>(), new EachElement<string>(new OneOf("a"))] } },
            { "numbers", static m => ref m.Numbers, new ListAttribute<long>(TfTypes.Int64) { Optional = true, Description = "N.", Validators = [new NotEmpty<long>()] } },
            { "named", static m => ref m.Named, new MapNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "N." } },
            { "list", static m => ref m.List, new ListNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Description = "L.", Validators = [new NotEmpty<Inner>()] } },
            { "hidden", static m => ref m.Hidden, new SingleNestedAttribute<Inner>(Inner.Attributes) { Optional = true, Sensitive = true, Description = "H." } },
        },
    };

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "name": "a", "count": 9, "at": "xx", "wait": "90s", "set": ["a", "(unknown)"], "list": [{ "key": "a" }], "wo": "s" }""")]
    [InlineData("""{ "name": "(unknown)", "count": "(unknown)", "set": "(unknown)", "list": ["(unknown)"], "wait": "(unknown)", "hidden": "(unknown)" }""")]
    public void What_is_right_or_not_known_yet_passes(string config) => Assert.Empty(Check(config));

    [Theory]
    [InlineData("""{ "name": "c" }""", "name", "Allowed values are \"a\", \"b\".\n\nThe configured value is \"c\".")]
    [InlineData("""{ "count": 10 }""", "count", "The value must be between 1 and 9.\n\nThe configured value is 10.")]
    [InlineData("""{ "count": 1.5 }""", "count", "A whole number of at most 64 bits is required.")]
    [InlineData("""{ "at": "y" }""", "at", "The value must be made of x.\n\nThe configured value is \"y\".")]
    [InlineData("""{ "wait": "0s" }""", "wait", "positive duration")]
    [InlineData("""{ "wait": "-1s" }""", "wait", "positive duration")]
    [InlineData("""{ "wait": "soon" }""", "wait", "The configured value is \"soon\".")]
    [InlineData("""{ "set": [] }""", "set", "At least one element is required.")]
    [InlineData("""{ "set": ["a", "b"] }""", "set", "Allowed values are \"a\".")]
    [InlineData("""{ "set": [null] }""", "set", "An element is null.")]
    [InlineData("""{ "id": "x" }""", "id", "remove it from the configuration")]
    [InlineData("""{ "id": "(unknown)" }""", "id", "remove it from the configuration")]
    [InlineData("""{ "list": [{ "key": "a" }, {}] }""", "list[1].key", "must be set to a value other than null")]
    [InlineData("""{ "list": [{ "key": "a", "made": "x" }] }""", "list[0].made", "remove it from the configuration")]
    [InlineData("""{ "list": [{ "key": "a" }, null] }""", "list[1]", "An element of list is null.")]
    [InlineData("""{ "named": { "x": null } }""", "named[\"x\"]", "An element of named is null.")]
    [InlineData("""{ "list": [] }""", "list", "At least one element is required.")]
    [InlineData("""{ "list": [{ "key": "z" }] }""", "list[0].key", "Allowed values are \"a\".")]
    public void What_is_wrong_is_reported_where_it_stands(string config, string path, string detail)
    {
        var error = Assert.Single(Check(config));

        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Equal(path, error.Path?.ToString());
        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once() =>
        Assert.Equal(3, Check("""{ "name": "c", "count": 10, "list": [{ "key": "z" }] }""").Count);

    [Theory]
    [InlineData("""{ "count": 1.5, "numbers": [1, 0.5, 2, 1e30] }""", "count numbers[1] numbers[3]")]
    [InlineData("""{ "list": [{ "key": "a", "size": 0.5 }, { "key": "z", "size": 1.5 }] }""", "list[0].size list[1].key list[1].size")]
    [InlineData("""{ "named": { "x": { "key": "a", "size": 0.5 }, "y": { "key": "a", "size": 0.5 } } }""", "named[\"x\"].size named[\"y\"].size")]
    public void Every_number_that_does_not_fit_is_reported(string config, string paths) =>
        Assert.Equal(paths, string.Join(' ', Check(config).Select(static error => error.Path)));

    [Theory]
    [InlineData("""{ "secret": "hunter2" }""")]
    [InlineData("""{ "hidden": { "key": "hunter2" } }""")]
    public void A_sensitive_value_is_not_repeated(string config) =>
        Assert.DoesNotContain("hunter2", Assert.Single(Check(config)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_deprecated_attribute_warns_when_it_is_configured()
    {
        var warning = Assert.Single(Check("""{ "old": "x" }"""));

        Assert.Equal((DiagnosticSeverity.Warning, "Use name."), (warning.Severity, warning.Detail));
    }

    [Fact]
    public void A_write_only_value_needs_a_client_that_knows_such()
    {
        Assert.Empty(Check("{}", writeOnlyAllowed: false));
        Assert.Equal("wo", Assert.Single(Check("""{ "wo": "s" }""", writeOnlyAllowed: false)).Path?.ToString());
    }

    private static DiagnosticList Check(string config, bool writeOnlyAllowed = true)
    {
        var diagnostics = new DiagnosticList();
        ConfigValidation.Validate(Schema, ValueText.Object(Schema.Type, config), writeOnlyAllowed, diagnostics);
        return diagnostics;
    }

    private sealed class Model
    {
        public TfValue<string> Name;
        public TfValue<string> Secret;
        public TfValue<string> WriteOnly;
        public TfValue<string> Old;
        public TfValue<string> Id;
        public TfValue<long> Count;
        public TfValue<string> At;
        public TfValue<string> Wait;
        public TfValue<ImmutableArray<TfValue<string>>> Set;
        public TfValue<ImmutableArray<TfValue<long>>> Numbers;
        public TfValue<ImmutableDictionary<string, TfValue<Inner>>> Named;
        public TfValue<ImmutableArray<TfValue<Inner>>> List;
        public TfValue<Inner> Hidden;
    }

    private sealed class Inner
    {
        public TfValue<string> Key;
        public TfValue<string> Made;
        public TfValue<long> Size;

        public static AttributeSet<Inner> Attributes { get; } = new()
        {
            { "key", static m => ref m.Key, new StringAttribute { Required = true, Description = "K.", Validators = [new OneOf("a")] } },
            { "size", static m => ref m.Size, new Int64Attribute { Optional = true, Description = "S." } },
            { "made", static m => ref m.Made, new StringAttribute { Computed = true, Description = "M." } },
        };
    }
}
