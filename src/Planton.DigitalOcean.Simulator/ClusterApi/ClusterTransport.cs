using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>
/// Delivers the connections of every <see cref="ClusterGate"/> to one server. Kestrel's own endpoints are fixed at startup, but clusters are created and deleted,
/// and their ports closed and reopened, while it runs.
/// </summary>
internal sealed class ClusterTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();
    private readonly SocketConnectionContextFactory _contexts = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);

    public EndPoint EndPoint { get; } = new ClusterEndPoint();

    public bool CanBind(EndPoint endpoint) => endpoint is ClusterEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        _contexts.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Delivers a connection, with its gate as a feature.</summary>
    public void Deliver(Socket socket, ClusterGate gate)
    {
        var connection = _contexts.Create(socket);
        connection.Features.Set(gate);
        if (!_accepted.Writer.TryWrite(connection)) connection.Abort();
    }

    /// <summary>Represents the ports of all clusters.</summary>
    private sealed class ClusterEndPoint : EndPoint
    {
        public override string ToString() => "clusters";
    }
}
