using Grpc.Core;
using Planton.Terraform.Plugin.Protocol.GoPlugin;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Ends the process when the host says so.</summary>
internal sealed class ControllerService(StopSignal stop) : GRPCController.GRPCControllerBase
{
    public override Task<Empty> Shutdown(Empty request, ServerCallContext context)
    {
        // The reply goes out first: a host that finds the connection cut instead would report an error.
        context.GetHttpContext().Response.OnCompleted(() =>
        {
            stop.Raise();
            return Task.CompletedTask;
        });
        return Task.FromResult(new Empty());
    }
}
