using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.EphemeralResources;

/// <summary>An ephemeral resource, as the server sees it: values without models.</summary>
public abstract class EphemeralResource
{
    private protected EphemeralResource(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    /// <summary>Opens it; null when that failed, which the call's diagnostics say.</summary>
    internal abstract Task<OpenedResource?> OpenAsync(CtyObject config, CallContext call);

    /// <summary>Renews it and changes its private state in place.</summary>
    /// <returns>When to renew it again; null for never.</returns>
    internal abstract Task<DateTimeOffset?> RenewAsync(PrivateState privateState, CallContext call);

    internal abstract Task CloseAsync(PrivateState privateState, CallContext call);
}

internal sealed record OpenedResource(CtyObject Result, PrivateState Private, DateTimeOffset? RenewAt);

/// <summary>What an operation of an ephemeral resource has at hand besides its values.</summary>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
public sealed class EphemeralContext<TData> : OperationContext<TData>
    where TData : class
{
    internal EphemeralContext(CallContext call, CancellationToken cancellation, PrivateState privateState)
        : base(call, cancellation) => Private = privateState;

    /// <summary>
    /// What renewing and closing need to know. The CLI keeps it in memory only, so it may hold secrets. Closing gets what opening put
    /// here: Terraform does not hand over what a renewal changed.
    /// </summary>
    public PrivateState Private { get; }

    /// <summary>When the CLI is to request a renewal; null for never.</summary>
    public DateTimeOffset? RenewAt { get; set; }
}

/// <summary>Something that exists only while Terraform runs, such as credentials; nothing of it is ever stored.</summary>
/// <typeparam name="TModel">The model of arguments and results.</typeparam>
/// <typeparam name="TData">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract class EphemeralResource<TModel, TData>(string typeName) : EphemeralResource(typeName)
    where TModel : class, new()
    where TData : class
{
    // OpenTofu gives up on a close after ten seconds and reports an error of its own.
    private static readonly TimeLimit CloseLimit = new(TimeSpan.FromSeconds(8));

    /// <summary>The attributes. Read on every call, so make it once.</summary>
    protected abstract Schema<TModel> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>What messages call the object; null when nothing names it.</summary>
    protected virtual string? NameOf(TModel config) => null;

    /// <summary>Checks the combination of arguments. Values may be unknown; skip the checks that need them.</summary>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>
    /// Opens it, in plans as well as in applies. All arguments are known. The CLI never closes what did not open without an error, so whatever
    /// <see cref="EphemeralContext{TData}.Private"/> holds when an error comes is closed at once.
    /// </summary>
    /// <returns>The arguments as they were given, and the results.</returns>
    protected abstract Task<TModel> OpenAsync(TModel config, EphemeralContext<TData> context);

    /// <summary>Makes it last longer, at the time that opening named.</summary>
    protected virtual Task RenewAsync(EphemeralContext<TData> context) => Task.CompletedTask;

    /// <summary>Closes it, also when something else has failed, and when the user asked to stop. It has a few seconds.</summary>
    protected virtual Task CloseAsync(EphemeralContext<TData> context) => Task.CompletedTask;

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics) =>
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, ValidateConfig, diagnostics);

    internal sealed override async Task<OpenedResource?> OpenAsync(CtyObject config, CallContext call)
    {
        var privateState = new PrivateState();
        DateTimeOffset? renewAt = null;
        CtyObject? result = null;

        // The failure is reported before the call ends, because what it left open is to be closed in the same call.
        await DiagnosticBoundary.RunAsync(call, () => TimeoutsAttribute.RunAsync(Schema, TimedOperation.Open, config, call, async cancellation =>
        {
            var context = new EphemeralContext<TData>(call, cancellation, privateState);
            result = await OpenAsync(config, context, call);
            renewAt = context.RenewAt;
        }));
        if (result is not null && !call.Diagnostics.HasErrors) return new(result, privateState, renewAt);

        if (!privateState.IsEmpty) await CloseAsync(privateState, call);
        return null;
    }

    internal sealed override async Task<DateTimeOffset?> RenewAsync(PrivateState privateState, CallContext call)
    {
        Describe("Renewing", call);
        var context = new EphemeralContext<TData>(call, call.Cancellation, privateState);
        await RenewAsync(context);
        return context.RenewAt;
    }

    internal sealed override Task CloseAsync(PrivateState privateState, CallContext call)
    {
        // Neither a stop nor a client that went away ends this: nobody else would close it.
        var undisturbed = call with { Cancellation = CancellationToken.None, Stopping = CancellationToken.None };
        Describe("Closing", undisturbed);
        return DiagnosticBoundary.RunAsync(undisturbed, () => CloseLimit.RunAsync(
            undisturbed, cancellation => CloseAsync(new EphemeralContext<TData>(undisturbed, cancellation, privateState))));
    }

    private async Task<CtyObject> OpenAsync(CtyObject config, EphemeralContext<TData> context, CallContext call)
    {
        var model = ResourcePlanner.DecodeWithDefaults(Schema, config);
        Describe("Opening", call, NameOf(model));
        UnknownValues.Exclude(config);
        var result = Schema.Attributes.Encode(await OpenAsync(model, context));
        return UnknownValues.Refuse(Schema.Attributes.Keep(config, result), TypeName, call.Diagnostics);
    }

    private void Describe(string doing, CallContext call, string? name = null)
    {
        call.KeepsState = false;
        call.Describe(doing, TypeName, name);
    }
}
