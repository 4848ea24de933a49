using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <content>The server's side: values become models, models become values, exceptions become diagnostics.</content>
public abstract partial class Resource<TModel, TApi>
{
    internal sealed override Schema UntypedSchema => Schema;

    internal sealed override ResourceIdentity UntypedIdentity => Identity;

    internal Schema<TModel> BoundSchema => Schema;

    internal sealed override void ValidateConfig(CtyObject config, bool writeOnlyAllowed, DiagnosticList diagnostics)
    {
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed, diagnostics);
        if (!diagnostics.HasErrors) ValidateConfig(Schema.Attributes.Decode(config), diagnostics);
    }

    internal sealed override async Task<PlanReply> PlanAsync(PlanRequest request, CallContext call)
    {
        var diagnostics = new DiagnosticList();

        // The second plan of a replacement comes with the facts about the old object; the new one has none yet.
        var privateState = request.Prior is null ? new PrivateState() : request.Private;
        PlannedChange<TModel>? change = null;
        var edge = new OperationEdge(call, Action(OperationKind.Plan, request.Proposed ?? request.Prior), diagnostics);
        await edge.RunAsync(async () =>
        {
            change = request is { Proposed: { } proposed, Config: { } config }
                ? PlanChange(new(config, request.Prior, proposed), privateState)
                : new(null, Decode(request.Prior), null, []) { Private = privateState };
            await CheckPlanAsync(change, new OperationContext<TApi>(call, Configured, diagnostics, call.Cancellation)).ConfigureAwait(false);
        }).ConfigureAwait(false);

        // A plan that could not be made is replied as the proposal; the error beside it keeps the CLI from using it.
        var planned = change is null ? request.Proposed : change.Planned is { } model ? Schema.Attributes.Encode(model) : null;
        return new(planned, change?.RequiresReplace ?? [], privateState, diagnostics);
    }

    internal sealed override async Task<StateReply> ApplyAsync(ApplyRequest request, CallContext call)
    {
        var operation = request.Prior is null ? OperationKind.Create : request.Planned is null ? OperationKind.Delete : OperationKind.Update;
        var diagnostics = new DiagnosticList();
        var edge = new OperationEdge(call, Action(operation, request.Planned ?? request.Prior), diagnostics);
        var state = request.Prior;
        await edge.RunAsync(async () =>
        {
            UnknownValues.ExcludeFromState(request.Prior);
            var (plan, prior) = (Decode(request.Planned), Decode(request.Prior));
            var limit = Timeouts.For(operation, TimeoutsOf((plan ?? prior)!));
            await edge.WithinAsync(operation, limit, async cancellation =>
            {
                using var deadline = Configured.Current is { } api ? Configured.BeginOperation(api, limit) : null;
                var context = new ResourceContext<TModel, TApi>(call, Configured, diagnostics, cancellation, request.Private) { Config = Decode(request.Config) };
                try
                {
                    var result = await CarryOutAsync(plan, prior, context).ConfigureAwait(false);
                    state = result is null ? null : AsPlanned(request, Finish(result, diagnostics), diagnostics);
                }
                catch when (context.Saved is { } saved)
                {
                    state = UnknownValues.ToNull(WithoutWriteOnly(saved));
                    throw;
                }
            }).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new(state, request.Private, diagnostics);
    }

    internal sealed override async Task<StateReply> ReadAsync(CtyObject state, PrivateState privateState, CallContext call)
    {
        // An incomplete provider configuration is no error while planning: the state stays as it was stored.
        var diagnostics = new DiagnosticList();
        if (Configured.Incomplete is not null) return new(state, privateState, diagnostics);

        var result = state;
        await new OperationEdge(call, Action(OperationKind.Read, state), diagnostics).RunAsync(async () =>
        {
            UnknownValues.ExcludeFromState(state);
            var context = new ResourceContext<TModel, TApi>(call, Configured, diagnostics, call.Cancellation, privateState);
            var model = await ReadAsync(Schema.Attributes.Decode(state), context).ConfigureAwait(false);
            result = model is null ? null : Finish(model, diagnostics);
        }).ConfigureAwait(false);
        return new(result, privateState, diagnostics);
    }

    internal sealed override async Task<StateReply> ImportAsync(string id, CallContext call)
    {
        var (diagnostics, privateState) = (new DiagnosticList(), new PrivateState());
        CtyObject? result = null;
        await new OperationEdge(call, $"Importing {TypeName} \"{id}\"", diagnostics).RunAsync(async () =>
        {
            var context = new ResourceContext<TModel, TApi>(call, Configured, diagnostics, call.Cancellation, privateState);
            result = Finish(await ImportAsync(id, context).ConfigureAwait(false), diagnostics);
        }).ConfigureAwait(false);
        return new(result, privateState, diagnostics);
    }

    internal sealed override CtyObject Upgrade(long version, ReadOnlyMemory<byte> json) =>
        StateUpgrade.Run(Schema, StateUpgraders, version, json);

    internal sealed override CtyObject? Move(MoveSource source) => MoveState(source) is { } model ? Schema.Attributes.Encode(model) : null;

    private PlannedChange<TModel> PlanChange(PlanInput input, PrivateState privateState)
    {
        var output = ResourcePlanner.Plan(Schema, input);
        var hasChanges = input.Prior is null || !output.Planned.Equals(input.Prior);
        var attributes = Schema.Attributes;
        var plan = new ResourcePlan<TModel>(
            attributes.Decode(input.Config), Decode(input.Prior), attributes.Decode(output.Planned), hasChanges, output.RequiresReplace, privateState);
        Plan(plan);
        return new(plan.Config, plan.Prior, plan.Planned, plan.RequiresReplace) { Private = privateState };
    }

    private async Task<TModel?> CarryOutAsync(TModel? plan, TModel? prior, ResourceContext<TModel, TApi> context)
    {
        if (plan is null)
        {
            await DeleteAsync(prior!, context).ConfigureAwait(false);
            return null;
        }

        return prior is null
            ? await CreateAsync(plan, context).ConfigureAwait(false)
            : await UpdateAsync(plan, prior, context).ConfigureAwait(false);
    }

    private CtyObject AsPlanned(ApplyRequest request, CtyObject result, DiagnosticList diagnostics)
    {
        if (diagnostics.HasErrors || request.Planned is not { } planned) return result;
        var outcome = new PlannedResult(Schema.Attributes, Name(planned) is { } name ? $"{TypeName} \"{name}\"" : TypeName, diagnostics);
        return request.Prior is null ? outcome.OfCreate(planned, result) : outcome.OfUpdate(planned, result);
    }

    private CtyObject Finish(TModel model, DiagnosticList diagnostics) => UnknownValues.Refuse(WithoutWriteOnly(model), TypeName, diagnostics);

    private CtyObject WithoutWriteOnly(TModel model) => ResourcePlanner.WithoutWriteOnly(Schema, Schema.Attributes.Encode(model));

    private TModel? Decode(CtyObject? value) => value is null ? null : Schema.Attributes.Decode(value);

    /// <summary>What is being done to which object, as the start of an error: <c>Creating planton_docr_registry "main"</c>.</summary>
    private string Action(OperationKind operation, CtyObject? value)
    {
        var doing = operation switch
        {
            OperationKind.Create => "Creating",
            OperationKind.Read => "Reading",
            OperationKind.Update => "Updating",
            OperationKind.Delete => "Deleting",
            _ => "Planning",
        };
        return Name(value) is { } name ? $"{doing} {TypeName} \"{name}\"" : $"{doing} {TypeName}";
    }

    private string? Name(CtyObject? value)
    {
        try
        {
            return value is null ? null : NameOf(Schema.Attributes.Decode(value));
        }
        catch (TfConversionException)
        {
            // The operation itself reports the value that does not fit; its message only goes without the name.
            return null;
        }
    }
}
