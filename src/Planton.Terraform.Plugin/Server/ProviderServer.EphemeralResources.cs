using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Planton.Terraform.Plugin.Resources;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Ephemeral resources: nothing of them is stored.</summary>
internal sealed partial class ProviderServer : IEndOfService
{
    private readonly OpenResources _open = new();

    /// <summary>Closes what the CLI left open. It hears of no diagnostics any more, so that they go to the log.</summary>
    public Task EndAsync() => Task.WhenAll(_open.TakeAll().Select(left => CloseLeftAsync(left.TypeName, PrivateState.Parse(left.Private.Span))));

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

            if (resource.IncompleteArgument is { } argument)
            {
                reply.Result = UnknownWhereNull(config).ToWire(type);
                diagnostics.Warning($"{request.TypeName} is opened during apply", NotYetOpened(argument));
                return;
            }

            var opened = await resource.OpenAsync(config, call);
            (reply.Result, reply.Private) = (opened.Result.ToWire(type), ToWire(opened.Private));
            _open.Opened(request.TypeName, reply.Private);
            if (opened.RenewAt is { } renewal) reply.RenewAt = Timestamp.FromDateTimeOffset(renewal);
            diagnostics.AddRange(opened.Diagnostics);
        });
    }

    // Terraform goes on with the unknown results; OpenTofu refuses them, and its error needs the explanation beside it.
    private static string NotYetOpened(string argument) =>
        $"The provider argument \"{argument}\" is known only after apply, so the results are not known at plan either. If the CLI does not accept that, "
        + "apply the resource that the argument comes from first (-target).";

    public override Task<Wire.RenewEphemeralResource.Types.Response> RenewEphemeralResource(
        Wire.RenewEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.RenewEphemeralResource.Types.Response { Private = request.Private };
        return ServeAsync(reply, reply.Diagnostics, nameof(RenewEphemeralResource), request.TypeName, context, async (call, diagnostics) =>
        {
            var renewed = await EphemeralResourceOf(request.TypeName).RenewAsync(PrivateState.Parse(request.Private.Span), call);
            reply.Private = ToWire(renewed.Private);
            _open.Renewed(request.TypeName, request.Private, reply.Private);
            if (renewed.RenewAt is { } renewal) reply.RenewAt = Timestamp.FromDateTimeOffset(renewal);
            diagnostics.AddRange(renewed.Diagnostics);
        });
    }

    public override Task<Wire.CloseEphemeralResource.Types.Response> CloseEphemeralResource(
        Wire.CloseEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.CloseEphemeralResource.Types.Response();
        _open.Closed(request.TypeName, request.Private);
        return ServeAsync(reply, reply.Diagnostics, nameof(CloseEphemeralResource), request.TypeName, context, async (call, diagnostics) =>
            diagnostics.AddRange(await EphemeralResourceOf(request.TypeName).CloseAsync(PrivateState.Parse(request.Private.Span), call)));
    }

    private async Task CloseLeftAsync(string typeName, PrivateState privateState)
    {
        var call = new CallContext(CancellationToken.None, CancellationToken.None, provider.ExplainFailure, _log, time);
        Log.LeftOpen(_log, typeName);
        foreach (var diagnostic in await EphemeralResourceOf(typeName).CloseAsync(privateState, call))
        {
            Log.ClosedWith(_log, diagnostic.Summary, diagnostic.Detail);
        }
    }
}
