using Grpc.Core;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>The life of managed resources: validate, read, plan, apply.</summary>
internal sealed class ResourceHandler(Provider provider, CallPipeline calls)
{
    public Task<Wire.ValidateResourceConfig.Types.Response> ValidateAsync(Wire.ValidateResourceConfig.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ValidateResourceConfig.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, call =>
        {
            var resource = provider.ResourceCatalog[request.TypeName];
            var config = request.Config.ToRequiredObject(resource.UntypedSchema.Type);
            resource.ValidateConfig(config, request.ClientCapabilities?.WriteOnlyAttributesAllowed ?? false, call.Diagnostics);
        });
    }

    public Task<Wire.ReadResource.Types.Response> ReadAsync(Wire.ReadResource.Types.Request request, ServerCallContext context)
    {
        // A response without state would drop the object, and one without private bytes would lose them.
        var response = new Wire.ReadResource.Types.Response { NewState = request.CurrentState, Private = request.Private };
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, async call =>
        {
            var resource = provider.ResourceCatalog[request.TypeName];
            var state = request.CurrentState.ToRequiredObject(resource.UntypedSchema.Type);
            response.NewIdentity = resource.IdentityOf(state);
            Admit(call, request.ClientCapabilities, request.ProviderMeta);
            if (Deferral.IsDue(request.ClientCapabilities, call))
            {
                response.Deferred = Deferral.ProviderUnknown();
                return;
            }

            var instance = new ResourceInstance(state, PrivateState.Parse(request.Private.Span));
            try
            {
                await resource.ReadAsync(instance, call);
            }
            finally
            {
                (response.NewState, response.Private) = (instance.State.ToWire(resource.UntypedSchema.Type), instance.Private.ToWire());
                response.NewIdentity = resource.IdentityOf(instance.State);
                response.Deferred = call.DeferredToWire();
            }
        });
    }

    public Task<Wire.PlanResourceChange.Types.Response> PlanAsync(Wire.PlanResourceChange.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.PlanResourceChange.Types.Response { PlannedPrivate = request.PriorPrivate };
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, async call =>
        {
            var resource = provider.ResourceCatalog[request.TypeName];
            var type = resource.UntypedSchema.Type;
            var change = ReadChange(resource, request.Config, request.PriorState, request.ProposedNewState);

            // A plan that could not be made is the proposal; the error beside it keeps the CLI from using it.
            response.PlannedState = change.Planned.ToWire(type);

            // The second plan of a replacement comes with the facts about the old object; the new one has none yet.
            var privateState = change.Prior is null ? new PrivateState() : PrivateState.Parse(request.PriorPrivate.Span);
            Admit(call, request.ClientCapabilities, request.ProviderMeta);
            var plan = resource.Plan(change, privateState, call);
            (response.PlannedState, response.PlannedPrivate) = (plan.Planned.ToWire(type), privateState.ToWire());
            response.RequiresReplace.AddRange(plan.RequiresReplace.Select(WireDiagnostics.ToWire).Distinct());
            response.PlannedIdentity = resource.PlannedIdentityOf(change.Prior, plan, request.PriorIdentity);
            response.Deferred = Deferral.IsDue(request.ClientCapabilities, call) ? Deferral.ProviderUnknown() : call.DeferredToWire();
            await plan.CheckAsync();
        });
    }

    public Task<Wire.ApplyResourceChange.Types.Response> ApplyAsync(Wire.ApplyResourceChange.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ApplyResourceChange.Types.Response
        {
            NewState = request.PriorState,
            Private = request.PlannedPrivate,
            NewIdentity = request.PlannedIdentity,
        };
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, async call =>
        {
            var resource = provider.ResourceCatalog[request.TypeName];
            var change = ReadChange(resource, request.Config, request.PriorState, request.PlannedState);
            Admit(call, client: null, request.ProviderMeta);
            var instance = new ResourceInstance(change.Prior, PrivateState.Parse(request.PlannedPrivate.Span));
            try
            {
                await resource.ApplyAsync(change, instance, call);
            }
            finally
            {
                (response.NewState, response.Private) = (instance.State.ToWire(resource.UntypedSchema.Type), instance.Private.ToWire());
                response.NewIdentity = resource.IdentityOf(instance.State);
            }
        });
    }

    public Task<Wire.GenerateResourceConfig.Types.Response> GenerateConfigAsync(Wire.GenerateResourceConfig.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.GenerateResourceConfig.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, _ =>
        {
            var schema = provider.ResourceCatalog[request.TypeName].UntypedSchema;
            response.Config = GeneratedConfig.From(schema, request.State.ToRequiredObject(schema.Type)).ToWire(schema.Type);
        });
    }

    private void Admit(CallContext call, Wire.ClientCapabilities? client, Wire.DynamicValue? meta)
    {
        call.Admit(client);
        if (provider.UntypedMetaSchema is { } schema) call.Meta = meta.ToObject(schema.Type);
    }

    /// <summary>A change has a state before it or one after it, and one after it has a configuration.</summary>
    private static ResourceChange ReadChange(Resource resource, Wire.DynamicValue? config, Wire.DynamicValue? prior, Wire.DynamicValue? planned)
    {
        var type = resource.UntypedSchema.Type;
        var change = new ResourceChange(config.ToObject(type), prior.ToObject(type), planned.ToObject(type));
        return change switch
        {
            { Prior: null, Planned: null } => throw new DiagnosticException(
                "Missing object", "The CLI sent neither a prior state nor a planned state. Please report it."),
            { Planned: not null, Config: null } => throw new DiagnosticException(
                "Missing configuration", "The CLI sent a planned state without its configuration. Please report it."),
            _ => change,
        };
    }
}
