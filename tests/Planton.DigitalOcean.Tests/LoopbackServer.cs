using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Planton.DigitalOcean.Tests;

/// <summary>A server that writes exactly the given bytes and remembers exactly the bytes it got: what a stub transport cannot show.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private LoopbackServer(Func<int, int, Reply> reply)
    {
        _listener.Start();
        _serving = ServeAsync(reply);
    }

    public List<string> Requests { get; } = [];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static LoopbackServer Start(Func<int, Reply> reply) => new((_, request) => reply(request));

    /// <summary>Replies to the number of a connection and the number of a request, both counted from zero.</summary>
    public static LoopbackServer Start(Func<int, int, Reply> reply) => new(reply);

    public static LoopbackServer Start(params string[] replies) => Start(index => new Reply(replies[Math.Min(index, replies.Length - 1)]));

    public static string Json(string body, string head = "HTTP/1.1 200 OK") =>
        $"{head}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<int, int, Reply> reply)
    {
        var connections = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var (connection, number) = (await _listener.AcceptTcpClientAsync(_stop.Token), connections.Count);
                connections.Add(ServeAsync(connection, request => reply(number, request)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(TcpClient connection, Func<int, Reply> reply)
    {
        using var owned = connection;
        try
        {
            var stream = connection.GetStream();
            while (await ReadRequestAsync(stream) is { Length: > 0 } request)
            {
                var answer = reply(Remember(request));
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.Bytes), _stop.Token);
                if (answer.Reset)
                {
                    connection.LingerState = new LingerOption(enable: true, seconds: 0);
                }

                if (!answer.KeepsOpen)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client hung up, or the test is over.
        }
    }

    private int Remember(string request)
    {
        lock (Requests)
        {
            Requests.Add(request);
            return Requests.Count - 1;
        }
    }

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || text.Length - end - 4 >= int.Parse(length.Split(':')[1].Trim(), CultureInfo.InvariantCulture);
    }

    internal sealed record Reply(string Bytes, bool Reset = false, bool KeepsOpen = false);
}
