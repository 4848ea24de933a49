using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Protocol.GoPlugin;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The gRPC services of a plugin process.</summary>
internal sealed class PluginServices(
    Provider.ProviderBase provider, ControllerService controller, StdioService stdio, BrokerService broker, HealthService health)
{
    /// <summary>Registers every method of every service.</summary>
    public void Bind(ServiceBinderBase binder)
    {
        Provider.BindService(binder, provider);
        GRPCController.BindService(binder, controller);
        GRPCStdio.BindService(binder, stdio);
        GRPCBroker.BindService(binder, broker);
        Protocol.Health.Health.BindService(binder, health);
    }
}

/// <summary>
/// Hands the generated bindings to the server. The server's own way finds methods by reflection on the service's type and makes
/// an instance per call; here the methods are delegates of one instance, known to the compiler.
/// </summary>
internal sealed class PluginServiceMethods(PluginServices services) : IServiceMethodProvider<PluginServices>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<PluginServices> context) => services.Bind(new Binder(context));

    private sealed class Binder(ServiceMethodProviderContext<PluginServices> context) : ServiceBinderBase
    {
        // gRPC calls are POSTs: anything else gets 405 from the router.
        private static readonly object[] Metadata = [new HttpMethodMetadata(["POST"])];

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, [AllowNull] UnaryServerMethod<TRequest, TResponse> handler)
            => context.AddUnaryMethod(method, Metadata, (_, request, call) => handler!(request, call));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, [AllowNull] ServerStreamingServerMethod<TRequest, TResponse> handler)
            => context.AddServerStreamingMethod(method, Metadata, (_, request, responses, call) => handler!(request, responses, call));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, [AllowNull] ClientStreamingServerMethod<TRequest, TResponse> handler)
            => context.AddClientStreamingMethod(method, Metadata, (_, requests, call) => handler!(requests, call));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, [AllowNull] DuplexStreamingServerMethod<TRequest, TResponse> handler)
            => context.AddDuplexStreamingMethod(method, Metadata, (_, requests, responses, call) => handler!(requests, responses, call));
    }
}
