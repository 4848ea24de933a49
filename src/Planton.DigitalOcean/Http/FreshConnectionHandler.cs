namespace Planton.DigitalOcean.Http;

/// <summary>
/// Sends what must not be sent twice over connections that nothing used before, and so that <see cref="SocketsHttpHandler"/> does not repeat it. When
/// a connection closes before the first byte of an answer, that handler sends a request of which it has written no body up to three times more,
/// whatever the method, although the server may have acted on each. A new connection is not closed for having been idle; and the handler never
/// repeats a request whose body it has begun, which it does with an empty one too.
/// </summary>
/// <param name="pooled">Reuses connections.</param>
/// <param name="unpooled">Makes a handler that does not; called once, at the first such request, since most runs have none.</param>
internal sealed class FreshConnectionHandler(HttpMessageHandler pooled, Func<HttpMessageHandler> unpooled) : DelegatingHandler(pooled)
{
    private readonly Lazy<HttpMessageInvoker> _fresh = new(() => new HttpMessageInvoker(unpooled(), disposeHandler: true));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (PendingCall.Of(request).Operation.IsIdempotent)
        {
            return base.SendAsync(request, cancellationToken);
        }

        request.Content ??= new ByteArrayContent([]);
        return _fresh.Value.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _fresh.IsValueCreated)
        {
            _fresh.Value.Dispose();
        }

        base.Dispose(disposing);
    }
}
