using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;

namespace Planton.Terraform.Plugin.Hosting.Rpc;

/// <summary>A message on the wire: a byte that says whether it is compressed, its length in four, and itself.</summary>
/// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message".</remarks>
internal static class RpcFrame
{
    private const string Gzip = "gzip";

    /// <summary>Bytes before the message.</summary>
    public const int HeaderBytes = 5;

    /// <summary>Takes the first message off what has been received.</summary>
    /// <param name="received">What has been received; shorter afterwards when there was a whole message.</param>
    /// <param name="limit">The longest message, in bytes.</param>
    /// <param name="message">The message as it was sent.</param>
    /// <param name="isCompressed">Whether it is compressed.</param>
    /// <returns>Whether there was a whole message.</returns>
    /// <exception cref="RpcException">It is too long, or not of this form.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> received, int limit, out ReadOnlySequence<byte> message, out bool isCompressed)
    {
        (message, isCompressed) = (default, false);
        if (received.Length < HeaderBytes) return false;

        Span<byte> header = stackalloc byte[HeaderBytes];
        received.Slice(0, HeaderBytes).CopyTo(header);
        if (header[0] > 1) throw Fault(StatusCode.Internal, $"The flag before a message is {header[0]}; it can be 0 or 1.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > limit) throw TooLong(length, limit);
        if (received.Length < HeaderBytes + length) return false;

        isCompressed = header[0] == 1;
        message = received.Slice(HeaderBytes, length);
        received = received.Slice(HeaderBytes + length);
        return true;
    }

    /// <summary>Writes what goes before a message.</summary>
    public static void WriteHeader(IBufferWriter<byte> output, int length)
    {
        var header = output.GetSpan(HeaderBytes);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
        output.Advance(HeaderBytes);
    }

    /// <summary>The message as it was before it was compressed.</summary>
    /// <param name="message">The compressed message.</param>
    /// <param name="encoding">How; only gzip is known here.</param>
    /// <param name="limit">The longest message, in bytes.</param>
    /// <exception cref="RpcException">The compression is another one, or the message too long or broken.</exception>
    public static ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> message, string? encoding, int limit)
    {
        if (encoding is null or "identity") throw Fault(StatusCode.Internal, "The message is compressed, but no grpc-encoding says how.");
        if (encoding != Gzip) throw UnknownEncoding(encoding);
        using var source = new GZipStream(new MemoryStream(message.ToArray()), CompressionMode.Decompress);
        var whole = new ArrayBufferWriter<byte>();
        try
        {
            for (int read; (read = source.Read(whole.GetSpan(64 * 1024))) > 0;)
            {
                whole.Advance(read);
                if (whole.WrittenCount > limit) throw TooLong(whole.WrittenCount, limit);
            }
        }
        catch (InvalidDataException)
        {
            throw Fault(StatusCode.Internal, "The compressed message is broken.");
        }

        return new(whole.WrittenMemory);
    }

    /// <summary>The failure of a message beyond the limit.</summary>
    public static RpcException TooLong(long length, int limit) =>
        Fault(StatusCode.ResourceExhausted, $"A message has {length} bytes; the limit is {limit}.");

    /// <summary>Tells the client which compression it can use instead, as the protocol demands.</summary>
    private static RpcException UnknownEncoding(string encoding) => new(
        new Status(StatusCode.Unimplemented, $"Messages compressed with {encoding} cannot be read; {Gzip} can."), new Metadata { { "grpc-accept-encoding", Gzip } });

    /// <summary>A failure of the call.</summary>
    public static RpcException Fault(StatusCode code, string detail) => new(new Status(code, detail));
}
