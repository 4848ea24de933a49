using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Planton.Acceptance.Harness;

/// <summary>
/// A DNS server for one name, on the port that resolvers ask and at a loopback address of its own. It knows the name's IPv4 address and that it
/// has no other; every other name does not exist.
/// </summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const ushort TypeA = 1;
    private const byte NoSuchName = 3;

    private readonly Socket _socket;
    private readonly string _name;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private readonly ConcurrentQueue<string> _asked = new();

    private NameServer(Socket socket, string name)
    {
        (_socket, _name) = (socket, name);
        _loop = Task.Run(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public IPAddress Address => ((IPEndPoint)_socket.LocalEndPoint!).Address;

    /// <summary>The names that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>Starts one; null where this user may not listen on a port below 1024.</summary>
    public static NameServer? TryStart(string name)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            var random = RandomNumberGenerator.GetBytes(2);
            socket.Bind(new IPEndPoint(new IPAddress([127, 77, random[0], Math.Max((byte)1, random[1])]), 53));
            return new NameServer(socket, name);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            socket.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(_loop);
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[512];
        while (true)
        {
            var query = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _end.Token);
            await _socket.SendToAsync(Answer(buffer.AsSpan(0, query.ReceivedBytes)), query.RemoteEndPoint, _end.Token);
        }
    }

    /// <summary>RFC 1035: a head of twelve bytes, the question as it was asked, and for an IPv4 address one record that points back at its name.</summary>
    private byte[] Answer(ReadOnlySpan<byte> query)
    {
        var (asked, length) = Question(query[12..]);
        _asked.Enqueue(asked);
        var isKnown = string.Equals(asked, _name, StringComparison.OrdinalIgnoreCase);
        var hasAddress = isKnown && BinaryPrimitives.ReadUInt16BigEndian(query[(12 + length - 4)..]) == TypeA;
        return
        [
            .. query[..2], 0x81, isKnown ? (byte)0x80 : (byte)(0x80 | NoSuchName), 0, 1, 0, hasAddress ? (byte)1 : (byte)0, 0, 0, 0, 0,
            .. query.Slice(12, length),
            .. hasAddress ? (byte[])[0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1] : [],
        ];
    }

    /// <summary>The name that is asked for, and how long the question is with its type and class.</summary>
    private static (string Name, int Length) Question(ReadOnlySpan<byte> question)
    {
        var labels = new List<string>();
        var position = 0;
        while (question[position] is var length and > 0)
        {
            labels.Add(Encoding.ASCII.GetString(question.Slice(position + 1, length)));
            position += length + 1;
        }

        return (string.Join('.', labels), position + 5);
    }
}
