using Grpc.Core;
using Planton.Terraform.Plugin.Protocol.GoPlugin;
using Empty = Google.Protobuf.WellKnownTypes.Empty;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Would carry the plugin's stdout. This one never writes there, so the stream stays open and silent.</summary>
internal sealed class StdioService(StopSignal stop) : GRPCStdio.GRPCStdioBase
{
    public override Task StreamStdio(Empty request, IServerStreamWriter<StdioData> responseStream, ServerCallContext context)
        => stop.WaitAsync(context.CancellationToken);
}
