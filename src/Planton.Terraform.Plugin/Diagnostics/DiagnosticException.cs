using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Diagnostics;

/// <summary>
/// Ends an operation with messages for the user. It never crosses the RPC edge: there it becomes the reply's diagnostics.
/// </summary>
public sealed class DiagnosticException : Exception
{
    /// <summary>Ends an operation with diagnostics, at least one of which is an error.</summary>
    /// <param name="diagnostics">The diagnostics.</param>
    public DiagnosticException(params IEnumerable<Diagnostic> diagnostics) => Diagnostics = [.. diagnostics];

    /// <summary>Ends an operation with one error.</summary>
    /// <param name="summary">What is wrong, in one line.</param>
    /// <param name="detail">Why, and what to do now.</param>
    /// <param name="path">The part of the configuration that it is about; null for the whole block.</param>
    public DiagnosticException(string summary, string detail, CtyPath? path = null)
        : this(new Diagnostic(DiagnosticSeverity.Error, summary, detail, path))
    {
    }

    /// <summary>The messages.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <inheritdoc/>
    public override string Message => string.Join("; ", Diagnostics.Select(static diagnostic => diagnostic.Summary));
}
