using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Adds the methods of one gRPC service to the server.</summary>
/// <param name="service">Full name of the service.</param>
/// <param name="context">The server's list.</param>
internal readonly struct GrpcMethods(string service, ServiceMethodProviderContext<PluginServices> context)
{
    // Routing would read it, and there is none.
    private static readonly object[] Metadata = [];

    public void Unary<TRequest, TResponse>(string name, MessageParser<TRequest> parser, UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => context.AddUnaryMethod(Method<TRequest, TResponse>(MethodType.Unary, name, parser), Metadata, (_, request, call) => handler(request, call));

    public void ServerStreaming<TRequest, TResponse>(string name, MessageParser<TRequest> parser, ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => context.AddServerStreamingMethod(
            Method<TRequest, TResponse>(MethodType.ServerStreaming, name, parser), Metadata, (_, request, responses, call) => handler(request, responses, call));

    public void ClientStreaming<TRequest, TResponse>(string name, MessageParser<TRequest> parser, ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => context.AddClientStreamingMethod(
            Method<TRequest, TResponse>(MethodType.ClientStreaming, name, parser), Metadata, (_, requests, call) => handler(requests, call));

    public void DuplexStreaming<TRequest, TResponse>(string name, MessageParser<TRequest> parser, DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => context.AddDuplexStreamingMethod(
            Method<TRequest, TResponse>(MethodType.DuplexStreaming, name, parser), Metadata, (_, requests, responses, call) => handler(requests, responses, call));

    private Method<TRequest, TResponse> Method<TRequest, TResponse>(MethodType type, string name, MessageParser<TRequest> parser)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
        => new(type, service, name, new Marshaller<TRequest>(Write, call => Read(parser, call)), new Marshaller<TResponse>(Write, ClientOnly<TResponse>));

    private static void Write<TMessage>(TMessage message, SerializationContext call)
        where TMessage : class, IMessage<TMessage>
    {
        call.SetPayloadLength(message.CalculateSize());
        message.WriteTo(call.GetBufferWriter());
        call.Complete();
    }

    private static TMessage Read<TMessage>(MessageParser<TMessage> parser, DeserializationContext call)
        where TMessage : class, IMessage<TMessage>
    {
        try
        {
            return parser.ParseFrom(call.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException e)
        {
            // As grpc-go does. Without this the server would report a fault of the handler, which was never called.
            throw new RpcException(new Status(StatusCode.Internal, $"The message cannot be read: {e.Message}"));
        }
    }

    private static TMessage ClientOnly<TMessage>(DeserializationContext call) => throw new NotSupportedException("A server reads no responses.");
}
