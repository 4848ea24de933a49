using Grpc.Core;
using Planton.Terraform.Plugin.Hosting.Rpc;
using Planton.Terraform.Plugin.Protocol.GoPlugin;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Ends the process when the host says so.</summary>
/// <param name="stop">The end.</param>
/// <param name="beforeEnd">What is left to do. The host waits for the reply, but after it only two seconds for the end.</param>
internal sealed class ControllerService(ShutdownSignal stop, Func<Task> beforeEnd) : GRPCController.GRPCControllerBase
{
    public override async Task<Empty> Shutdown(Empty request, ServerCallContext context)
    {
        await beforeEnd();

        // The reply goes out first: a host that finds the connection cut instead would report an error.
        ((RpcContext)context).Call.OnCompleted(stop.Raise);
        return new Empty();
    }
}
