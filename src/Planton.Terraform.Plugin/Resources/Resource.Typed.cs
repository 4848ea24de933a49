using System.Collections.Immutable;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>
/// A managed resource. The methods below are its whole life, in the order in which Terraform calls them; each gets typed models and returns the
/// state. Exceptions become diagnostics, and what was saved before is kept.
/// </summary>
/// <typeparam name="TModel">The model of configuration and state.</typeparam>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract partial class Resource<TModel, TData>(string typeName) : Resource(typeName)
    where TModel : class, new()
    where TData : class
{
    private static readonly IReadOnlyDictionary<long, StateUpgrader<TModel>> NoUpgraders =
        ImmutableDictionary<long, StateUpgrader<TModel>>.Empty;

    /// <summary>The attributes. Read on every call, so make it once.</summary>
    protected abstract Schema<TModel> Schema { get; }

    /// <summary>What identifies one object for its whole life, and what messages call it by; null where nothing does.</summary>
    protected virtual ResourceIdentity? Identity => null;

    /// <summary>Ways from older states to the current one, by the version that they start from.</summary>
    protected virtual IReadOnlyDictionary<long, StateUpgrader<TModel>> StateUpgraders => NoUpgraders;

    /// <summary>Checks what single attributes cannot: their combination. Values may be unknown; skip the checks that need them.</summary>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>The resource's own planning rules, after the schema's. They change the plan in place and must be a pure function of it.</summary>
    protected virtual void Plan(ResourcePlan<TModel> plan)
    {
    }

    /// <summary>
    /// Checks a plan by asking the service; only diagnostics can come of it. Runs for destroys too, and also while the provider's configuration is
    /// incomplete (<see cref="OperationContext{TData}.HasProviderData"/>).
    /// </summary>
    protected virtual Task CheckPlanAsync(PlannedChange<TModel> change, OperationContext<TData> context) => Task.CompletedTask;

    /// <summary>Creates the object and replaces what the plan left unknown.</summary>
    /// <returns>The state, with nothing unknown.</returns>
    protected abstract Task<TModel> CreateAsync(TModel plan, ResourceContext<TModel, TData> context);

    /// <summary>Reads the object.</summary>
    /// <param name="state">The state so far; after an import only what the import filled in.</param>
    /// <returns>The state now; null when the object is gone.</returns>
    protected abstract Task<TModel?> ReadAsync(TModel state, ResourceContext<TModel, TData> context);

    /// <summary>Changes the object in place and replaces what the plan left unknown.</summary>
    /// <param name="state">The state before.</param>
    /// <returns>The state, with nothing unknown.</returns>
    protected abstract Task<TModel> UpdateAsync(TModel plan, TModel state, ResourceContext<TModel, TData> context);

    /// <summary>Deletes the object. An object that is gone already is a success.</summary>
    protected abstract Task DeleteAsync(TModel state, ResourceContext<TModel, TData> context);

    /// <summary>Starts an import: fills in what a read needs to find the object. A resource that does not override it cannot be imported.</summary>
    /// <param name="id">What the user gave.</param>
    /// <exception cref="DiagnosticException">The id does not have the right form; the message shows one that does.</exception>
    protected virtual Task<TModel> ImportAsync(string id, ResourceContext<TModel, TData> context) =>
        throw new DiagnosticException($"{TypeName} cannot be imported", "This resource has no import. Nothing was changed; remove the import block or command.");

    /// <summary>Makes a state from the state of another resource, for a <c>moved</c> block.</summary>
    /// <returns>The state; null when this resource cannot take the place of that one.</returns>
    /// <exception cref="DiagnosticException">The source is of a kind that can be moved, but not in this form.</exception>
    protected virtual TModel? MoveState(MoveSource source) => null;
}
