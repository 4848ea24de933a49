using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>Client certificates of the shape that the CLI makes: self-signed, ECDSA P-521, SHA-512, localhost.</summary>
internal static class Certificates
{
    public static X509Certificate2 Host(DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        var request = new CertificateRequest("CN=localhost, O=HashiCorp", key, HashAlgorithmName.SHA512);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2"), new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(notBefore ?? now.AddSeconds(-30), notAfter ?? now.AddYears(30));
    }
}
