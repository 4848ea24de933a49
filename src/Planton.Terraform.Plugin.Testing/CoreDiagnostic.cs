using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>A diagnostic as the core received it.</summary>
/// <param name="IsError">Whether it ends the operation; else it is a warning.</param>
/// <param name="Path">The place in the configuration; null for the whole block.</param>
public sealed record CoreDiagnostic(bool IsError, string Summary, string Detail, CtyPath? Path)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(IsError ? "Error" : "Warning")}{(Path is null ? string.Empty : $" at {Path}")}: {Summary}\n{Detail}";

    /// <summary>Reads the diagnostics of an answer and checks what holds for them.</summary>
    /// <param name="schema">The schema that paths lead into; null when there is none.</param>
    internal static IReadOnlyList<CoreDiagnostic> Read(string during, CoreBlock? schema, IEnumerable<Wire.Diagnostic> diagnostics)
    {
        List<CoreDiagnostic> read = [];
        foreach (var wire in diagnostics)
        {
            var path = wire.Attribute is null ? null : ReadPath(during, wire.Attribute);
            if (wire.Severity is not (Wire.Diagnostic.Types.Severity.Error or Wire.Diagnostic.Types.Severity.Warning))
            {
                throw new ProviderRuleException(during, $"the diagnostic \"{wire.Summary}\" has no severity, so that it stops nothing");
            }

            if (wire.Summary.Length == 0 || wire.Summary.Contains('\n', StringComparison.Ordinal)) throw new ProviderRuleException(during, "the summary of a diagnostic is one line, never empty");
            if (path is not null && schema is not null && !Resolves(schema, path)) throw new ProviderRuleException(during, $"the path {path} of the diagnostic \"{wire.Summary}\" leads nowhere in the schema");
            read.Add(new(wire.Severity == Wire.Diagnostic.Types.Severity.Error, wire.Summary, wire.Detail, path));
        }

        return read;
    }

    /// <summary>The path of the wire.</summary>
    internal static CtyPath ReadPath(string during, Wire.AttributePath wire) => wire.Steps.Aggregate(CtyPath.Root, (path, step) => step.SelectorCase switch
    {
        Wire.AttributePath.Types.Step.SelectorOneofCase.AttributeName => path.Attribute(step.AttributeName),
        Wire.AttributePath.Types.Step.SelectorOneofCase.ElementKeyString => path.Key(step.ElementKeyString),
        Wire.AttributePath.Types.Step.SelectorOneofCase.ElementKeyInt => path.Index(step.ElementKeyInt),
        _ => throw new ProviderRuleException(during, "a step of a path has no selector"),
    });

    /// <summary>Whether a path leads to something that the schema can hold.</summary>
    internal static bool Resolves(CoreBlock schema, CtyPath path)
    {
        CtyType? type = schema.Type;
        foreach (var step in path.Steps)
        {
            type = (type, step) switch
            {
                (CtyObjectType known, CtyStep.Attribute attribute) => known.IndexOf(attribute.Name) is >= 0 and var index ? known.Attributes[index].Type : null,
                (CtyCollectionType { Kind: CtyCollectionKind.Map } map, CtyStep.Key) => map.Element,
                (CtyCollectionType { Kind: CtyCollectionKind.List } list, CtyStep.Index) => list.Element,
                (CtyTupleType tuple, CtyStep.Index index) when index.Value >= 0 && index.Value < tuple.Elements.Length => tuple.Elements[(int)index.Value],
                (CtyDynamicType, _) => type,
                _ => null,
            };
        }

        return type is not null;
    }
}

/// <summary>A provider refused a request with errors: a regular answer, which the caller may expect.</summary>
public sealed class ProviderErrorException(string during, IReadOnlyList<CoreDiagnostic> diagnostics)
    : Exception($"{during}:\n{string.Join("\n\n", diagnostics)}")
{
    /// <summary>All diagnostics of the answer, warnings included.</summary>
    public IReadOnlyList<CoreDiagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>The errors among them.</summary>
    public IReadOnlyList<CoreDiagnostic> Errors { get; } = [.. diagnostics.Where(static diagnostic => diagnostic.IsError)];
}
