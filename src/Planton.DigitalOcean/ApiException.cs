using System.Net;
using System.Text;

namespace Planton.DigitalOcean;

/// <summary>What is known about the effect of a call that failed.</summary>
public enum FailureKind
{
    /// <summary>The API refused the request: it had no effect.</summary>
    Refused,

    /// <summary>The request never left this machine: it had no effect.</summary>
    NotSent,

    /// <summary>The request was sent, but its response was lost or was a server error: a write may or may not have taken place.</summary>
    Ambiguous,

    /// <summary>The response cannot be parsed or contradicts another one. If it reported success, a write has taken place.</summary>
    Malformed,
}

/// <summary>
/// A call to the DigitalOcean API failed. The text contains the API's message, the status and the request id. It never contains the token, and gives
/// no advice about settings, which belong to the caller.
/// </summary>
/// <param name="kind">What is known about the effect.</param>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The path of the request, without the query.</param>
/// <param name="apiMessage">What went wrong: the API's message, if there is one.</param>
/// <param name="innerException">The transport's exception, if that was the cause.</param>
#pragma warning disable CA1032 // An error of the API without method and path would be useless; the standard constructors invite one.
public sealed class ApiException(FailureKind kind, string method, string path, string apiMessage, Exception? innerException = null)
    : Exception(apiMessage, innerException)
#pragma warning restore CA1032
{
    /// <summary>What is known about the effect of the call.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>The HTTP method, in upper case.</summary>
    public string Method { get; } = method;

    /// <summary>The escaped path, without the query.</summary>
    public string Path { get; } = path;

    /// <summary>What went wrong: the API's message, if there is one.</summary>
    public string ApiMessage { get; } = apiMessage;

    /// <summary>The status of the response; null if none arrived.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The API's name of the error, such as <c>not_found</c>; null when it gave none.</summary>
    public string? Id { get; init; }

    /// <summary>The id that DigitalOcean's support needs, from the body or the <c>x-request-id</c> header.</summary>
    public string? RequestId { get; init; }

    /// <summary>When requests are accepted again, by DigitalOcean's clock, where the rate limit was the cause.</summary>
    public DateTimeOffset? RateLimitReset { get; init; }

    /// <summary>The token scopes that the call needs, such as <c>registry:update</c>; several are joined by <c> + </c>.</summary>
    public string? RequiredScope { get; init; }

    /// <summary>How many attempts were made; 0 when none was.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether an attempt before the last one may have taken effect: its response was lost, or was a server error.</summary>
    public bool EarlierAttemptMayHaveTakenEffect { get; init; }

    /// <summary>Whether a write may have taken effect although the call failed: only reading tells.</summary>
    public bool MayHaveTakenEffect => Kind is FailureKind.Ambiguous or FailureKind.Malformed || EarlierAttemptMayHaveTakenEffect;

    /// <inheritdoc/>
    public override string Message
    {
        get
        {
            var text = new StringBuilder().Append(Method).Append(' ').Append(Path).Append(": ");
            if (Status is { } status)
            {
                text.Append((int)status).Append(' ').Append(status).Append(": ");
            }

            text.Append(ApiMessage);
            AppendFacts(text);
            return text.ToString();
        }
    }

    private void AppendFacts(StringBuilder text)
    {
        string?[] facts =
        [
            Id is null ? null : $"id {Id}",
            RequestId is null ? null : $"request id {RequestId}",
            RateLimitReset is { } reset ? $"the rate limit resets at {reset.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : null,
            Attempts > 1 ? $"{Attempts} attempts" : null,
        ];
        var known = string.Join(", ", facts.Where(fact => fact is not null));
        if (known.Length > 0)
        {
            text.Append(" (").Append(known).Append(')');
        }
    }
}
