using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Rules;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Schemas;

public sealed class ConfigRuleTests
{
    private static readonly Schema<Model> Schema = new()
    {
        Description = "For tests.",
        Attributes =
        {
            { "text", static m => ref m.Text, new StringAttribute { Optional = true, Description = "T." } },
            { "file", static m => ref m.File, new StringAttribute { Optional = true, Computed = true, Description = "F." } },
            { "user", static m => ref m.User, new StringAttribute { Optional = true, Description = "U." } },
            { "password", static m => ref m.Password, new StringAttribute { Optional = true, Description = "P." } },
            { "port", static m => ref m.Port, new Int64Attribute { Optional = true, Description = "N." } },
            { "path", static m => ref m.Path, new StringAttribute { Optional = true, Description = "A." } },
            { "rule", static m => ref m.Rules, new ListBlock<Inner>(Inner.Attributes) { Description = "R." } },
            { "everything", static m => ref m.Everything, new BoolAttribute { Optional = true, Description = "E." } },
            new ExactlyOneOf<Model>(static m => m.Text, static m => m.File),
            new AllOrNoneOf<Model>(static m => m.User, static m => m.Password),
            new Requires<Model>(static m => m.Path, static m => m.Port, static m => m.User),
            new AtMostOneOf<Model>(static m => m.Rules, static m => m.Everything),
        },
    };

    [Theory]
    [InlineData("""{ "text": "a" }""")]
    [InlineData("""{ "file": "a", "user": "u", "password": "p", "port": 1, "path": "/" }""")]
    [InlineData("""{ "text": "(unknown)", "file": "a", "user": "u", "password": "(unknown)", "path": "(unknown)" }""")]
    [InlineData("""{ "text": "(unknown)", "path": "/", "port": "(unknown)", "user": "(unknown)" }""")]
    [InlineData("""{ "text": "a", "everything": true, "rule": [] }""")]
    [InlineData("""{ "text": "a", "rule": [{ "name": "n" }, { "label": "l" }, { "name": "n", "label": "l" }] }""")]
    public void What_keeps_the_rules_or_may_yet_keep_them_passes(string config) => Assert.Empty(Check(config));

    [Theory]
    [InlineData("{}", "", "Exactly one of `text` and `file` must be set. None of them is set.")]
    [InlineData("""{ "text": "a", "file": "b" }""", "file", "Exactly one of `text` and `file` must be set. Set: `text`, `file`.")]
    [InlineData("""{ "text": "a", "user": "u" }""", "user", "`user` and `password` must be set together. Set: `user`.")]
    [InlineData("""{ "text": "a", "path": "/", "port": 1 }""", "path", "`path` can be set only together with `port` and `user`. Set: `path`, `port`.")]
    [InlineData("""{ "text": "a", "everything": false, "rule": [{ "name": "n" }] }""", "everything", "At most one of `rule` and `everything` can be set. Set: `rule`, `everything`.")]
    [InlineData("""{ "text": "a", "rule": [{ "name": "n" }, {}] }""", "rule[1]", "At least one of `name` and `label` must be set. None of them is set.")]
    public void What_breaks_a_rule_is_reported_where_it_stands(string config, string path, string detail)
    {
        var error = Assert.Single(Check(config));

        Assert.Equal(("Invalid combination of arguments", path, $"{detail} Change the arguments accordingly."), (error.Summary, error.Path?.ToString(), error.Detail));
    }

    [Fact]
    public void A_rule_reads_as_a_sentence() => Assert.Equal(
        ["Exactly one of `text` and `file` must be set.", "`user` and `password` must be set together.", "`path` can be set only together with `port` and `user`.", "At most one of `rule` and `everything` can be set."],
        Schema.Untyped.RuleTexts);

    [Fact]
    public void A_generated_configuration_keeps_the_rules()
    {
        var config = GeneratedConfig.From(Schema, Value("""{ "text": "a", "file": "b", "rule": [{ "name": "n" }], "everything": true }"""));

        Assert.Equal(Value("""{ "text": "a", "rule": [{ "name": "n" }] }"""), config);
    }

    [Fact]
    public void A_rule_about_a_field_that_is_not_bound_is_a_mistake_of_the_author()
    {
        AttributeSet<Model> attributes = new()
        {
            { "text", static m => ref m.Text, new StringAttribute { Optional = true, Description = "T." } },
            new ExactlyOneOf<Model>(static m => m.Text, static m => m.File),
        };

        Assert.Throws<InvalidOperationException>(() => attributes.CheckRules(CtyValue.Object(attributes.Type), CtyPath.Root, []));
    }

    private static DiagnosticList Check(string config)
    {
        var diagnostics = new DiagnosticList();
        ConfigValidation.Validate(Schema, Value(config), writeOnlyAllowed: true, diagnostics);
        return diagnostics;
    }

    private static CtyObject Value(string json) => Schema.Untyped.WithBlocks(ValueText.Object(Schema.Type, json));

    private sealed class Model
    {
        public TfValue<string> Text;
        public TfValue<string> File;
        public TfValue<string> User;
        public TfValue<string> Password;
        public TfValue<long> Port;
        public TfValue<string> Path;
        public TfValue<ImmutableArray<TfValue<Inner>>> Rules;
        public TfValue<bool> Everything;
    }

    private sealed class Inner
    {
        public TfValue<string> Name;
        public TfValue<string> Label;

        public static AttributeSet<Inner> Attributes { get; } = new()
        {
            { "name", static m => ref m.Name, new StringAttribute { Optional = true, Description = "N." } },
            { "label", static m => ref m.Label, new StringAttribute { Optional = true, Description = "L." } },
            new AtLeastOneOf<Inner>(static m => m.Name, static m => m.Label),
        };
    }
}
