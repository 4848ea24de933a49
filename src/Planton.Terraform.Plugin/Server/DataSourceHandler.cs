using Grpc.Core;
using Planton.Terraform.Plugin.Planning;
using Planton.Terraform.Plugin.Providers;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Data sources.</summary>
internal sealed class DataSourceHandler(Provider provider, CallPipeline calls)
{
    public Task<Wire.ValidateDataResourceConfig.Types.Response> ValidateAsync(Wire.ValidateDataResourceConfig.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ValidateDataResourceConfig.Types.Response();
        return calls.Serve(response, response.Diagnostics, request.TypeName, context, call =>
        {
            var source = provider.DataSourceCatalog[request.TypeName];
            source.ValidateConfig(request.Config.ToRequiredObject(source.UntypedSchema.Type), call.Diagnostics);
        });
    }

    public Task<Wire.ReadDataSource.Types.Response> ReadAsync(Wire.ReadDataSource.Types.Request request, ServerCallContext context)
    {
        var response = new Wire.ReadDataSource.Types.Response();
        return calls.ServeAsync(response, response.Diagnostics, request.TypeName, context, async call =>
        {
            var source = provider.DataSourceCatalog[request.TypeName];
            var type = source.UntypedSchema.Type;
            var config = request.Config.ToRequiredObject(type);
            if (Deferral.IsDue(request.ClientCapabilities, call))
            {
                (response.State, response.Deferred) = (ResourcePlanner.Placeholder(source.UntypedSchema, config).ToWire(type), Deferral.ProviderUnknown());
                return;
            }

            call.Admit(request.ClientCapabilities);
            if (provider.UntypedMetaSchema is { } meta) call.Meta = request.ProviderMeta.ToObject(meta.Type);
            response.State = (await source.ReadAsync(config, call)).ToWire(type);
            response.Deferred = call.DeferredToWire();
        });
    }
}
