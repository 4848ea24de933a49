using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Planton.DigitalOcean.Http;

/// <summary>Sends requests and converts the responses to values or <see cref="ApiException"/>s.</summary>
/// <param name="http">The handlers, down to the wire.</param>
/// <param name="endpoint">The base address without a trailing slash.</param>
/// <param name="token">The bearer token.</param>
/// <param name="redactor">Removes the token from texts.</param>
/// <param name="time">The clock for responses without a date.</param>
internal sealed class ApiTransport(HttpClient http, string endpoint, string token, TokenRedactor redactor, TimeProvider time)
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ResponseMemory _memory = new();

    /// <summary>Sends a request and ignores the body of the response.</summary>
    public async Task SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var answer = await ExchangeAsync(request, cancellationToken);
    }

    /// <summary>Sends a request and parses its response.</summary>
    /// <exception cref="ApiException">The call failed, or the response has a different format.</exception>
    public async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        using var answer = await ExchangeAsync(request, cancellationToken);
        var body = await BodyAsync(answer, cancellationToken);
        _memory.Release(body.Length);
        try
        {
            return JsonSerializer.Deserialize(body.Span, shape) ?? throw Malformed(request, answer.StatusCode, "the response is null");
        }
        catch (JsonException e)
        {
            throw Malformed(request, answer.StatusCode, body.IsEmpty
                ? "the response is empty"
                : $"{OtherForm(e)} (content type {answer.Content.Headers.ContentType?.MediaType ?? "not given"})");
        }
    }

    /// <summary>
    /// Sends a request and reads its response while it arrives. The memory that it takes is that of the values, however much more text there is.
    /// </summary>
    /// <exception cref="ApiException">The call failed, or the response has another form.</exception>
    public async Task<T> ReadStreamAsync<T>(ApiRequest request, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
        where T : class
    {
        T? value = null;
        using var answer = await ExchangeAsync(request, cancellationToken, async (body, cancellation) =>
        {
            try
            {
                value = await JsonSerializer.DeserializeAsync(body, shape, cancellation);
            }
            catch (JsonException e)
            {
                throw new AttemptException(FailureKind.Malformed, isTransient: false, OtherForm(e), inner: null) { Status = HttpStatusCode.OK };
            }
        });
        _memory.Release(answer.Content.Headers.ContentLength);
        return value ?? throw Malformed(request, answer.StatusCode, "the response is null");
    }

    /// <summary>Sends a request and returns its response as text.</summary>
    public async Task<string> ReadTextAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var answer = await ExchangeAsync(request, cancellationToken);
        return System.Text.Encoding.UTF8.GetString((await BodyAsync(answer, cancellationToken)).Span);
    }

    /// <summary>The error for a successful response that cannot be used.</summary>
    public ApiException Malformed(ApiRequest request, HttpStatusCode status, string what) =>
        new(FailureKind.Malformed, request.Operation.Method.Method, request.Path, redactor.Redact(what))
        {
            Status = status,
            RequiredScope = request.Operation.Scope,
        };

    /// <summary>The serializer's message may quote the response; the place of the failure is enough.</summary>
    private static string OtherForm(JsonException cause) =>
        $"the response{(string.IsNullOrEmpty(cause.Path) ? "" : $" at {cause.Path}")} does not have the documented form";

    private async Task<HttpResponseMessage> ExchangeAsync(
        ApiRequest request, CancellationToken cancellationToken, Func<Stream, CancellationToken, Task>? readBody = null)
    {
        using var message = Message(request);
        var call = new PendingCall(request.Operation, request.Path) { ReadBody = readBody };
        call.AttachTo(message);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (AttemptException e)
        {
            throw Error(request, call, e.Kind, Explain(call, e.Message), e.InnerException, e.Status, reset: e.RateLimitReset);
        }

        if (answer.IsSuccessStatusCode) return answer;

        using (answer)
        {
            throw await ErrorAsync(request, call, answer, cancellationToken);
        }
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        var address = request.Address ?? new Uri(
            request.Query.Length == 0 ? $"{endpoint}{request.Path}" : $"{endpoint}{request.Path}?{request.Query}", AsWritten);
        var message = new HttpRequestMessage(request.Operation.Method, address) { Content = request.Body };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.Authorization = new("Bearer", request.Token ?? token);
        return message;
    }

    private async Task<ApiException> ErrorAsync(ApiRequest request, PendingCall call, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = answer.StatusCode;
        var body = ErrorBody.Read(await BodyAsync(answer, cancellationToken));
        var words = (int)status is >= 300 and < 400
            ? Redirect(answer)
            : body.Message ?? $"the response gives no reason ({answer.ReasonPhrase ?? "no reason phrase"})";
        var kind = RetrySchedule.IsServerError(status) ? FailureKind.Ambiguous : FailureKind.Refused;
        return Error(request, call, kind, Explain(call, words), cause: null, status, body, answer);
    }

    private ApiException Error(
        ApiRequest request, PendingCall call, FailureKind kind, string words, Exception? cause, HttpStatusCode? status,
        ErrorBody? body = null, HttpResponseMessage? answer = null, DateTimeOffset? reset = null) =>
        new(Overall(kind, status, call), request.Operation.Method.Method, request.Path, Blank(request, words), cause)
        {
            Status = status,
            Id = Blank(request, body?.Id),
            RequestId = Blank(request, body?.RequestId ?? (answer is null ? null : ResponseMetadata.RequestId(answer.Headers))),
            RateLimitReset = status == HttpStatusCode.TooManyRequests && answer is not null ? Reset(answer) : reset,
            RequiredScope = request.Operation.Scope,
            Attempts = call.Attempts,
            EarlierAttemptMayHaveTakenEffect = call.MayHaveTakenEffect,
        };

    /// <summary>If the last attempt had no effect, an earlier one whose response was lost may still have had one.</summary>
    private static FailureKind Overall(FailureKind last, HttpStatusCode? status, PendingCall call) =>
        call.MayHaveTakenEffect && (last == FailureKind.NotSent || status == HttpStatusCode.TooManyRequests) ? FailureKind.Ambiguous : last;

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private string? Blank(ApiRequest request, string? text)
    {
        var own = request.Token is { } other ? TokenRedactor.Redact(redactor.Redact(text), other) : redactor.Redact(text);
        return request.Secrets.Aggregate(own, TokenRedactor.Redact);
    }

    private static string Explain(PendingCall call, string words) => call.RefusedWait is { } wait
        ? $"{words}; the next attempt would have to wait for {wait.TotalSeconds:0} s, which is longer than this operation may take"
        : words;

    /// <summary>Only scheme and host are shown: the rest of the target may hold anything.</summary>
    private static string Redirect(HttpResponseMessage answer)
    {
        var target = answer.Headers.Location is { IsAbsoluteUri: true } location ? location.GetLeftPart(UriPartial.Authority) : "another path";
        return $"the response is a redirect to {target}, which is not followed because that would send the token there; "
            + "set the API endpoint to the final address";
    }

    private DateTimeOffset? Reset(HttpResponseMessage answer)
    {
        var now = answer.Headers.Date ?? time.GetUtcNow();
        return RetrySchedule.ServerWait(answer.StatusCode, answer.Headers.RetryAfter, now) is { } wait && wait < TimeSpan.FromDays(365)
            ? now + wait
            : RateLimit.Read(answer.Headers)?.Reset;
    }

    /// <summary>The body, which is in memory already, without a byte order mark.</summary>
    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
    }
}
