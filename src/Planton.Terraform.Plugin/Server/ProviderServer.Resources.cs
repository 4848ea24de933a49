using Google.Protobuf;
using Grpc.Core;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>The life of managed resources: validate, read, plan, apply.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.ValidateResourceConfig.Types.Response> ValidateResourceConfig(
        Wire.ValidateResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateResourceConfig.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(ValidateResourceConfig), request.TypeName, context, diagnostics =>
        {
            var resource = ResourceOf(request.TypeName);
            var config = request.Config.ToRequiredObject(resource.UntypedSchema.Type);
            resource.ValidateConfig(config, request.ClientCapabilities?.WriteOnlyAttributesAllowed ?? false, diagnostics);
        });
    }

    public override Task<Wire.ReadResource.Types.Response> ReadResource(
        Wire.ReadResource.Types.Request request, ServerCallContext context)
    {
        // A reply without state would drop the object, and one without private bytes would lose them.
        var reply = new Wire.ReadResource.Types.Response { NewState = request.CurrentState, Private = request.Private };
        return ServeAsync(reply, reply.Diagnostics, nameof(ReadResource), request.TypeName, context, async (call, diagnostics) =>
        {
            var resource = ResourceOf(request.TypeName);
            var type = resource.UntypedSchema.Type;
            var state = request.CurrentState.ToRequiredObject(type);
            reply.NewIdentity = IdentityOf(resource, state);
            if (MayDefer(request.ClientCapabilities, resource.IsConfigurationIncomplete))
            {
                reply.Deferred = ProviderUnknown();
                return;
            }

            var result = await resource.ReadAsync(state, PrivateState.Parse(request.Private.Span), call);
            (reply.NewState, reply.Private) = (result.State.ToWire(type), ToWire(result.Private));
            reply.NewIdentity = IdentityOf(resource, result.State);
            diagnostics.AddRange(result.Diagnostics);
        });
    }

    public override Task<Wire.PlanResourceChange.Types.Response> PlanResourceChange(
        Wire.PlanResourceChange.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.PlanResourceChange.Types.Response { PlannedPrivate = request.PriorPrivate };
        return ServeAsync(reply, reply.Diagnostics, nameof(PlanResourceChange), request.TypeName, context, async (call, diagnostics) =>
        {
            var resource = ResourceOf(request.TypeName);
            var type = resource.UntypedSchema.Type;
            var (config, prior, proposed) = (request.Config.ToObject(type), request.PriorState.ToObject(type), request.ProposedNewState.ToObject(type));
            RequireChange(prior, proposed, config);
            var result = await resource.PlanAsync(new(config, prior, proposed, PrivateState.Parse(request.PriorPrivate.Span)), call);
            (reply.PlannedState, reply.PlannedPrivate) = (result.Planned.ToWire(type), ToWire(result.Private));
            reply.RequiresReplace.AddRange(result.RequiresReplace.Select(WireDiagnostics.ToWire));
            reply.PlannedIdentity = PlannedIdentityOf(resource, prior, result, request.PriorIdentity);
            if (MayDefer(request.ClientCapabilities, resource.IsConfigurationIncomplete)) reply.Deferred = ProviderUnknown();
            diagnostics.AddRange(result.Diagnostics);
        });
    }

    public override Task<Wire.ApplyResourceChange.Types.Response> ApplyResourceChange(
        Wire.ApplyResourceChange.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ApplyResourceChange.Types.Response
        {
            NewState = request.PriorState,
            Private = request.PlannedPrivate,
            NewIdentity = request.PlannedIdentity,
        };
        return ServeAsync(reply, reply.Diagnostics, nameof(ApplyResourceChange), request.TypeName, context, async (call, diagnostics) =>
        {
            var resource = ResourceOf(request.TypeName);
            var type = resource.UntypedSchema.Type;
            var (config, prior, planned) = (request.Config.ToObject(type), request.PriorState.ToObject(type), request.PlannedState.ToObject(type));
            RequireChange(prior, planned, config);
            var result = await resource.ApplyAsync(new(config, prior, planned, PrivateState.Parse(request.PlannedPrivate.Span)), call);
            (reply.NewState, reply.Private) = (result.State.ToWire(type), ToWire(result.Private));
            reply.NewIdentity = IdentityOf(resource, result.State);
            diagnostics.AddRange(result.Diagnostics);
        });
    }

    public override Task<Wire.GenerateResourceConfig.Types.Response> GenerateResourceConfig(
        Wire.GenerateResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.GenerateResourceConfig.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(GenerateResourceConfig), request.TypeName, context, _ =>
        {
            var schema = ResourceOf(request.TypeName).UntypedSchema;
            reply.Config = GeneratedConfig.From(schema, request.State.ToRequiredObject(schema.Type)).ToWire(schema.Type);
        });
    }

    /// <summary>A change has a state before it or one after it, and one after it has a configuration.</summary>
    private static void RequireChange(CtyObject? prior, CtyObject? after, CtyObject? config)
    {
        if (prior is null && after is null) throw new DiagnosticException("Missing object", "The CLI sent neither a prior state nor a planned state. Please report it.");
        if (after is not null && config is null)
        {
            throw new DiagnosticException("Missing configuration", "The CLI sent a planned state without its configuration. Please report it.");
        }
    }

    private static ByteString ToWire(PrivateState state) => UnsafeByteOperations.UnsafeWrap(state.ToBytes());
}
