using System.Net;
using System.Net.Sockets;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>
/// A door before the simulator that can be shut: after a given number of connections nothing listens any more, and the next one is refused
/// by the system itself. With one request for each connection, that is a refusal at a chosen request.
/// </summary>
internal sealed class Doorkeeper : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _behind;
    private TcpListener? _listener;
    private int _left = int.MaxValue;

    private Doorkeeper(Uri behind, TcpListener listener, int port)
    {
        (_behind, Door) = (behind, new Uri($"http://127.0.0.1:{port}/"));
        Listen(listener);
    }

    public Uri Door { get; }

    public static Doorkeeper Before(Uri behind)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new(behind, listener, ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    /// <summary>Lets so many connections in, then shuts the door.</summary>
    public void LetIn(int connections)
    {
        lock (_gate)
        {
            _left = connections;
            if (connections == 0) Shut();
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            _left = int.MaxValue;
            if (_listener is not null) return;
            var listener = new TcpListener(IPAddress.Loopback, Door.Port);
            listener.Start();
            Listen(listener);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        lock (_gate) Shut();
        _end.Dispose();
    }

    private void Shut()
    {
        _listener?.Dispose();
        _listener = null;
    }

    private void Listen(TcpListener listener)
    {
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var guest = await listener.AcceptTcpClientAsync(_end.Token);
                lock (_gate)
                {
                    if (_left <= 0) guest.Dispose();
                    else _ = PassAsync(guest);
                    if (--_left <= 0) Shut();
                    if (_listener != listener) return;
                }
            }
        }
        catch (Exception shut) when (shut is SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The door is shut.
        }
    }

    private async Task PassAsync(TcpClient guest)
    {
        using (guest)
        using (var host = new TcpClient())
        {
            try
            {
                await host.ConnectAsync(IPAddress.Loopback, _behind.Port, _end.Token);
                await Task.WhenAny(
                    guest.GetStream().CopyToAsync(host.GetStream(), _end.Token),
                    host.GetStream().CopyToAsync(guest.GetStream(), _end.Token));
            }
            catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
            {
                // Either side has gone; so does the other.
            }
        }
    }
}
