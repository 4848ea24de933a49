using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>
/// Holds the outcome of an operation to its plan. The CLI takes a known value of the plan for a promise, and calls it a bug in the provider
/// when the result has another; but it is the service that answers, and it may answer something else.
/// </summary>
/// <param name="name">What the object is called in messages.</param>
internal sealed class PlanConsistency(AttributeSet attributes, string name, DiagnosticList diagnostics)
{
    /// <summary>The end of the summary when the service answered something else than was planned.</summary>
    public const string Differs = "differs from the plan";

    /// <summary>
    /// The state after a create: with what was planned. An error would taint an object that is whole, so it is a warning, and the next refresh
    /// brings what the service says.
    /// </summary>
    public CtyObject OfCreate(CtyObject planned, CtyObject result)
    {
        var differences = Differences(planned, result);
        if (differences.Count == 0) return result;

        diagnostics.Add(Describe(DiagnosticSeverity.Warning, differences, "The state holds the planned values. The next plan reads the object again and shows what remains to be changed."));
        var promised = differences.Select(static difference => difference.Attribute).ToHashSet(StringComparer.Ordinal);
        return new(result.Type, [.. result.Type.Attributes.Select((attribute, i) => promised.Contains(attribute.Name) ? planned[attribute.Name] : result.Values[i])]);
    }

    /// <summary>The state after an update: what the service says. It did not do what the plan showed, which is an error.</summary>
    public CtyObject OfUpdate(CtyObject planned, CtyObject result)
    {
        var differences = Differences(planned, result);
        if (differences.Count > 0)
        {
            diagnostics.Add(Describe(DiagnosticSeverity.Error, differences, "The state holds the values that the service returned. Run again: the next plan shows what remains to be changed."));
        }

        return result;
    }

    private Diagnostic Describe(DiagnosticSeverity severity, IReadOnlyList<Difference> differences, string advice)
    {
        var facts = string.Join('\n', differences.Select(static difference => difference.Text));
        return new(severity, $"{name} {Differs}", $"The service returned values that differ from the plan:\n{facts}\n\n{advice}", CtyPath.Root.Attribute(differences[0].Attribute));
    }

    private IReadOnlyList<Difference> Differences(CtyObject planned, CtyObject result) =>
    [
        .. attributes
            .Where(item => planned[item.Name] is { IsWhollyKnown: true } promised && !promised.Equals(result[item.Name]))
            .Select(item => new Difference(item.Name, Text(item, planned[item.Name], result[item.Name]))),
    ];

    /// <summary>Values are shown where they are short and no secret.</summary>
    private static string Text(NamedAttribute item, CtyValue planned, CtyValue now) =>
        item.Attribute.Sensitive || item.Attribute.WriteOnly || planned is CtyObject or CtyMap or CtySequence
            ? item.Name
            : $"{item.Name}: planned {planned}, now {now}";

    private sealed record Difference(string Attribute, string Text);
}
