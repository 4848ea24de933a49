using System.Net;
using System.Net.Http.Headers;

namespace Planton.DigitalOcean.Http;

/// <summary>
/// A body that records whether the transport has begun to send it: without a connection it never does, so a timeout before that proves that the
/// request had no effect.
/// </summary>
internal sealed class RequestBody : HttpContent
{
    private readonly byte[] _bytes;
    private int _begun;

    public RequestBody(byte[] bytes, string mediaType)
    {
        _bytes = bytes;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    public ReadOnlyMemory<byte> Bytes => _bytes;

    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>A new attempt begins: nothing of it has been sent.</summary>
    public void Rewind() => Volatile.Write(ref _begun, 0);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _begun, 1);
        return stream.WriteAsync(_bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
