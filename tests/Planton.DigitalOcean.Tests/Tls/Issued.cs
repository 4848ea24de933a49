using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Planton.DigitalOcean.Tests.Tls;

/// <summary>A certificate with its key.</summary>
internal sealed record Issued(X509Certificate2 Certificate, ECDsa Key)
{
    public string Pem => Certificate.ExportCertificatePem();

    public static Issued Authority(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(Request(name, key, isAuthority: true, use: null).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10)), key);
    }

    public Issued Server() => Issue("CN=api");

    /// <summary>A server's certificate for a host name or an address, as TLS takes it.</summary>
    public X509Certificate2 ForHost(string host)
    {
        var issued = Issue($"CN={host}", host: host);
        using var withKey = issued.Certificate.CopyWithPrivateKey(issued.Key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    public Issued Issue(string name, bool isAuthority = false, int from = -1, int to = 1, string? use = "1.3.6.1.5.5.7.3.1", string? host = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, isAuthority, isAuthority ? null : use);
        if (host is not null) request.CertificateExtensions.Add(Names(host));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var generator = X509SignatureGenerator.CreateForECDsa(Key);
        return new(request.Create(Certificate.SubjectName, generator, DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(to), RandomNumberGenerator.GetBytes(8)), key);
    }

    private static X509Extension Names(string host)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        return names.Build();
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority, string? use)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (use is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        return request;
    }
}
