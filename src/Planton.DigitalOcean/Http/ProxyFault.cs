using System.Globalization;
using System.Net;
using Planton.DigitalOcean.Proxies;

namespace Planton.DigitalOcean.Http;

/// <summary>Says what went wrong between this machine and the API where a proxy stands between them, in words of its own.</summary>
internal static class ProxyFault
{
    /// <summary>The error of a request that its proxy did not let through; null when the proxy is not to blame.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="host">The host that was to be reached.</param>
    /// <param name="cause">What .NET says.</param>
    public static AttemptException? Explain(ProxyAddress proxy, string? host, HttpRequestException cause) => cause.HttpRequestError switch
    {
        // The connection behind the proxy is the proxy's: only the one to it can fail so.
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError =>
            NotSent($"{proxy} could not be reached: {cause.GetBaseException().Message}", isTransient: true, cause),
        HttpRequestError.ProxyTunnelError => Refused(proxy, host, StatusOf(cause), cause),
        _ => null,
    };

    /// <summary>The error of an answer that a proxy gave in the API's place; null when it is the API's.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="host">The host that was to be reached.</param>
    /// <param name="status">The status of the answer.</param>
    public static AttemptException? Explain(ProxyAddress proxy, string? host, HttpStatusCode status) =>
        status == HttpStatusCode.ProxyAuthenticationRequired ? Refused(proxy, host, status, cause: null) : null;

    private static AttemptException Refused(ProxyAddress proxy, string? host, HttpStatusCode? status, Exception? cause) => status switch
    {
        HttpStatusCode.ProxyAuthenticationRequired when proxy.Login is null =>
            NotSent($"{proxy} demands a user name and a password (407); put them into {proxy.Variable}, as in http://USER:PASSWORD@HOST:PORT", isTransient: false, cause),
        HttpStatusCode.ProxyAuthenticationRequired =>
            NotSent($"{proxy} refused the user name and password that {proxy.Variable} holds (407): they are wrong, or it does not take them by Basic authentication", isTransient: false, cause),
        HttpStatusCode.Forbidden => NotSent($"{proxy} does not allow connections to {host} (403); have it allow them, or add the host to NO_PROXY", isTransient: false, cause),
        { } other => NotSent($"{proxy} could not connect to {host}: it answered {(int)other}", isTransient: (int)other >= 500, cause),
        null => NotSent($"{proxy} could not connect to {host}: {cause?.GetBaseException().Message}", isTransient: true, cause),
    };

    /// <summary>.NET has the status of a refused CONNECT in its words alone, at their end, in every form that they have.</summary>
    private static HttpStatusCode? StatusOf(HttpRequestException cause)
    {
        if (cause.StatusCode is { } status) return status;
        var text = cause.Message.AsSpan().TrimEnd("'.");
        return cause.InnerException is null && text.Length > 3 && int.TryParse(text[^3..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (HttpStatusCode)number : null;
    }

    private static AttemptException NotSent(string words, bool isTransient, Exception? cause) => new(FailureKind.NotSent, isTransient, words, cause);
}
