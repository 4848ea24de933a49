using System.Net;
using System.Security.Authentication;
using Planton.DigitalOcean.Proxies;

namespace Planton.DigitalOcean.Http;

/// <summary>
/// Makes one attempt: sends, reads the whole body, and reports exactly how it ended. The body is read here and not by the caller, so that an
/// incomplete body counts as a failed attempt and can be retried.
/// </summary>
internal sealed class AttemptHandler(
    TimeSpan timeout, ResponseMetadata metadata, TokenRedactor redactor, TimeProvider time, Action<ApiCall>? observer, EnvironmentProxy? proxies, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    /// <summary>Far above any real response (200 clusters are about 1 MB); a decompressed body beyond it is a fault or an attack.</summary>
    private const int MaxBody = 64 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = PendingCall.Of(request);
        call.Attempts++;
        var begun = time.GetTimestamp();
        try
        {
            var answer = await SendOnceAsync(request, cancellationToken);
            Report(call, begun, answer.StatusCode, ResponseMetadata.RequestId(answer.Headers), failure: null);
            return answer;
        }
        catch (AttemptException e)
        {
            Report(call, begun, e.Status, requestId: null, e.Message);
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var proxy = proxies?.Of(request.RequestUri!);
        if (proxy?.Wrong is { } wrong) throw new AttemptException(FailureKind.NotSent, isTransient: false, wrong, inner: null);
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        (request.Content as RequestBody)?.Rewind();
        HttpResponseMessage? answer = null;
        try
        {
            answer = await base.SendAsync(request, either.Token);
            if (proxy is not null && ProxyFault.Explain(proxy, request.RequestUri?.Authority, answer.StatusCode) is { } refused) throw refused;

            // Before the body is read: a slow body would delay the time by as much.
            metadata.Observe(answer.Headers);
            await ReadBodyAsync(answer, PendingCall.Of(request), either.Token);
            return answer;
        }
        catch (AttemptException)
        {
            answer?.Dispose();
            throw;
        }
        catch (Exception e) when (IsTransportFault(e) && !cancellationToken.IsCancellationRequested)
        {
            if (answer is { IsSuccessStatusCode: false })
            {
                // The status is sufficient; only the explanation is lost.
                answer.Content = new ByteArrayContent([]);
                return answer;
            }

            answer?.Dispose();
            throw Explain(request, proxy, e, answer?.StatusCode);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            answer?.Dispose();
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static async Task ReadBodyAsync(HttpResponseMessage answer, PendingCall call, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode && call.ReadBody is { } read)
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await read(body, cancellationToken);
            return;
        }

        await answer.Content.LoadIntoBufferAsync(MaxBody, cancellationToken);
        await TruncatedJson.ThrowIfCutShortAsync(answer, cancellationToken);
    }

    private AttemptException Explain(HttpRequestMessage request, ProxyAddress? proxy, Exception cause, HttpStatusCode? status)
    {
        var host = request.RequestUri?.Authority;
        if (proxy is not null && cause is HttpRequestException failed && ProxyFault.Explain(proxy, host, failed) is { } fault) return fault;

        host = proxy is null ? host : $"{host} through {proxy}";
        if (cause is OperationCanceledException)
        {
            var sent = status is not null || request.Content is not RequestBody { HasBegun: false };
            return new(sent ? FailureKind.Ambiguous : FailureKind.NotSent, isTransient: true,
                $"no complete response from {host} within {timeout.TotalSeconds:0.###} s", cause)
            { Status = status };
        }

        return (cause as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.ConfigurationLimitExceeded when status is not null =>
                new(FailureKind.Malformed, isTransient: false, $"the response of {host} is longer than {MaxBody >> 20} MiB", cause)
                {
                    Status = status,
                },
            HttpRequestError.SecureConnectionError =>
                new(FailureKind.NotSent, isTransient: cause.InnerException is not AuthenticationException,
                    $"no secure connection to {host}: {Innermost(cause)}", cause),
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
                new(FailureKind.NotSent, isTransient: true, $"cannot connect to {host}: {Innermost(cause)}", cause),
            _ => new(FailureKind.Ambiguous, isTransient: true,
                $"the connection to {host} broke before the response was complete: {Innermost(cause)}", cause)
            { Status = status },
        };
    }

    /// <summary>InvalidDataException: the body claims a compression that it has not.</summary>
    private static bool IsTransportFault(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException or InvalidDataException;

    private static string Innermost(Exception exception) => exception.GetBaseException().Message;

    private void Report(PendingCall call, long begun, HttpStatusCode? status, string? requestId, string? failure) =>
        observer?.Invoke(new ApiCall(
            call.Operation.Method.Method, call.Path, status, time.GetElapsedTime(begun), call.Attempts, redactor.Redact(requestId), redactor.Redact(failure)));
}
