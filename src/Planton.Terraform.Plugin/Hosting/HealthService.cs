using Grpc.Core;
using Planton.Terraform.Plugin.Protocol.Health;
using Status = Grpc.Core.Status;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>gRPC's health protocol, for monitors and third-party hosts. A plugin that answers is healthy.</summary>
internal sealed class HealthService(ShutdownSignal stop) : Health.HealthBase
{
    /// <summary>The name by which go-plugin asks after a plugin.</summary>
    public const string Plugin = "plugin";

    private static readonly string[] Services = ["", Plugin];

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
        => Services.Contains(request.Service)
            ? Task.FromResult(Serving())
            : throw new RpcException(new Status(StatusCode.NotFound, $"unknown service {request.Service}"));

    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var service in Services) response.Statuses.Add(service, Serving());
        return Task.FromResult(response);
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(Services.Contains(request.Service)
            ? Serving()
            : new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.ServiceUnknown });
        await stop.WaitAsync(context.CancellationToken);
    }

    private static HealthCheckResponse Serving() => new() { Status = HealthCheckResponse.Types.ServingStatus.Serving };
}
