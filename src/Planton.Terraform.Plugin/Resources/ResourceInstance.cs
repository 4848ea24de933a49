using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Operations;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>
/// One object of a resource as the CLI keeps it. An operation changes it in place, so that one that fails half-way leaves here what exists by then.
/// </summary>
internal sealed class ResourceInstance(CtyObject? state, PrivateState privateState)
{
    /// <summary>The state; null when there is no object.</summary>
    public CtyObject? State { get; set; } = state;

    public PrivateState Private { get; } = privateState;
}

/// <summary>
/// A change that the CLI asks to plan or to carry out. <paramref name="Prior"/> is null for a create, <paramref name="Planned"/> for a destroy; the planned
/// state is the core's own proposal while it is to be planned.
/// </summary>
internal sealed record ResourceChange(CtyObject? Config, CtyObject? Prior, CtyObject? Planned)
{
    /// <summary>The object that messages name: the one to be, or the one to go.</summary>
    public CtyObject Subject => (Planned ?? Prior)!;
}

/// <summary>A resource's answer to a plan.</summary>
/// <param name="CheckAsync">Checks the plan. Only diagnostics can come of it.</param>
internal sealed record PlannedResource(CtyObject? Planned, IReadOnlyCollection<CtyPath> RequiresReplace, Func<Task> CheckAsync);
