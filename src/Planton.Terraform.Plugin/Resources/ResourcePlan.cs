using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>
/// The plan of one resource after the schema's own steps, for the resource's rules. The rules are a pure function: the CLI plans
/// twice and compares, so neither clock nor network may decide anything here.
/// </summary>
public sealed class ResourcePlan<TModel>
    where TModel : class
{
    private readonly HashSet<CtyPath> _requiresReplace;

    internal ResourcePlan(
        TModel config, TModel? prior, TModel planned, bool hasChanges, IEnumerable<CtyPath> requiresReplace, PrivateState privateState)
    {
        (Config, Prior, Planned, HasChanges, Private) = (config, prior, planned, hasChanges, privateState);
        _requiresReplace = [.. requiresReplace];
    }

    /// <summary>The configuration.</summary>
    public TModel Config { get; }

    /// <summary>The state after the last refresh; null on create.</summary>
    public TModel? Prior { get; }

    /// <summary>The planned state, which the rules may change. Configured values must stay as they are.</summary>
    public TModel Planned { get; }

    /// <summary>Whether the schema's steps alone found something to change.</summary>
    public bool HasChanges { get; }

    /// <summary>The facts that the last refresh or apply kept beside the state. What is set here reaches the apply.</summary>
    public PrivateState Private { get; }

    /// <summary>Whether the resource will be replaced, as far as is known so far.</summary>
    public bool WillReplace => Prior is not null && _requiresReplace.Count > 0;

    internal IReadOnlyCollection<CtyPath> RequiresReplace => _requiresReplace;

    internal Action<DeferralReason>? OnDefer { get; init; }

    /// <summary>
    /// Lets the plan wait for a later run, because it cannot be made yet. What is planned is a placeholder then.
    /// </summary>
    /// <exception cref="DiagnosticException">The CLI does not let it wait; few do. The error says so.</exception>
    public void Defer(DeferralReason reason) => OnDefer?.Invoke(reason);

    /// <summary>Asks that the resource be replaced because an attribute changes.</summary>
    public void RequireReplace(CtyPath path) => _requiresReplace.Add(path);
}

/// <summary>What will be done to one resource, for checks that only raise diagnostics and may ask the service.</summary>
/// <param name="Config">The configuration; null on destroy.</param>
/// <param name="Prior">The state after the last refresh; null on create.</param>
/// <param name="Planned">The planned state; null on destroy.</param>
/// <param name="RequiresReplace">The attributes whose change forces a replacement.</param>
public sealed record PlannedChange<TModel>(
    TModel? Config, TModel? Prior, TModel? Planned, IReadOnlyCollection<CtyPath> RequiresReplace)
    where TModel : class
{
    /// <summary>What the last refresh or apply kept beside the state; empty on create.</summary>
    public PrivateState Private { get; init; } = new();

    /// <summary>Whether the object will be removed, or replaced, which removes it too.</summary>
    public bool Removes => Planned is null || (Prior is not null && RequiresReplace.Count > 0);
}
