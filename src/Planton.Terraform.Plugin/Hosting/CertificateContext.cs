using System.Collections.ObjectModel;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Makes the TLS context of a self-signed certificate without a look at the system's trust store.</summary>
/// <remarks>
/// The public factory builds the certificate's chain, and for that reads every root certificate of the system: on Linux the
/// larger part of a plugin's start, in each of the several processes of one command. A self-signed certificate has no chain.
/// .NET offers no way to say so, hence the constructor behind the factory. It is no public contract: where a later .NET lacks
/// it, the factory does the same more slowly, and a test tells.
/// </remarks>
internal static class CertificateContext
{
    /// <summary>The context of a certificate that is its own issuer.</summary>
    public static SslStreamCertificateContext Create(X509Certificate2 selfSigned)
        => TryCreateWithoutChain(selfSigned) ?? SslStreamCertificateContext.Create(selfSigned, additionalCertificates: null, offline: true);

    /// <summary>The same without a chain, or null where this .NET does not have the constructor.</summary>
    internal static SslStreamCertificateContext? TryCreateWithoutChain(X509Certificate2 selfSigned)
    {
        try
        {
            return Construct(selfSigned, ReadOnlyCollection<X509Certificate2>.Empty, trust: null);
        }
        catch (MissingMethodException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SslStreamCertificateContext Construct(
        X509Certificate2 target, ReadOnlyCollection<X509Certificate2> intermediates, SslCertificateTrust? trust);
}
