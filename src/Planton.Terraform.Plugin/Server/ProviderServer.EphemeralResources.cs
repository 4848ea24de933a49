using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Ephemeral resources: nothing of them is stored.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.ValidateEphemeralResourceConfig.Types.Response> ValidateEphemeralResourceConfig(
        Wire.ValidateEphemeralResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateEphemeralResourceConfig.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(ValidateEphemeralResourceConfig), request.TypeName, context, diagnostics =>
        {
            var resource = EphemeralResourceOf(request.TypeName);
            resource.ValidateConfig(request.Config.ToRequiredObject(resource.UntypedSchema.Type), diagnostics);
        });
    }

    public override Task<Wire.OpenEphemeralResource.Types.Response> OpenEphemeralResource(
        Wire.OpenEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.OpenEphemeralResource.Types.Response();
        return ServeAsync(reply, reply.Diagnostics, nameof(OpenEphemeralResource), request.TypeName, context, async (call, diagnostics) =>
        {
            var resource = EphemeralResourceOf(request.TypeName);
            var type = resource.UntypedSchema.Type;
            var config = request.Config.ToRequiredObject(type);
            if (MayDefer(request.ClientCapabilities, resource.IsConfigurationIncomplete))
            {
                (reply.Result, reply.Deferred) = (UnknownWhereNull(config).ToWire(type), ProviderUnknown());
                return;
            }

            var opened = await resource.OpenAsync(config, call).ConfigureAwait(false);
            (reply.Result, reply.Private) = (opened.Result.ToWire(type), ToWire(opened.Private));
            if (opened.RenewAt is { } renewal) reply.RenewAt = Timestamp.FromDateTimeOffset(renewal);
            diagnostics.AddRange(opened.Diagnostics);
        });
    }

    public override Task<Wire.RenewEphemeralResource.Types.Response> RenewEphemeralResource(
        Wire.RenewEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.RenewEphemeralResource.Types.Response { Private = request.Private };
        return ServeAsync(reply, reply.Diagnostics, nameof(RenewEphemeralResource), request.TypeName, context, async (call, diagnostics) =>
        {
            var renewed = await EphemeralResourceOf(request.TypeName).RenewAsync(PrivateState.Parse(request.Private.Span), call).ConfigureAwait(false);
            reply.Private = ToWire(renewed.Private);
            if (renewed.RenewAt is { } renewal) reply.RenewAt = Timestamp.FromDateTimeOffset(renewal);
            diagnostics.AddRange(renewed.Diagnostics);
        });
    }

    public override Task<Wire.CloseEphemeralResource.Types.Response> CloseEphemeralResource(
        Wire.CloseEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.CloseEphemeralResource.Types.Response();
        return ServeAsync(reply, reply.Diagnostics, nameof(CloseEphemeralResource), request.TypeName, context, async (call, diagnostics) =>
            diagnostics.AddRange(await EphemeralResourceOf(request.TypeName).CloseAsync(PrivateState.Parse(request.Private.Span), call).ConfigureAwait(false)));
    }
}
