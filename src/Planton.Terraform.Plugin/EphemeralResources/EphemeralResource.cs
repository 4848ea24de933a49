using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.EphemeralResources;

/// <summary>An ephemeral resource, as the server sees it: values without models.</summary>
public abstract class EphemeralResource
{
    private protected EphemeralResource(string typeName) => TypeName = typeName;

    /// <summary>The full type name in configurations, provider prefix included.</summary>
    public string TypeName { get; }

    internal abstract Schema UntypedSchema { get; }

    internal bool IsConfigurationIncomplete => IncompleteArgument is not null;

    /// <summary>The provider's argument whose unknown value keeps its configuration from being complete; null when it is complete.</summary>
    internal abstract string? IncompleteArgument { get; }

    internal abstract void ValidateConfig(CtyObject config, DiagnosticList diagnostics);

    internal abstract Task<OpenReply> OpenAsync(CtyObject config, CallContext call);

    internal abstract Task<OpenReply> RenewAsync(PrivateState privateState, CallContext call);

    internal abstract Task<DiagnosticList> CloseAsync(PrivateState privateState, CallContext call);
}

/// <summary>An ephemeral resource's answer to an open or a renewal; a renewal has no result.</summary>
internal sealed record OpenReply(CtyObject? Result, PrivateState Private, DateTimeOffset? RenewAt, DiagnosticList Diagnostics);

/// <summary>What an operation of an ephemeral resource has at hand besides its values.</summary>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
public sealed class EphemeralContext<TApi> : OperationContext<TApi>
    where TApi : class
{
    internal EphemeralContext(CallContext call, ConfiguredApi<TApi> api, DiagnosticList diagnostics, PrivateState privateState)
        : base(call, api, diagnostics, call.Cancellation) => Private = privateState;

    /// <summary>
    /// What renewing and closing need to know. The CLI keeps it in memory only, so it may hold secrets. Closing gets what opening put
    /// here: Terraform does not hand over what a renewal changed.
    /// </summary>
    public PrivateState Private { get; }

    /// <summary>When the CLI is to ask for a renewal; null for never.</summary>
    public DateTimeOffset? RenewAt { get; set; }
}

/// <summary>An ephemeral resource of a provider whose configuration makes a <typeparamref name="TApi"/>.</summary>
/// <typeparam name="TApi">What the provider's configuration makes: the way to the service.</typeparam>
public abstract class ApiEphemeralResource<TApi> : EphemeralResource, IConfigured<TApi>
    where TApi : class
{
    private protected ApiEphemeralResource(string typeName)
        : base(typeName)
    {
    }

    internal ConfiguredApi<TApi> Configured { get; private set; } = new();

    ConfiguredApi<TApi> IConfigured<TApi>.Configured
    {
        get => Configured;
        set => Configured = value;
    }

    internal sealed override string? IncompleteArgument => Configured.Incomplete;
}

