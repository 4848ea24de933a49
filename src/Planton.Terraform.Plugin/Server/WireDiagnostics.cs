using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Diagnostics and paths on their way to the wire.</summary>
internal static class WireDiagnostics
{
    public static Wire.Diagnostic ToWire(this Diagnostic diagnostic)
    {
        var wire = new Wire.Diagnostic
        {
            Severity = diagnostic.Severity == DiagnosticSeverity.Error
                ? Wire.Diagnostic.Types.Severity.Error
                : Wire.Diagnostic.Types.Severity.Warning,

            // What comes from an author's exception may lack words, which the protocol has no form for.
            Summary = string.IsNullOrWhiteSpace(diagnostic.Summary) ? "The provider gave no summary" : diagnostic.Summary,
            Detail = diagnostic.Detail ?? string.Empty,
        };

        // A path without steps would point at nothing; unset, it points at the whole block.
        if (diagnostic.Path is { Steps.IsEmpty: false } path) wire.Attribute = path.ToWire();
        return wire;
    }

    public static Wire.AttributePath ToWire(this CtyPath path)
    {
        var wire = new Wire.AttributePath();
        wire.Steps.AddRange(path.Steps.TakeWhile(static step => step is not CtyStep.Element).Select(static step => step switch
        {
            CtyStep.Attribute attribute => new Wire.AttributePath.Types.Step { AttributeName = attribute.Name },
            CtyStep.Key key => new Wire.AttributePath.Types.Step { ElementKeyString = key.Value },
            CtyStep.Index index => new Wire.AttributePath.Types.Step { ElementKeyInt = index.Value },
            _ => throw new InvalidOperationException("A path step of an unknown kind."),
        }));
        return wire;
    }
}
