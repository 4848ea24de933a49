using System.Net;
using System.Net.Sockets;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>The port of one cluster's API. It keeps its number while it is closed, so that credentials stay valid.</summary>
internal sealed class ClusterGate : IDisposable
{
    private const int Backlog = 128;

    private readonly ClusterTransport _transport;
    private readonly ClusterAuthority _authority;
    private readonly List<Socket> _unheard = [];
    private readonly Lock _lock = new();
    private readonly int _port;
    private Socket? _listener;
    private ClusterNetwork _network;

    public ClusterGate(ClusterTransport transport, string clusterId, DateTimeOffset now)
    {
        _transport = transport;
        ClusterId = clusterId;
        _authority = ClusterAuthority.Create($"{clusterId}.k8s.ondigitalocean.com", now);
        _listener = Listen(port: 0);
        _port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public string ClusterId { get; }

    /// <summary>The address in the cluster's credentials.</summary>
    public string Server => $"https://127.0.0.1:{_port}";

    public ClusterAuthority Authority => _authority;

    public void Follow(ClusterNetwork network)
    {
        lock (_lock)
        {
            _network = network;
            if (network is ClusterNetwork.Refused) Close();
            else _listener ??= Listen(_port);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Close();
            _unheard.ForEach(static socket => socket.Dispose());
            _unheard.Clear();
        }

        _authority.Dispose();
    }

    private void Close()
    {
        _listener?.Dispose();
        _listener = null;
    }

    private Socket Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(Backlog);
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true) Admit(await listener.AcceptAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The port was closed: new connections are refused.
        }
    }

    private void Admit(Socket socket)
    {
        lock (_lock)
        {
            if (_network is ClusterNetwork.Silent) _unheard.Add(socket);
            else _transport.Deliver(socket, this);
        }
    }
}
