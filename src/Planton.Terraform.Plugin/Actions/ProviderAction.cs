using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Actions;

/// <summary>An action, as the server sees it: values without models.</summary>
public abstract class ProviderAction
{
    private protected ProviderAction(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    internal abstract Task PlanAsync(CtyObject config, CallContext call);

    internal abstract Task InvokeAsync(CtyObject config, Func<string, Task> progress, CallContext call);
}

/// <summary>What an action has at hand besides its arguments.</summary>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
public sealed class ActionContext<TData> : OperationContext<TData>
    where TData : class
{
    private readonly Func<string, Task> _progress;

    internal ActionContext(CallContext call, CancellationToken cancellation, Func<string, Task> progress)
        : base(call, cancellation) => _progress = progress;

    /// <summary>Tells the user in one line how far the action is.</summary>
    public Task ReportAsync(string message) => _progress(message);
}

/// <summary>An operation that leaves no state and returns nothing but diagnostics (Terraform 1.14).</summary>
/// <typeparam name="TModel">The model of the arguments; an action has no results.</typeparam>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract class ProviderAction<TModel, TData>(string typeName) : ProviderAction(typeName)
    where TModel : class, new()
    where TData : class
{
    /// <summary>The arguments. Read on every call, so make it once.</summary>
    protected abstract Schema<TModel> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>What messages call the object of the action; null when nothing names it.</summary>
    protected virtual string? NameOf(TModel config) => null;

    /// <summary>Checks the combination of arguments. Values may be unknown; skip the checks that need them.</summary>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>
    /// Checks at plan what would fail at apply, and may ask the service. Arguments may be unknown, and the provider's configuration incomplete
    /// (<see cref="OperationContext{TData}.HasProviderData"/>).
    /// </summary>
    protected virtual Task CheckPlanAsync(TModel config, OperationContext<TData> context) => Task.CompletedTask;

    /// <summary>Does what the action is for. All arguments are known.</summary>
    protected abstract Task InvokeAsync(TModel config, ActionContext<TData> context);

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics) =>
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, ValidateConfig, diagnostics);

    internal sealed override Task PlanAsync(CtyObject config, CallContext call) =>
        CheckPlanAsync(Begin("Planning", config, call), new OperationContext<TData>(call, call.Cancellation));

    internal sealed override Task InvokeAsync(CtyObject config, Func<string, Task> progress, CallContext call)
    {
        var model = Begin("Invoking", config, call);
        return TimeoutsAttribute.LimitOf(Schema, TimedOperation.Invoke, config)
            .RunAsync(call, cancellation => InvokeAsync(model, new ActionContext<TData>(call, cancellation, progress)));
    }

    private TModel Begin(string doing, CtyObject config, CallContext call)
    {
        var model = ResourcePlanner.DecodeWithDefaults(Schema, config);
        call.KeepsState = false;
        call.Describe(doing, TypeName, NameOf(model));
        return model;
    }
}
