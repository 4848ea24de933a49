using Grpc.Core;
using Planton.Terraform.Plugin.Protocol.GoPlugin;
using Empty = Google.Protobuf.WellKnownTypes.Empty;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Would carry the plugin's stdout. This one never writes there, so the stream stays open and silent.</summary>
internal sealed class StdioService(ShutdownSignal stop) : GRPCStdio.GRPCStdioBase
{
    public override async Task StreamStdio(Empty request, IServerStreamWriter<StdioData> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]); // Lets the host see at once that the stream is open.
        await stop.WaitAsync(context.CancellationToken);
    }
}
