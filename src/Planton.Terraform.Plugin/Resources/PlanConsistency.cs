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
        var outcome = new Reconciliation(attributes, planned, result);
        Tell(DiagnosticSeverity.Warning, outcome, "The state holds the planned values. The next plan reads the object again and shows what remains to be changed.");
        return outcome.State;
    }

    /// <summary>The state after an update: what the service says. It did not do what the plan showed, which is an error.</summary>
    public CtyObject OfUpdate(CtyObject planned, CtyObject result)
    {
        var outcome = new Reconciliation(attributes, planned, result);
        Tell(DiagnosticSeverity.Error, outcome, "The state holds the values that the service returned. Run again: the next plan shows what remains to be changed.");
        return result;
    }

    private void Tell(DiagnosticSeverity severity, Reconciliation outcome, string advice)
    {
        if (outcome.Differences.Count == 0) return;

        var facts = string.Join('\n', outcome.Differences.Select(Text));
        diagnostics.Add(new(severity, $"{name} {Differs}", $"The service returned values that differ from the plan:\n{facts}\n\n{advice}", outcome.Differences[0].Path));
    }

    /// <summary>Values are shown where they are short and no secret.</summary>
    private static string Text(Difference difference) =>
        difference.IsHidden || IsLong(difference.Planned) || IsLong(difference.Now)
            ? difference.Path.ToString()
            : $"{difference.Path}: planned {difference.Planned}, now {difference.Now}";

    private static bool IsLong(CtyValue value) => value is CtyObject or CtyMap or CtySequence;
}
