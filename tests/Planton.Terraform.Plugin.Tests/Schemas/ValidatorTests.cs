using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using Planton.Terraform.Plugin.Testing;

namespace Planton.Terraform.Plugin.Tests.Schemas;

/// <summary>The catalogue of validators, each with what it allows and what it refuses, and where and how.</summary>
public sealed class ValidatorTests
{
    [Theory]
    [InlineData("\"ab\"", null)]
    [InlineData("\"\ud83d\ude00\ud83d\ude00\"", null)]
    [InlineData("\"a\"", "have between 2 and 3 characters; it has 1.")]
    [InlineData("\"abcd\"", "have between 2 and 3 characters; it has 4.")]
    public void Length(string value, string? detail) => Check(new StringAttribute { Description = "A.", Validators = [new LengthBetween(2, 3)] }, value, detail);

    [Theory]
    [InlineData("\"RED\"", null)]
    [InlineData("\"green\"", "Allowed values are \"red\", \"blue\", in upper or lower case.")]
    public void Case(string value, string? detail) => Check(new StringAttribute { Description = "A.", Validators = [new OneOfIgnoringCase("red", "blue")] }, value, detail);

    [Theory]
    [InlineData("\"ok\"", null)]
    [InlineData("\"root\"", "Every value is allowed except \"root\", \"admin\".")]
    public void Refused(string value, string? detail) => Check(new StringAttribute { Description = "A.", Validators = [new NoneOf("root", "admin")] }, value, detail);

    [Theory]
    [InlineData("\"https://example.com/x\"", null)]
    [InlineData("\"http://example.com\"", "begins with `https://`")]
    [InlineData("\"https:///x\"", "begins with `https://`")]
    [InlineData("\"/etc\"", "begins with `https://`")]
    [InlineData("\"example.com\"", "begins with `https://`")]
    public void Url(string value, string? detail) => Check(new StringAttribute { Description = "A.", Validators = [new IsUrl()] }, value, detail);

    [Theory]
    [InlineData("\"ftp://h\"", null)]
    [InlineData("\"https://h\"", "begins with `http://` or `ftp://`")]
    public void Schemes(string value, string? detail) => Check(new StringAttribute { Description = "A.", Validators = [new IsUrl("http", "ftp")] }, value, detail);

    [Theory]
    [InlineData("\"auto\"", null)]
    [InlineData("\"abc\"", null)]
    [InlineData("\"abcd\"", "The value must be one of `auto` or have exactly 3 characters.")]
    public void Any(string value, string? detail) => Check(new StringAttribute { Description = "A.", Validators = [new AnyOf<string>(new OneOf("auto"), new LengthBetween(3, 3))] }, value, detail);

    [Theory]
    [InlineData("\"ab\"", null)]
    [InlineData("\"a\"", "at least 2 characters")]
    [InlineData("\"root\"", "except")]
    public void All(string value, string? detail) =>
        Check(new StringAttribute { Description = "A.", Validators = [new AnyOf<string>(new AllOf<string>(new LengthBetween(2, int.MaxValue), new NoneOf("root")))] }, value, detail is null ? null : "have at least 2 characters and not be one of `root`");

    [Theory]
    [InlineData("4", null)]
    [InlineData("5", "The value must be even.\n\nThe configured value is 5.")]
    public void Predicate(string value, string? detail) => Check(new Int64Attribute { Description = "A.", Validators = [new Satisfies<long>(static number => number % 2 == 0, "be even")] }, value, detail);

    [Theory]
    [InlineData("9", null)]
    [InlineData("10", "at most 9")]
    public void Greatest(string value, string? detail) => Check(new Int64Attribute { Description = "A.", Validators = [new AtMost(9)] }, value, detail);

    [Theory]
    [InlineData(0.5, 1.5, "1.25", null)]
    [InlineData(0.5, 1.5, "1.75", "The value must be between 0.5 and 1.5.\n\nThe configured value is 1.75.")]
    [InlineData(0.5, double.PositiveInfinity, "0.25", "be at least 0.5")]
    [InlineData(double.NegativeInfinity, 0.5, "0.75", "be at most 0.5")]
    public void Floats(double minimum, double maximum, string value, string? detail) =>
        Check(new Float64Attribute { Description = "A.", Validators = [new FloatBetween(minimum, maximum)] }, value, detail);

    [Theory]
    [InlineData("""["a"]""", null)]
    [InlineData("[]", "have between 1 and 2 elements; it has 0.")]
    [InlineData("""["a", "b", "c"]""", "it has 3")]
    public void Count(string value, string? detail) => Check(new ListAttribute<string>(TfTypes.String) { Description = "A.", Validators = [new CountBetween<string>(1, 2)] }, value, detail);

    [Theory]
    [InlineData("""["a", "b", "(unknown)", "(unknown)"]""", null, null)]
    [InlineData("""["a", "b", "a"]""", "An element before this one has the same value.", "a[2]")]
    public void Twice(string value, string? detail, string? path) => Check(new ListAttribute<string>(TfTypes.String) { Description = "A.", Validators = [new Unique<string>()] }, value, detail, path);

    [Theory]
    [InlineData("""["x", "y"]""", "Allowed values are \"x\".", "a[1]")]
    [InlineData("""["x", null]""", "An element is null.", "a[1]")]
    public void Elements(string value, string detail, string path) => Check(new ListAttribute<string>(TfTypes.String) { Description = "A.", Validators = [new EachElement<string>(new OneOf("x"))] }, value, detail, path);

    [Theory]
    [InlineData("""{ "aa": 1, "bb": "(unknown)" }""", null, null)]
    [InlineData("""{ "aa": 1, "b": 1 }""", "have exactly 2 characters; it has 1.", "a[\"b\"]")]
    [InlineData("""{ "aa": 1, "bb": 9 }""", "at most 5", "a[\"bb\"]")]
    [InlineData("{}", "have at least 1 element; it has 0.", "a")]
    public void Maps(string value, string? detail, string? path) => Check(
        new MapAttribute<long>(TfTypes.Int64) { Description = "A.", Validators = [new EachKey<long>(new LengthBetween(2, 2)), new EachValue<long>(new AtMost(5)), new EntriesBetween<long>(1)] }, value, detail, path);

    private static void Check(SchemaAttribute attribute, string value, string? detail, string? path = null)
    {
        var diagnostics = new DiagnosticList();
        attribute.Validate(ValueText.Value(attribute.Type, value), "a", diagnostics, isHidden: false);

        if (detail is null) Assert.Empty(diagnostics);
        else Assert.Contains(detail, Assert.Single(diagnostics).Detail, StringComparison.Ordinal);
        if (path is not null) Assert.Equal(path, diagnostics.First().Path?.ToString());
        Assert.All(attribute.Rules, static rule => Assert.False(string.IsNullOrWhiteSpace(rule)));
    }
}
