using System.Globalization;
using System.Net;
using Planton.DigitalOcean.Proxies;

namespace Planton.DigitalOcean.Http;

/// <summary>Explains failures of a proxy between this machine and the API.</summary>
internal static class ProxyFault
{
    /// <summary>The error of a request that its proxy did not let through; null when the proxy is not to blame.</summary>
    /// <param name="host">The target host.</param>
    /// <param name="cause">What .NET says.</param>
    public static AttemptException? Explain(ProxyAddress proxy, string? host, HttpRequestException cause) => cause.HttpRequestError switch
    {
        // The proxy makes the connection behind it, so only the connection to the proxy can fail like this.
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError =>
            NotSent($"{proxy} could not be reached: {cause.GetBaseException().Message}", isTransient: true, cause),
        HttpRequestError.ProxyTunnelError => Refused(proxy, host, StatusOf(cause), cause),
        _ => null,
    };

    /// <summary>The error for a response that comes from a proxy instead of the API; null if it comes from the API.</summary>
    /// <param name="host">The target host.</param>
    /// <param name="status">The status of the response.</param>
    public static AttemptException? Explain(ProxyAddress proxy, string? host, HttpStatusCode status) =>
        status == HttpStatusCode.ProxyAuthenticationRequired ? Refused(proxy, host, status, cause: null) : null;

    private static AttemptException Refused(ProxyAddress proxy, string? host, HttpStatusCode? status, Exception? cause) => status switch
    {
        HttpStatusCode.ProxyAuthenticationRequired when proxy.Login is null =>
            NotSent($"{proxy} requires a user name and a password (407); put them into {proxy.Variable}, as in http://USER:PASSWORD@HOST:PORT", isTransient: false, cause),
        HttpStatusCode.ProxyAuthenticationRequired =>
            NotSent($"{proxy} rejected the user name and password in {proxy.Variable} (407): they are wrong, or the proxy does not support Basic authentication", isTransient: false, cause),
        HttpStatusCode.Forbidden => NotSent($"{proxy} does not allow connections to {host} (403); allow them there, or add the host to NO_PROXY", isTransient: false, cause),
        { } other => NotSent($"{proxy} could not connect to {host}: it returned {(int)other}", isTransient: (int)other >= 500, cause),
        null => NotSent($"{proxy} could not connect to {host}: {cause?.GetBaseException().Message}", isTransient: true, cause),
    };

    /// <summary>.NET reports the status of a refused CONNECT only at the end of its message.</summary>
    private static HttpStatusCode? StatusOf(HttpRequestException cause)
    {
        if (cause.StatusCode is { } status) return status;
        var text = cause.Message.AsSpan().TrimEnd("'.");
        return cause.InnerException is null && text.Length > 3 && int.TryParse(text[^3..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (HttpStatusCode)number : null;
    }

    private static AttemptException NotSent(string words, bool isTransient, Exception? cause) => new(FailureKind.NotSent, isTransient, words, cause);
}
