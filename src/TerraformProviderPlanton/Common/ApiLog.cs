using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;

namespace TerraformProviderPlanton.Common;

/// <summary>
/// Logs every attempt of an API call at DEBUG, and waits for the rate limit at WARN. Neither headers nor bodies are logged: they hold the token and
/// credentials.
/// </summary>
internal sealed partial class ApiLog(ILogger log)
{
    public void Write(ApiCall call)
    {
        if (call.Failure is { } failure) Failure(log, call.Method, call.Path, (int?)call.Status, call.Attempt, call.Duration.TotalMilliseconds, failure);
        else Attempt(log, call.Method, call.Path, (int?)call.Status, call.Attempt, call.Duration.TotalMilliseconds, call.RequestId);
    }

    public void Write(RateLimitPause pause) =>
        Pause(log, Rfc3339.FormatSeconds(pause.Until), Math.Round(pause.RequestsPerMinute), Rfc3339.FormatSeconds(pause.Reset));

    [LoggerMessage(101, LogLevel.Warning, "The rate limit of the token is used up: all requests wait until {until} and then go on at {requests_per_minute} a minute; it resets at {rate_limit_reset}")]
    private static partial void Pause(ILogger logger, string until, double requests_per_minute, string rate_limit_reset);

    [LoggerMessage(100, LogLevel.Debug, "API {http_method} {http_path}: status {http_status}, attempt {http_attempt}, {http_duration_ms} ms, request {http_request_id}")]
    private static partial void Attempt(
        ILogger logger, string http_method, string http_path, int? http_status, int http_attempt, double http_duration_ms, string? http_request_id);

    [LoggerMessage(102, LogLevel.Debug, "API {http_method} {http_path}: no whole answer, status {http_status}, attempt {http_attempt}, {http_duration_ms} ms: {http_failure}")]
    private static partial void Failure(
        ILogger logger, string http_method, string http_path, int? http_status, int http_attempt, double http_duration_ms, string http_failure);
}
