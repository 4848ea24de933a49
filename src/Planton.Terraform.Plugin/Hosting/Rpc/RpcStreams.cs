using Google.Protobuf;
using Grpc.Core;

namespace Planton.Terraform.Plugin.Hosting.Rpc;

/// <summary>The messages that a client streams.</summary>
internal sealed class RpcStreamReader<T>(RpcCall call, MessageParser<T> parser) : IAsyncStreamReader<T>
    where T : class, IMessage<T>
{
    private T? _current;

    /// <inheritdoc/>
    public T Current => _current ?? throw new InvalidOperationException("There is no message: MoveNext comes first, and has answered true.");

    /// <inheritdoc/>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = await call.ReadAsync(parser, cancellationToken);
        return _current is not null;
    }
}

/// <summary>The messages that are streamed to a client.</summary>
internal sealed class RpcStreamWriter<T>(RpcCall call) : IServerStreamWriter<T>
    where T : class, IMessage<T>
{
    /// <inheritdoc/>
    public WriteOptions? WriteOptions { get; set; }

    /// <inheritdoc/>
    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc/>
    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await call.WriteAsync(message);
        await call.FlushAsync(cancellationToken);
    }
}
