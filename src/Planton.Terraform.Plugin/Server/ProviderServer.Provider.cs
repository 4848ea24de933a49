using Grpc.Core;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>The provider's own configuration, and the request to stop.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.ValidateProviderConfig.Types.Response> ValidateProviderConfig(
        Wire.ValidateProviderConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateProviderConfig.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(ValidateProviderConfig), string.Empty, context, diagnostics =>
            provider.ValidateConfig(request.Config.ToRequiredObject(provider.UntypedSchema.Type), diagnostics));
    }

    public override Task<Wire.ConfigureProvider.Types.Response> ConfigureProvider(
        Wire.ConfigureProvider.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ConfigureProvider.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(ConfigureProvider), string.Empty, context, diagnostics => provider.Configure(
            request.Config.ToRequiredObject(provider.UntypedSchema.Type),
            new ConfigureContext(request.TerraformVersion, diagnostics, _log, time)));
    }

    public override Task<Wire.StopProvider.Types.Response> StopProvider(Wire.StopProvider.Types.Request request, ServerCallContext context)
    {
        _stop.Stop();
        return Task.FromResult(new Wire.StopProvider.Types.Response());
    }
}
