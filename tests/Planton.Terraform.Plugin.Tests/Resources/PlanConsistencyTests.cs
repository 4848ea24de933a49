using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Tests.Resources;

public sealed class PlanConsistencyTests
{
    private static AttributeSet<Model> Attributes { get; } = new()
    {
        { "region", static m => ref m.Region, new StringAttribute { Required = true, Description = "Where." } },
        { "secret", static m => ref m.Secret, new StringAttribute { Optional = true, Sensitive = true, Description = "A secret." } },
        { "id", static m => ref m.Id, new StringAttribute { Computed = true, Description = "The id." } },
    };

    private static CtyObject Planned { get; } = Attributes.Encode(new() { Region = "fra1", Secret = "s3cret", Id = TfValue<string>.Unknown });

    private readonly DiagnosticList _diagnostics = [];

    [Fact]
    public void What_was_left_open_may_be_anything()
    {
        var result = Attributes.Encode(new() { Region = "fra1", Secret = "s3cret", Id = "7" });

        Assert.Same(result, Outcome.OfCreate(Planned, result));
        Assert.Same(result, Outcome.OfUpdate(Planned, result));
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public void A_create_keeps_what_was_planned_and_warns()
    {
        var state = Outcome.OfCreate(Planned, Attributes.Encode(new() { Region = "nyc3", Secret = "s3cret", Id = "7" }));

        Assert.Equal(Attributes.Encode(new() { Region = "fra1", Secret = "s3cret", Id = "7" }), state);
        var told = Assert.Single(_diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, "thing \"a\" differs from the plan", "region"), (told.Severity, told.Summary, told.Path?.ToString()));
        Assert.Contains("region: planned \"fra1\", now \"nyc3\"", told.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_that_did_something_else_is_an_error_and_tells_no_secret()
    {
        var result = Attributes.Encode(new() { Region = "fra1", Secret = "0ther", Id = "7" });

        Assert.Same(result, Outcome.OfUpdate(Planned, result));

        var told = Assert.Single(_diagnostics);
        Assert.Equal((DiagnosticSeverity.Error, "secret"), (told.Severity, told.Path?.ToString()));
        Assert.DoesNotContain("s3cret", told.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("0ther", told.Detail, StringComparison.Ordinal);
    }

    private PlanConsistency Outcome => new(Attributes, "thing \"a\"", _diagnostics);

    private sealed class Model
    {
        public TfValue<string> Region;
        public TfValue<string> Secret;
        public TfValue<string> Id;
    }
}
