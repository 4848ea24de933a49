using System.Net;
using System.Text;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Tests;

/// <summary>A transport that answers from a script and remembers what it was asked.</summary>
internal sealed class StubApi : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _script = new();

    public List<Seen> Requests { get; } = [];

    public Func<Seen, HttpResponseMessage>? Always { get; set; }

    public StubApi Then(HttpStatusCode status, string body = "", string mediaType = "application/json", Action<HttpResponseMessage>? with = null) =>
        Then((_, _) => Task.FromResult(Answer(status, body, mediaType, with)));

    public StubApi Then(int status, string body = "", Action<HttpResponseMessage>? with = null) => Then((HttpStatusCode)status, body, with: with);

    /// <summary>The transport fails; what fails after sending has read the body first, as a socket would.</summary>
    public StubApi ThenFail(Exception exception, bool afterSending = true) => Then(async (request, cancellation) =>
    {
        if (afterSending && request.Content is { } content)
        {
            await content.ReadAsByteArrayAsync(cancellation);
        }

        throw exception;
    });

    public StubApi Then(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> respond)
    {
        _script.Enqueue(respond);
        return this;
    }

    public static HttpResponseMessage Answer(HttpStatusCode status, string body, string mediaType = "application/json", Action<HttpResponseMessage>? with = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        with?.Invoke(answer);
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Read past the content's own stream: a request that fails before sending must not look as if its body had been sent.
        var seen = new Seen(
            request.Method.Method,
            request.RequestUri!,
            request.Content is RequestBody body ? Encoding.UTF8.GetString(body.Bytes.Span) : null,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase),
            request.Content?.Headers.ContentType?.ToString());
        lock (Requests)
        {
            Requests.Add(seen);
        }

        if (_script.TryDequeue(out var respond))
        {
            return await respond(request, cancellationToken);
        }

        return Always?.Invoke(seen) ?? throw new InvalidOperationException($"Nothing is scripted for {seen.Method} {seen.Address}.");
    }

    internal sealed record Seen(string Method, Uri Address, string? Body, IReadOnlyDictionary<string, string> Headers, string? ContentType)
    {
        public string PathAndQuery => Address.PathAndQuery;
    }
}
