using Planton.Terraform.Plugin.Functions;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Functions on their way to the wire.</summary>
internal static class WireFunctions
{
    public static Wire.Function ToWire(this Function function)
    {
        var wire = new Wire.Function
        {
            Summary = function.Summary,
            Description = function.Description,
            DescriptionKind = Wire.StringKind.Markdown,
            Return = new Wire.Function.Types.Return { Type = function.ReturnType.ToWire() },
        };
        wire.Parameters.AddRange(function.Parameters.Select(ToWire));
        if (function.VariadicParameter is { } variadic) wire.VariadicParameter = ToWire(variadic);
        return wire;
    }

    private static Wire.Function.Types.Parameter ToWire(FunctionParameter parameter) => new()
    {
        Name = parameter.Name,
        Type = parameter.Type.ToWire(),
        AllowNullValue = parameter.AllowNull,
        AllowUnknownValues = parameter.AllowUnknown,
        Description = parameter.Description,
        DescriptionKind = Wire.StringKind.Markdown,
    };
}
