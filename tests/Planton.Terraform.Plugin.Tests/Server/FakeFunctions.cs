using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Functions;

namespace Planton.Terraform.Plugin.Tests.Server;

/// <summary>Joins texts, and fails in the way that its first argument names.</summary>
internal sealed class FakeJoin() : Function("join")
{
    public override string Summary => "Joins texts.";

    public override string Description => "Joins texts with a separator.";

    public override ImmutableArray<FunctionParameter> Parameters => [new("separator", CtyType.String, "What stands between.")];

    public override FunctionParameter VariadicParameter => new("texts", CtyType.String, "The texts.");

    public override CtyType ReturnType => CtyType.String;

    protected internal override CtyValue Run(ImmutableArray<CtyValue> arguments) => ((CtyString)arguments[0]).Value switch
    {
        "argument" => throw new FunctionException("The second text is wrong.", 2),
        "whole" => throw new FunctionException("All is wrong…"),
        "diagnostic" => throw new DiagnosticException("Summary", "The detail."),
        "bug" => throw new InvalidOperationException("inner secret"),
        "static bug" => throw new TypeInitializationException("Outer", new InvalidOperationException("inner secret")),
        "other type" => CtyValue.Number(1),
        var separator => CtyValue.String(string.Join(separator, arguments.Skip(1).Select(static text => ((CtyString)text).Value))),
    };
}

/// <summary>Says what it was given; takes anything.</summary>
internal sealed class FakeDescribe() : Function("describe")
{
    public override string Summary => "Describes a value.";

    public override string Description => "Says whether a value is null, unknown or known.";

    public override ImmutableArray<FunctionParameter> Parameters =>
        [new("value", CtyType.List(CtyType.String), "The value.") { AllowNull = true, AllowUnknown = true }];

    public override CtyType ReturnType => CtyType.String;

    protected internal override CtyValue Run(ImmutableArray<CtyValue> arguments) =>
        CtyValue.String(arguments[0].IsNull ? "null" : arguments[0].IsUnknown ? "unknown" : arguments[0].IsWhollyKnown ? "known" : "known in part");
}
