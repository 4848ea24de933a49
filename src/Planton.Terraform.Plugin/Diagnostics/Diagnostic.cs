using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Diagnostics;

/// <summary>How serious a diagnostic is. The numbers are the protocol's; there is deliberately no zero.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The operation fails.</summary>
    Error = 1,

    /// <summary>The user should know, the operation goes on.</summary>
    Warning = 2,
}

/// <summary>A message for the person who runs Terraform.</summary>
/// <param name="Summary">What happened, in one line.</param>
/// <param name="Detail">Why, and what to do now. Paragraphs are separated by an empty line.</param>
/// <param name="Path">The part of the configuration that it is about; null for the whole block.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Summary, string Detail, CtyPath? Path = null);
