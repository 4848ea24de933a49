using Google.Protobuf;
using Grpc.Core;

namespace Planton.Terraform.Plugin.Hosting.Rpc;

/// <summary>One method of a gRPC service: its path, and the handler behind it.</summary>
/// <param name="service">Full name of the service.</param>
/// <param name="name">Name of the method.</param>
internal abstract class RpcRoute(string service, string name)
{
    /// <summary>Where it is called.</summary>
    public string Path { get; } = $"/{service}/{name}";

    /// <summary>Which sides send streams.</summary>
    public abstract MethodType Type { get; }

    /// <summary>Reads what is asked, has it answered, and sends the answer, without the status at the end.</summary>
    /// <exception cref="RpcException">The call fails with that status.</exception>
    public abstract Task AnswerAsync(RpcCall call);
}

/// <summary>One message for one message.</summary>
internal sealed class UnaryRoute<TRequest, TResponse>(string service, string name, MessageParser<TRequest> parser, UnaryServerMethod<TRequest, TResponse> handler)
    : RpcRoute(service, name)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <inheritdoc/>
    public override MethodType Type => MethodType.Unary;

    /// <inheritdoc/>
    public override async Task AnswerAsync(RpcCall call) => await call.WriteAsync(await handler(await call.ReadOnlyMessageAsync(parser), call.Context));
}

/// <summary>One message for a stream.</summary>
internal sealed class ServerStreamingRoute<TRequest, TResponse>(
    string service, string name, MessageParser<TRequest> parser, ServerStreamingServerMethod<TRequest, TResponse> handler)
    : RpcRoute(service, name)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <inheritdoc/>
    public override MethodType Type => MethodType.ServerStreaming;

    /// <inheritdoc/>
    public override async Task AnswerAsync(RpcCall call) =>
        await handler(await call.ReadOnlyMessageAsync(parser), new RpcStreamWriter<TResponse>(call), call.Context);
}

/// <summary>A stream for one message.</summary>
internal sealed class ClientStreamingRoute<TRequest, TResponse>(
    string service, string name, MessageParser<TRequest> parser, ClientStreamingServerMethod<TRequest, TResponse> handler)
    : RpcRoute(service, name)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <inheritdoc/>
    public override MethodType Type => MethodType.ClientStreaming;

    /// <inheritdoc/>
    public override async Task AnswerAsync(RpcCall call) =>
        await call.WriteAsync(await handler(new RpcStreamReader<TRequest>(call, parser), call.Context));
}

/// <summary>A stream for a stream.</summary>
internal sealed class DuplexStreamingRoute<TRequest, TResponse>(
    string service, string name, MessageParser<TRequest> parser, DuplexStreamingServerMethod<TRequest, TResponse> handler)
    : RpcRoute(service, name)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <inheritdoc/>
    public override MethodType Type => MethodType.DuplexStreaming;

    /// <inheritdoc/>
    public override Task AnswerAsync(RpcCall call) =>
        handler(new RpcStreamReader<TRequest>(call, parser), new RpcStreamWriter<TResponse>(call), call.Context);
}