/// <summary>Something that exists only while Terraform runs, such as credentials; nothing of it is ever stored.</summary>
/// <typeparam name="TModel">The model of arguments and results.</typeparam>
/// <typeparam name="TApi">What the provider's configuration makes.</typeparam>
/// <param name="typeName">The full type name in configurations, provider prefix included.</param>
public abstract class EphemeralResource<TModel, TApi>(string typeName) : ApiEphemeralResource<TApi>(typeName)
    where TModel : class, new()
    where TApi : class
{
    // OpenTofu gives up on a close after ten seconds and reports an error of its own.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(8);

    /// <summary>The attributes. Made once; asked for on every call.</summary>
    protected abstract Schema<TModel> Schema { get; }

    internal sealed override Schema UntypedSchema => Schema;

    /// <summary>What is opened, for messages; null when nothing names it.</summary>
    /// <param name="config">The arguments.</param>
    protected virtual string? NameOf(TModel config) => null;

    /// <summary>Checks the combination of arguments. Unknown values skip a check.</summary>
    /// <param name="config">The arguments.</param>
    /// <param name="diagnostics">Where errors and warnings go.</param>
    protected virtual void ValidateConfig(TModel config, DiagnosticList diagnostics)
    {
    }

    /// <summary>
    /// Makes it. Runs in plans as well as in applies. The CLI never closes what did not open without an error: whatever stands in
    /// <see cref="EphemeralContext{TApi}.Private"/> when an error comes is closed at once.
    /// </summary>
    /// <param name="config">The arguments, wholly known.</param>
    /// <param name="context">The surroundings.</param>
    /// <returns>The arguments as they were given, and the results.</returns>
    protected abstract Task<TModel> OpenAsync(TModel config, EphemeralContext<TApi> context);

    /// <summary>Makes it last longer, when the time that opening asked for has come.</summary>
    /// <param name="context">The surroundings.</param>
    protected virtual Task RenewAsync(EphemeralContext<TApi> context) => Task.CompletedTask;

    /// <summary>Ends it, also when something else has failed, and when the user asked to stop. It has a few seconds.</summary>
    /// <param name="context">The surroundings.</param>
    protected virtual Task CloseAsync(EphemeralContext<TApi> context) => Task.CompletedTask;

    internal sealed override void ValidateConfig(CtyObject config, DiagnosticList diagnostics)
    {
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed: true, diagnostics);
        if (!diagnostics.HasErrors) ValidateConfig(Schema.Attributes.Decode(config), diagnostics);
    }

    internal sealed override async Task<OpenReply> OpenAsync(CtyObject config, CallContext call)
    {
        var context = new EphemeralContext<TApi>(call, Configured, [], new PrivateState());
        var model = Schema.Attributes.Decode(Planning.ResourcePlanner.WithDefaults(Schema, config));
        CtyObject? result = null;
        await Edge("Opening", NameOf(model), context).RunAsync(async () =>
        {
            UnknownValues.Exclude(config);
            var opened = Schema.Attributes.Encode(await OpenAsync(model, context));
            result = UnknownValues.Refuse(opened, TypeName, context.Diagnostics);
        });
        if (!context.Diagnostics.HasErrors) return new(result, context.Private, context.RenewAt, context.Diagnostics);

        if (!context.Private.IsEmpty) context.Diagnostics.AddRange(await CloseAsync(context.Private, call));
        return new(null, new PrivateState(), null, context.Diagnostics);
    }

    internal sealed override async Task<OpenReply> RenewAsync(PrivateState privateState, CallContext call)
    {
        var context = new EphemeralContext<TApi>(call, Configured, [], privateState);
        await Edge("Renewing", name: null, context).RunAsync(() => RenewAsync(context));
        return new(null, context.Private, context.RenewAt, context.Diagnostics);
    }

    internal sealed override async Task<DiagnosticList> CloseAsync(PrivateState privateState, CallContext call)
    {
        // Neither a stop nor a client that went away ends this: nobody else would close it.
        var (diagnostics, undisturbed) = (new DiagnosticList(), call with { Cancellation = CancellationToken.None, Stopping = CancellationToken.None });
        var edge = new DiagnosticBoundary(undisturbed, $"Closing {TypeName}", diagnostics, DiagnosticBoundary.NothingInState);
        await edge.RunAsync(() => edge.WithinAsync(operation: null, CloseLimit, async cancellation =>
        {
            using var deadline = Configured.Current is { } api ? Configured.BeginOperation(api, CloseLimit) : null;
            await CloseAsync(new EphemeralContext<TApi>(undisturbed with { Cancellation = cancellation }, Configured, diagnostics, privateState));
        }));
        return diagnostics;
    }

    private DiagnosticBoundary Edge(string doing, string? name, EphemeralContext<TApi> context) => new(
        context.Call, name is null ? $"{doing} {TypeName}" : $"{doing} {TypeName} \"{name}\"", context.Diagnostics, DiagnosticBoundary.NothingInState);
}
