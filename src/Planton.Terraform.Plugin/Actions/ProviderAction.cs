using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Actions;

/// <summary>An action, as the server sees it: values without models.</summary>
public abstract class ProviderAction
{
    private protected ProviderAction(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    internal abstract bool IsConfigurationIncomplete { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    internal abstract Task<DiagnosticList> PlanAsync(CtyObject config, CallContext call);

    internal abstract Task<DiagnosticList> InvokeAsync(CtyObject config, Func<string, Task> progress, CallContext call);
}

/// <summary>What an action has at hand besides its arguments.</summary>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
public sealed class ActionContext<TApi> : OperationContext<TApi>
    where TApi : class
{
    private readonly Func<string, Task> _progress;

    internal ActionContext(
        CallContext call, ConfiguredApi<TApi> api, DiagnosticList diagnostics, CancellationToken cancellation, Func<string, Task> progress)
        : base(call, api, diagnostics, cancellation) => _progress = progress;

    /// <summary>Tells the user how far it is.</summary>
    /// <param name="message">One line.</param>
    public Task ReportAsync(string message) => _progress(message);
}

/// <summary>An action of a provider whose configuration makes a <typeparamref name="TApi"/>.</summary>
/// <typeparam name="TApi">What the provider's configuration makes: the way to the service.</typeparam>
public abstract class ApiAction<TApi> : ProviderAction, IConfigured<TApi>
    where TApi : class
{
    private protected ApiAction(string typeName)
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

/// <summary>Something that is done at once and leaves no state (Terraform 1.14). It returns nothing but diagnostics.</summary>
/// <typeparam name="TModel">The model of the arguments; an action has no results.</typeparam>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract class ProviderAction<TModel, TApi>(string typeName) : ApiAction<TApi>(typeName)
    where TModel : class, new()
    where TApi : class
{
    /// <summary>The arguments. Made once; asked for on every call.</summary>
    protected abstract Schema<TModel> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>The limit that users may set, and its default.</summary>
    protected virtual TimeoutDefaults Timeouts { get; } = new();

    /// <summary>What it is done to, for messages; null when nothing names it.</summary>
    /// <param name="config">The arguments.</param>
    protected virtual string? NameOf(TModel config) => null;

    /// <summary>The model's <c>timeouts</c> attribute, when there is one.</summary>
    /// <param name="config">The arguments.</param>
    protected virtual TfValue<Timeouts> TimeoutsOf(TModel config) => default;

    /// <summary>Checks the combination of arguments. Unknown values skip a check.</summary>
    /// <param name="config">The arguments.</param>
    /// <param name="diagnostics">Where errors and warnings go.</param>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>Checks at plan what would fail at apply; the service may be asked.</summary>
    /// <param name="config">The arguments; values may be unknown.</param>
    /// <param name="context">The surroundings. The provider may be unconfigured (<see cref="OperationContext{TApi}.HasApi"/>).</param>
    protected virtual Task CheckPlanAsync(TModel config, OperationContext<TApi> context) => Task.CompletedTask;

    /// <summary>Does it.</summary>
    /// <param name="config">The arguments, wholly known.</param>
    /// <param name="context">The surroundings.</param>
    protected abstract Task InvokeAsync(TModel config, ActionContext<TApi> context);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics)
    {
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, diagnostics);
        if (!diagnostics.HasErrors) ValidateConfig(Schema.Attributes.Decode(config), diagnostics);
    }

    internal sealed override async Task<DiagnosticList> PlanAsync(CtyObject config, CallContext call)
    {
        var (diagnostics, model) = (new DiagnosticList(), Decode(config));
        await Edge("Planning", model, call, diagnostics).RunAsync(
            () => CheckPlanAsync(model, new OperationContext<TApi>(call, Configured, diagnostics, call.Cancellation)));
        return diagnostics;
    }

    internal sealed override async Task<DiagnosticList> InvokeAsync(CtyObject config, Func<string, Task> progress, CallContext call)
    {
        var (diagnostics, model) = (new DiagnosticList(), Decode(config));
        var limit = Timeouts.For(OperationKind.Invoke, TimeoutsOf(model));
        var edge = Edge("Invoking", model, call, diagnostics);
        await edge.RunAsync(() => edge.WithinAsync(OperationKind.Invoke, limit, async cancellation =>
        {
            using var deadline = Configured.Current is { } api ? Configured.BeginOperation(api, limit) : null;
            await InvokeAsync(model, new ActionContext<TApi>(call, Configured, diagnostics, cancellation, progress));
        }));
        return diagnostics;
    }

    private TModel Decode(CtyObject config) => Schema.Attributes.Decode(Planning.ResourcePlanner.WithDefaults(Schema, config));

    private DiagnosticBoundary Edge(string doing, TModel model, CallContext call, DiagnosticList diagnostics) => new(
        call, NameOf(model) is { } name ? $"{doing} {TypeName} \"{name}\"" : $"{doing} {TypeName}", diagnostics, DiagnosticBoundary.NothingInState);
}
