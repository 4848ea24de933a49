using System.Text;

namespace Planton.DigitalOcean.Kubernetes;

/// <summary>The way into a cluster's own API.</summary>
public sealed class ClusterCredentials
{
    internal ClusterCredentials(string clusterUuid, Uri server, string authorities, string token) =>
        (ClusterUuid, Server, Authorities, Token) = (clusterUuid, server, authorities, token);

    /// <summary>The cluster.</summary>
    public string ClusterUuid { get; }

    /// <summary>The address of the cluster's API.</summary>
    public Uri Server { get; }

    /// <summary>The only authorities that vouch for that server, PEM.</summary>
    public string Authorities { get; }

    /// <summary>Secret: the bearer token.</summary>
    internal string Token { get; }

    /// <summary>Everything but the token.</summary>
    /// <returns>Text fit for a log.</returns>
    public override string ToString() => $"ClusterCredentials {{ ClusterUuid = {ClusterUuid}, Server = {Server} }}";
}

/// <summary>Credentials as the API writes them.</summary>
internal sealed record ClusterCredentialsBody(string? Server, string? CertificateAuthorityData, string? Token)
{
    /// <summary>The credentials; null when they cannot be used, or must not, as over plain http.</summary>
    public ClusterCredentials? For(string clusterUuid)
    {
        if (!Uri.TryCreate(Server, UriKind.Absolute, out var server) || server.Scheme != Uri.UriSchemeHttps) return null;
        if (Token is not { Length: > 0 } token || !token.All(static character => character is > ' ' and < '\x7f')) return null;
        return Authorities() is { Length: > 0 } authorities ? new(clusterUuid, server, authorities, token) : null;
    }

    private string? Authorities()
    {
        var bytes = new byte[CertificateAuthorityData?.Length ?? 0];
        return Convert.TryFromBase64String(CertificateAuthorityData ?? "", bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
