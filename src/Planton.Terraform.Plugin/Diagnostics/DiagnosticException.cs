using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Diagnostics;

/// <summary>
/// Ends an operation with messages for the user. It never crosses the RPC edge: there it becomes the reply's diagnostics.
/// </summary>
public sealed class DiagnosticException : Exception
{
    /// <summary>Ends an operation with diagnostics, at least one of which is an error.</summary>
    public DiagnosticException(params IEnumerable<Diagnostic> diagnostics) => Diagnostics = [.. diagnostics];

    /// <summary>Ends an operation with one error.</summary>
    public DiagnosticException(string summary, string detail, CtyPath? path = null)
        : this(new Diagnostic(DiagnosticSeverity.Error, summary, detail, path))
    {
    }

    /// <summary>The messages.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <inheritdoc/>
    public override string Message => string.Join("; ", Diagnostics.Select(static diagnostic => diagnostic.Summary));
}
