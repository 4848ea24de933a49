using System.Net;

namespace Planton.DigitalOcean.Proxies;

/// <summary>
/// Chooses the proxy of a request by the variables that Go programs read, so that one setup works for this client, the CLI and its other providers:
/// <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c>, in upper or lower case. They are read at the first request.
/// </summary>
/// <param name="variable">Reads an environment variable; null when it is not set.</param>
internal sealed class EnvironmentProxy(Func<string, string?> variable) : IWebProxy, ICredentials
{
    private readonly Lazy<Variables> _variables = new(() => Variables.Read(variable));

    /// <summary>Always this: logins are kept apart from the addresses.</summary>
    /// <exception cref="NotSupportedException">It is set.</exception>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException("The credentials of a proxy come from the environment.");
    }

    /// <summary>The proxy that the environment names for an address; null for none. It may be a wrong one.</summary>
    /// <param name="target">The address of the request.</param>
    public ProxyAddress? Of(Uri target)
    {
        var (secure, plain, direct) = _variables.Value;
        var proxy = target.Scheme == Uri.UriSchemeHttps ? secure : plain;
        return proxy is null || direct.Covers(target) ? null : proxy;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => Of(destination)?.Address;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>
    /// Credentials for Basic authentication, or for SOCKS, which is identified by its scheme; for nothing else. Otherwise a proxy that also offers
    /// Negotiate or NTLM would get those first, for which a name and a password in a URL are not meant, and which need a system library.
    /// </summary>
    /// <param name="uri">The proxy.</param>
    /// <param name="authType">The kind of login.</param>
    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        var (secure, plain, _) = _variables.Value;
        var proxy = uri == secure?.Address ? secure : uri == plain?.Address ? plain : null;
        return authType.Equals("Basic", StringComparison.OrdinalIgnoreCase) || authType.Equals(proxy?.Address?.Scheme, StringComparison.OrdinalIgnoreCase) ? proxy?.Login : null;
    }

    /// <summary>What the variables say.</summary>
    /// <param name="Secure">The proxy for https.</param>
    /// <param name="Plain">The proxy for http.</param>
    /// <param name="Direct">The hosts that are accessed without one.</param>
    private sealed record Variables(ProxyAddress? Secure, ProxyAddress? Plain, NoProxyList Direct)
    {
        public static Variables Read(Func<string, string?> variable)
        {
            // A web server passes a request's Proxy header to a CGI program as HTTP_PROXY, where it comes from a stranger.
            var isCgi = Value("REQUEST_METHOD") is not null;
            return new(Proxy("HTTPS_PROXY", "https_proxy"), isCgi ? null : Proxy("HTTP_PROXY", "http_proxy"), NoProxyList.Read(Value("NO_PROXY") ?? Value("no_proxy")));

            string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
            ProxyAddress? Proxy(params string[] names) => Array.Find(names, name => Value(name) is not null) is { } name ? ProxyAddress.Read(name, Value(name)!) : null;
        }
    }
}
