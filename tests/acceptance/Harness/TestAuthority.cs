using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Planton.Acceptance.Harness;

/// <summary>An authority that nobody trusts yet, and the certificate of a server that it has signed.</summary>
internal sealed class TestAuthority : IDisposable
{
    /// <summary>A name that every resolver leads to this machine, beside the loopback addresses.</summary>
    public const string ServerName = "localhost";

    private TestAuthority(X509Certificate2 authority, X509Certificate2 server) => (Certificate, Server) = (authority, server);

    public X509Certificate2 Certificate { get; }

    public X509Certificate2 Server { get; }

    /// <summary>Makes one.</summary>
    /// <param name="names">The names that the server's certificate is for; the loopback address of IPv6 is always among them.</param>
    public static TestAuthority Create(params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = MakeAuthority(key);
        return new(authority, MakeServer(authority, names));
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Server.Dispose();
    }

    private static X509Certificate2 MakeAuthority(ECDsa key)
    {
        var request = new CertificateRequest("CN=An authority of the tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 MakeServer(X509Certificate2 authority, string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hosts[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts) names.AddDnsName(host);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
