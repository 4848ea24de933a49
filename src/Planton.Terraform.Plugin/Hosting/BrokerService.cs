using Grpc.Core;
using Planton.Terraform.Plugin.Protocol.GoPlugin;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Would open further connections. No Terraform feature does; the stream stays open, and what it brings is read and left.</summary>
internal sealed class BrokerService(ShutdownSignal stop) : GRPCBroker.GRPCBrokerBase
{
    public override async Task StartStream(
        IAsyncStreamReader<ConnInfo> requestStream, IServerStreamWriter<ConnInfo> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]); // Lets the host see at once that the stream is open.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Token);
        try
        {
            while (await requestStream.MoveNext(ending.Token))
            {
                // Each message announces a connection that nothing here asked for.
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return; // The host is done, or the process is.
        }

        await stop.WaitAsync(context.CancellationToken);
    }
}
