namespace Planton.DigitalOcean.Http;

/// <summary>
/// Sends requests that must not be sent twice over new connections, and so that <see cref="SocketsHttpHandler"/> does not repeat them. If a
/// connection closes before the first byte of a response, that handler sends a request of which it has not written any body up to three more times,
/// whatever the method, although the server may have processed each. A new connection is not closed for having been idle; and the handler never
/// repeats a request whose body it has begun to send, even if the body is empty.
/// </summary>
/// <param name="pooled">Reuses connections.</param>
/// <param name="unpooled">Creates a handler that does not; called once, at the first such request, since most runs have none.</param>
internal sealed class FreshConnectionHandler(HttpMessageHandler pooled, Func<HttpMessageHandler> unpooled) : DelegatingHandler(pooled)
{
    private readonly Lazy<HttpMessageInvoker> _fresh = new(() => new HttpMessageInvoker(unpooled(), disposeHandler: true));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (PendingCall.Of(request).Operation.IsIdempotent) return base.SendAsync(request, cancellationToken);

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
