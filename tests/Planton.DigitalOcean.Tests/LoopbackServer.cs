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

    private LoopbackServer(Func<int, Reply> reply)
    {
        _listener.Start();
        _serving = ServeAsync(reply);
    }

    public List<string> Requests { get; } = [];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static LoopbackServer Start(Func<int, Reply> reply) => new(reply);

    public static LoopbackServer Start(params string[] replies) => new(index => new Reply(replies[Math.Min(index, replies.Length - 1)]));

    public static string Json(string body, string head = "HTTP/1.1 200 OK") =>
        $"{head}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<int, Reply> reply)
    {
        for (var index = 0; !_stop.IsCancellationRequested; index++)
        {
            try
            {
                using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = connection.GetStream();
                Requests.Add(await ReadRequestAsync(stream));
                var answer = reply(index);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.Bytes), _stop.Token);
                if (answer.Reset)
                {
                    connection.LingerState = new LingerOption(enable: true, seconds: 0);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
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

    internal sealed record Reply(string Bytes, bool Reset = false);
}
