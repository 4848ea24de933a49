using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Planton.DigitalOcean.Tls;

/// <summary>TLS for a server whose certificate comes from an authority of its own, as that of a cluster does.</summary>
internal static class PrivateTrust
{
    /// <summary>Settings that trust the given authorities and no other. The name of the host is checked as always.</summary>
    public static SslClientAuthenticationOptions Options(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return new()
        {
#pragma warning disable CA5398 // Both versions by name: 1.1 must stay out whatever the system allows.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
            CertificateChainPolicy = policy,
        };
    }
}
