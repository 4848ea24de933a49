using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <content>The server's side: values become models, and models become values.</content>
public abstract partial class Resource<TModel, TData>
{
    internal sealed override Schema UntypedSchema => Schema;

    internal sealed override ResourceIdentity? UntypedIdentity => Identity;

    internal Schema<TModel> BoundSchema => Schema;

    internal sealed override void ValidateConfig(CtyObject config, bool writeOnlyAllowed, DiagnosticList diagnostics) =>
        ConfigValidation.Validate(Schema, config, writeOnlyAllowed, ValidateConfig, diagnostics);

    internal sealed override PlannedResource Plan(ResourceChange change, PrivateState privateState, CallContext call)
    {
        call.Describe("Planning", TypeName, NameOf(change.Subject));
        if (change is not { Planned: { } proposed, Config: { } config })
        {
            return Planned(null, new(null, Decode(change.Prior), null, []) { Private = privateState }, call);
        }

        var output = ResourcePlanner.Plan(Schema, new(config, change.Prior, proposed) { Constant = Identity?.Attributes.Select(static part => part.Name) ?? [] });
        var planned = PlanChange(change, output, privateState, call);
        return Planned(Encode(planned.Planned!, output.Planned), planned, call);
    }

    internal sealed override async Task ApplyAsync(ResourceChange change, ResourceInstance instance, CallContext call)
    {
        var (doing, operation) = change switch
        {
            { Prior: null } => ("Creating", TimedOperation.Create),
            { Planned: null } => ("Deleting", TimedOperation.Delete),
            _ => ("Updating", TimedOperation.Update),
        };
        call.Describe(doing, TypeName, NameOf(change.Subject));
        UnknownValues.ExcludeFromState(change.Prior);
        var (plan, prior, config) = (Decode(change.Planned), Decode(change.Prior), Decode(change.Config));
        await TimeoutsAttribute.LimitOf(Schema, operation, change.Subject).RunAsync(call, async cancellation =>
        {
            var context = new ResourceContext<TModel, TData>(call, cancellation, instance.Private) { Config = config };
            try
            {
                var result = await CarryOutAsync(plan, prior, context);
                instance.State = result is null ? null : AsPlanned(change, Finish(result, change.Planned, call.Diagnostics), call.Diagnostics);
            }
            catch when (context.Saved is { } saved)
            {
                var known = UnknownValues.ReplaceUnknownsWithNull(ResourcePlanner.WithoutWriteOnly(Schema, Encode(saved, change.Planned)));
                instance.State = Schema.Attributes.WithBlocks(known);
                throw;
            }
        });
    }

    internal sealed override async Task ReadAsync(ResourceInstance instance, CallContext call)
    {
        // An incomplete provider configuration is no error while planning: the state stays as it was stored.
        if (call.Provider.IsIncomplete) return;

        call.Describe("Reading", TypeName, NameOf(instance.State!));
        UnknownValues.ExcludeFromState(instance.State);
        var state = instance.State!;
        await TimeoutsAttribute.RunAsync(Schema, TimedOperation.Read, state, call, async cancellation =>
        {
            var context = new ResourceContext<TModel, TData>(call, cancellation, instance.Private);
            var model = await ReadAsync(Schema.Attributes.Decode(state), context);
            instance.State = model is null ? null : Outcome(model, state, call);
        });
    }

    internal sealed override async Task<ResourceInstance> ImportAsync(string id, CallContext call)
    {
        call.Describe("Importing", TypeName, id);
        var privateState = new PrivateState();
        var model = await ImportAsync(id, new ResourceContext<TModel, TData>(call, call.Cancellation, privateState));
        return new(Outcome(model, null, call), privateState);
    }

    internal sealed override CtyObject Upgrade(long version, ReadOnlyMemory<byte> json, DiagnosticList diagnostics) =>
        Finish(StateUpgrade.Run(Schema, StateUpgraders, version, json), diagnostics);

    internal sealed override CtyObject? Move(MoveSource source, DiagnosticList diagnostics) =>
        MoveState(source) is { } model ? Finish(model, null, diagnostics) : null;

    private PlannedResource Planned(CtyObject? state, PlannedChange<TModel> change, CallContext call) => new(
        state, change.RequiresReplace, () => CheckPlanAsync(change, new OperationContext<TData>(call, call.Cancellation)));

    private PlannedChange<TModel> PlanChange(ResourceChange change, PlanOutput output, PrivateState privateState, CallContext call)
    {
        var hasChanges = change.Prior is null || !output.Planned.Equals(change.Prior);
        var plan = new ResourcePlan<TModel>(
            Decode(change.Config)!, Decode(change.Prior), Schema.Attributes.Decode(output.Planned), hasChanges, output.RequiresReplace, privateState)
        {
            OnDefer = call.Defer,
        };
        Plan(plan);
        return new(plan.Config, plan.Prior, plan.Planned, plan.RequiresReplace) { Private = privateState };
    }

    private async Task<TModel?> CarryOutAsync(TModel? plan, TModel? prior, ResourceContext<TModel, TData> context)
    {
        if (plan is null)
        {
            await DeleteAsync(prior!, context);
            return null;
        }

        return prior is null
            ? await CreateAsync(plan, context)
            : await UpdateAsync(plan, prior, context);
    }

    private CtyObject AsPlanned(ResourceChange change, CtyObject result, DiagnosticList diagnostics)
    {
        if (diagnostics.HasErrors || change.Planned is not { } planned) return result;
        var outcome = new PlanConsistency(Schema.Attributes, (NameOf(planned) ?? NameOf(result)) is { } name ? $"{TypeName} \"{name}\"" : TypeName, diagnostics);
        return change.Prior is null ? outcome.OfCreate(planned, result) : outcome.OfUpdate(planned, result);
    }

    /// <summary>What was read or imported; only a placeholder of it, which may hold anything, where the operation waits for a later run.</summary>
    private CtyObject Outcome(TModel model, CtyObject? before, CallContext call) =>
        call.Deferred is null ? Finish(model, before, call.Diagnostics) : Encode(model, before);

    private CtyObject Finish(TModel model, CtyObject? before, DiagnosticList diagnostics) => Finish(Encode(model, before), diagnostics);

    /// <summary>A state as every CLI demands it, wherever it comes from: nothing unknown, and nothing of what may be stored nowhere.</summary>
    private CtyObject Finish(CtyObject state, DiagnosticList diagnostics) =>
        UnknownValues.Refuse(ResourcePlanner.WithoutWriteOnly(Schema, state), TypeName, diagnostics);

    /// <summary>The values of a model, as Terraform knows them already wherever they mean the same.</summary>
    private CtyObject Encode(TModel model, CtyObject? before)
    {
        var value = Schema.Attributes.Encode(model);
        return before is null ? value : Schema.Attributes.Keep(before, value);
    }

    private TModel? Decode(CtyObject? value) => value is null ? null : Schema.Attributes.Decode(value);

    private string? NameOf(CtyObject value) => Identity?.NameOf(value);
}
