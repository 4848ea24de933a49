using Google.Protobuf;
using Grpc.Core;
using Planton.Terraform.Plugin.Hosting.Rpc;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Adds the methods of one gRPC service to a list.</summary>
/// <param name="service">Full name of the service.</param>
/// <param name="routes">The list.</param>
internal readonly struct GrpcMethods(string service, List<RpcRoute> routes)
{
    public void Unary<TRequest, TResponse>(string name, MessageParser<TRequest> parser, UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => routes.Add(new UnaryRoute<TRequest, TResponse>(service, name, parser, handler));

    public void ServerStreaming<TRequest, TResponse>(string name, MessageParser<TRequest> parser, ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => routes.Add(new ServerStreamingRoute<TRequest, TResponse>(service, name, parser, handler));

    public void ClientStreaming<TRequest, TResponse>(string name, MessageParser<TRequest> parser, ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => routes.Add(new ClientStreamingRoute<TRequest, TResponse>(service, name, parser, handler));

    public void DuplexStreaming<TRequest, TResponse>(string name, MessageParser<TRequest> parser, DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => routes.Add(new DuplexStreamingRoute<TRequest, TResponse>(service, name, parser, handler));
}
