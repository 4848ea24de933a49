using System.Net;
using System.Net.Security;
using Planton.DigitalOcean.Proxies;

namespace Planton.DigitalOcean.Http;

/// <summary>Makes the connections of this client: no redirects, which would carry a token elsewhere, and no cookies.</summary>
internal static class Sockets
{
    public static SocketsHttpHandler Create(EnvironmentProxy? proxies, SslClientAuthenticationOptions trust) => new()
    {
        Proxy = proxies,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),

        // Shorter than the idle limits of load balancers: a write on a connection that the other side has just closed would be ambiguous.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        SslOptions = trust,
    };
}
