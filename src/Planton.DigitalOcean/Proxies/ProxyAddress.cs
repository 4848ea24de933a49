using System.Net;

namespace Planton.DigitalOcean.Proxies;

/// <summary>A proxy in an environment variable. User and password are removed from the address, so that no text about the proxy can contain them.</summary>
/// <param name="Address">The address without user and password; null when the variable holds none.</param>
/// <param name="Login">User and password; null when there are none.</param>
internal sealed record ProxyAddress(string Variable, Uri? Address, NetworkCredential? Login)
{
    private const int SocksPort = 1080;

    /// <summary>What is wrong with the variable; null when nothing is. Its value is not shown: it may hold a password.</summary>
    public string? Wrong => Address is null
        ? $"the environment variable {Variable} does not contain the address of a proxy, such as http://proxy.example:3128; the schemes http, https, socks5 and socks5h "
            + "are supported, and special characters in user name and password must be percent-encoded"
        : null;

    /// <summary>Reads what a variable holds.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="text">Its value; the default scheme is http.</param>
    public static ProxyAddress Read(string variable, string text)
    {
        var (scheme, rest) = Cut(text.Trim(), "://") is { } parts ? parts : ("http", text.Trim());
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        var at = authority.LastIndexOf('@');
        var place = authority[(at + 1)..];

        // An @ after a slash: the slash is part of a password, and what looks like the host is the user.
        var address = rest.LastIndexOf('@') > at ? null : AddressOf(scheme.ToLowerInvariant(), place);
        return new(variable, address, at < 0 ? null : LoginOf(authority[..at]));
    }

    /// <summary>Host and port, and where they come from.</summary>
    public override string ToString() => $"the proxy {Address?.Authority} (from {Variable})";

    private static Uri? AddressOf(string scheme, string place)
    {
        // Go and .NET both let a SOCKS proxy resolve names, whichever of the two the scheme is.
        var known = scheme == "socks5h" ? "socks5" : scheme;
        if (known is not ("http" or "https" or "socks5")) return null;
        if (!Uri.TryCreate($"{known}://{place}", UriKind.Absolute, out var address) || address.Host.Length == 0) return null;
        return address.Port < 0 ? new UriBuilder(address) { Port = SocksPort }.Uri : address;
    }

    private static NetworkCredential LoginOf(string text)
    {
        var (user, password) = Cut(text, ":") is { } parts ? parts : (text, string.Empty);
        return new(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
    }

    private static (string Before, string After)? Cut(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + mark.Length)..]) : null;
}
