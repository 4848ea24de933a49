using Grpc.Core;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>The provider's own configuration, and the request to stop.</summary>
internal sealed class ProviderHandler(Provider provider, CallPipeline calls)
{
    public Task<Wire.ValidateProviderConfig.Types.Response> ValidateAsync(Wire.ValidateProviderConfig.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ValidateProviderConfig.Types.Response();
        return calls.Serve(response, response.Diagnostics, string.Empty, context, call =>
            provider.ValidateConfig(request.Config.ToRequiredObject(provider.UntypedSchema.Type), call.Diagnostics));
    }

    public Task<Wire.ConfigureProvider.Types.Response> ConfigureAsync(Wire.ConfigureProvider.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ConfigureProvider.Types.Response();
        return calls.ServeAsync(response, response.Diagnostics, string.Empty, context, call => provider.ConfigureAsync(
            request.Config.ToRequiredObject(provider.UntypedSchema.Type), new ConfigureContext(request.TerraformVersion, call)));
    }

    public Task<Wire.StopProvider.Types.Response> StopAsync()
    {
        calls.Stop();
        return Task.FromResult(new Wire.StopProvider.Types.Response());
    }
}
