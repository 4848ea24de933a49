using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>A cluster's own certificate authority and the server certificate it has issued.</summary>
internal sealed class ClusterAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    private ClusterAuthority(X509Certificate2 authority, X509Certificate2 server)
    {
        _authority = authority;
        _server = server;
        Tls = new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(server, [authority], offline: true) };
    }

    /// <summary>The authority's certificate as PEM; clients must trust it and no other.</summary>
    public string Pem => _authority.ExportCertificatePem();

    public SslServerAuthenticationOptions Tls { get; }

    /// <param name="host">The host name of the real cluster with this id; the certificate is valid for it and for the loopback address.</param>
    /// <param name="now">The real time: clients check certificates against their own clock.</param>
    public static ClusterAuthority Create(string host, DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=k8saas Cluster CA,O=DigitalOcean", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var identifier = new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, critical: false);
        authorityRequest.CertificateExtensions.Add(identifier);
        var (from, to) = (now.AddDays(-1), now.AddYears(1));
        var authority = authorityRequest.CreateSelfSigned(from, to);
        return new ClusterAuthority(authority, Issue(authority, identifier, host, from, to));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
    }

    private static X509Certificate2 Issue(
        X509Certificate2 authority, X509SubjectKeyIdentifierExtension identifier, string host, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        using var issued = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(8));
        using var withKey = issued.CopyWithPrivateKey(key);
        // Some platforms cannot use an ephemeral private key in TLS.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
