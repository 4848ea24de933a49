using Grpc.Core;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Data sources.</summary>
internal sealed partial class ProviderServer
{
    public override Task<Wire.ValidateDataResourceConfig.Types.Response> ValidateDataResourceConfig(
        Wire.ValidateDataResourceConfig.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ValidateDataResourceConfig.Types.Response();
        return Serve(reply, reply.Diagnostics, nameof(ValidateDataResourceConfig), request.TypeName, context, diagnostics =>
        {
            var source = DataSourceOf(request.TypeName);
            source.ValidateConfig(request.Config.ToRequiredObject(source.UntypedSchema.Type), diagnostics);
        });
    }

    public override Task<Wire.ReadDataSource.Types.Response> ReadDataSource(
        Wire.ReadDataSource.Types.Request request, ServerCallContext context)
    {
        var reply = new Wire.ReadDataSource.Types.Response();
        return ServeAsync(reply, reply.Diagnostics, nameof(ReadDataSource), request.TypeName, context, async (call, diagnostics) =>
        {
            var source = DataSourceOf(request.TypeName);
            var type = source.UntypedSchema.Type;
            var config = request.Config.ToRequiredObject(type);
            if (MayDefer(request.ClientCapabilities, source.IsConfigurationIncomplete))
            {
                (reply.State, reply.Deferred) = (UnknownWhereNull(config).ToWire(type), ProviderUnknown());
                return;
            }

            var result = await source.ReadAsync(config, call);
            reply.State = result.State.ToWire(type);
            diagnostics.AddRange(result.Diagnostics);
        });
    }
}
