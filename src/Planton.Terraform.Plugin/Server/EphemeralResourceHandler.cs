using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Ephemeral resources, of which nothing is stored.</summary>
internal sealed partial class EphemeralResourceHandler(Provider provider, CallPipeline calls, ILogger log)
{
    private readonly OpenResources _open = new();

    public Task<Wire.ValidateEphemeralResourceConfig.Types.Response> ValidateAsync(
        Wire.ValidateEphemeralResourceConfig.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ValidateEphemeralResourceConfig.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, call =>
        {
            var resource = provider.EphemeralResourceCatalog[request.TypeName];
            resource.ValidateConfig(request.Config.ToRequiredObject(resource.UntypedSchema.Type), call.Diagnostics);
        });
    }

    public Task<Wire.OpenEphemeralResource.Types.Response> OpenAsync(Wire.OpenEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.OpenEphemeralResource.Types.Response();
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, async call =>
        {
            var resource = provider.EphemeralResourceCatalog[request.TypeName];
            var type = resource.UntypedSchema.Type;
            var config = request.Config.ToRequiredObject(type);
            if (call.Provider.UnknownArgument is { } argument)
            {
                response.Result = ResourcePlanner.Placeholder(resource.UntypedSchema, config).ToWire(type);
                if (Deferral.IsDue(request.ClientCapabilities, call)) response.Deferred = Deferral.ProviderUnknown();
                else call.Diagnostics.Warning($"{request.TypeName} is opened during apply", NotYetOpened(argument));
                return;
            }

            var opened = await resource.OpenAsync(config, call);
            response.Result = opened?.Result.ToWire(type);
            if (opened is null) return;

            response.Private = opened.Private.ToWire();
            if (opened.RenewAt is { } renewal) response.RenewAt = Timestamp.FromDateTimeOffset(renewal);
            _open.Opened(request.TypeName, response.Private);
        });
    }

    public Task<Wire.RenewEphemeralResource.Types.Response> RenewAsync(Wire.RenewEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.RenewEphemeralResource.Types.Response { Private = request.Private };
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, async call =>
        {
            var resource = provider.EphemeralResourceCatalog[request.TypeName];
            var privateState = PrivateState.Parse(request.Private.Span);
            try
            {
                if (await resource.RenewAsync(privateState, call) is { } renewal) response.RenewAt = Timestamp.FromDateTimeOffset(renewal);
            }
            finally
            {
                // A renewal that fails half-way may have left something that is to be closed.
                response.Private = privateState.ToWire();
                _open.Renewed(request.TypeName, request.Private, response.Private);
            }
        });
    }

    public Task<Wire.CloseEphemeralResource.Types.Response> CloseAsync(Wire.CloseEphemeralResource.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.CloseEphemeralResource.Types.Response();
        _open.Closed(request.TypeName, request.Private);
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, call =>
            provider.EphemeralResourceCatalog[request.TypeName].CloseAsync(PrivateState.Parse(request.Private.Span), call));
    }

    /// <summary>Closes what the CLI left open. It no longer reads diagnostics, so they go to the log.</summary>
    public Task CloseAllAsync() => Task.WhenAll(_open.TakeAll().Select(left => CloseLeftAsync(left.TypeName, PrivateState.Parse(left.Private.Span))));

    // Terraform goes on with the unknown results; OpenTofu refuses them, and its error needs the explanation beside it.
    private static string NotYetOpened(string argument) =>
        $"The provider argument \"{argument}\" is known only after apply, so the results are not known at plan either. If the CLI does not accept that, "
        + "apply the resource that the argument comes from first (-target).";

    private async Task CloseLeftAsync(string typeName, PrivateState privateState)
    {
        LogLeftOpen(log, typeName);
        var call = calls.Begin($"Closing {typeName}", CancellationToken.None, CancellationToken.None);
        await provider.EphemeralResourceCatalog[typeName].CloseAsync(privateState, call);
        foreach (var diagnostic in call.Diagnostics) LogClosedWith(log, diagnostic.Summary, diagnostic.Detail);
    }

    [LoggerMessage(12, LogLevel.Debug, "The CLI left {tf_resource_type} open; closing it")]
    private static partial void LogLeftOpen(ILogger logger, string tf_resource_type);

    [LoggerMessage(13, LogLevel.Warning, "{Summary}: {Detail}")]
    private static partial void LogClosedWith(ILogger logger, string summary, string detail);
}
