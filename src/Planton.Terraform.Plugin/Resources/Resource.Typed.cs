using System.Collections.Immutable;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>A managed resource of a provider whose configuration makes a <typeparamref name="TApi"/>.</summary>
/// <typeparam name="TApi">What the provider's configuration makes: the way to the service.</typeparam>
public abstract class ApiResource<TApi> : Resource, IConfigured<TApi>
    where TApi : class
{
    private protected ApiResource(string typeName)
        : base(typeName)
    {
    }

    internal ConfiguredApi<TApi> Configured { get; private set; } = new();

    ConfiguredApi<TApi> IConfigured<TApi>.Configured
    {
        get => Configured;
        set => Configured = value;
    }

    internal sealed override bool IsConfigurationIncomplete => Configured.Incomplete is not null;
}

/// <summary>
/// A managed resource. The methods below are its whole life, in the order in which Terraform calls them; each gets typed models
/// and returns the state. What is thrown becomes a diagnostic at the edge, and what was saved before is kept.
/// </summary>
/// <typeparam name="TModel">The model of configuration and state.</typeparam>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract partial class Resource<TModel, TApi>(string typeName) : ApiResource<TApi>(typeName)
    where TModel : class, new()
    where TApi : class
{
    private static readonly IReadOnlyDictionary<long, StateUpgrader<TModel>> NoUpgraders =
        ImmutableDictionary<long, StateUpgrader<TModel>>.Empty;

    /// <summary>The attributes. Made once; asked for on every call.</summary>
    protected abstract Schema<TModel> Schema { get; }

    /// <summary>What identifies one object for its whole life.</summary>
    protected abstract ResourceIdentity Identity { get; }

    /// <summary>The limits of operations that users may set, and their defaults.</summary>
    protected virtual TimeoutDefaults Timeouts { get; } = new();

    /// <summary>Ways from older states to the current one, by the version that they start from.</summary>
    protected virtual IReadOnlyDictionary<long, StateUpgrader<TModel>> StateUpgraders => NoUpgraders;

    /// <summary>What the object is called in messages; null when nothing about it is known.</summary>
    /// <param name="model">The configuration or state at hand.</param>
    protected abstract string? NameOf(TModel model);

    /// <summary>The model's <c>timeouts</c> attribute, when there is one.</summary>
    /// <param name="model">The configuration or state at hand.</param>
    protected virtual TfValue<Timeouts> TimeoutsOf(TModel model) => default;

    /// <summary>Checks what single attributes cannot: their combination. Unknown values skip a check.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="diagnostics">Where errors and warnings go.</param>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>The resource's own planning rules, after the schema's. A pure function of the plan.</summary>
    /// <param name="plan">The plan so far, to be changed in place.</param>
    protected virtual void Plan(ResourcePlan<TModel> plan)
    {
    }

    /// <summary>Checks a plan where only diagnostics can come of it; the service may be asked. Runs for destroys too.</summary>
    /// <param name="change">What will be done.</param>
    /// <param name="context">The surroundings. The provider may be unconfigured (<see cref="OperationContext{TApi}.HasApi"/>).</param>
    protected virtual Task CheckPlanAsync(PlannedChange<TModel> change, OperationContext<TApi> context) => Task.CompletedTask;

    /// <summary>Makes the object.</summary>
    /// <param name="plan">The planned state; unknown values are to be found out.</param>
    /// <param name="context">The surroundings.</param>
    /// <returns>The state, with nothing unknown.</returns>
    protected abstract Task<TModel> CreateAsync(TModel plan, ResourceContext<TModel, TApi> context);

    /// <summary>Looks at the object.</summary>
    /// <param name="state">The state so far; after an import only what the import filled in.</param>
    /// <param name="context">The surroundings.</param>
    /// <returns>The state now; null when the object is gone.</returns>
    protected abstract Task<TModel?> ReadAsync(TModel state, ResourceContext<TModel, TApi> context);

    /// <summary>Changes the object in place.</summary>
    /// <param name="plan">The planned state; unknown values are to be found out.</param>
    /// <param name="state">The state before.</param>
    /// <param name="context">The surroundings.</param>
    /// <returns>The state, with nothing unknown.</returns>
    protected abstract Task<TModel> UpdateAsync(TModel plan, TModel state, ResourceContext<TModel, TApi> context);

    /// <summary>Removes the object. That it is gone already is success.</summary>
    /// <param name="state">The state.</param>
    /// <param name="context">The surroundings.</param>
    protected abstract Task DeleteAsync(TModel state, ResourceContext<TModel, TApi> context);

    /// <summary>Starts an import: fills in what a read needs to find the object.</summary>
    /// <param name="id">What the user gave.</param>
    /// <param name="context">The surroundings.</param>
    /// <returns>The start of a state.</returns>
    /// <exception cref="DiagnosticException">The id has not the right form; the message shows one that has.</exception>
    protected abstract Task<TModel> ImportAsync(string id, ResourceContext<TModel, TApi> context);

    /// <summary>Makes a state of the state of another resource, for a <c>moved</c> block.</summary>
    /// <param name="source">The other resource's state.</param>
    /// <returns>The state; null when this resource cannot take the place of that one.</returns>
    /// <exception cref="DiagnosticException">The source is of a kind that can be moved, but not in this form.</exception>
    protected virtual TModel? MoveState(MoveSource source) => null;
}
