using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>TLS in which each side knows the other's one certificate, and trusts nothing else.</summary>
/// <remarks>
/// The host passes its certificate through the environment and takes ours from the handshake line. Both are made for one
/// process and never stored. A chain, a name or the system's trust store would add nothing to the comparison of the bytes.
/// </remarks>
internal sealed partial class MutualTls : IDisposable
{
    /// <summary>Variable with the host's certificate as PEM. Absent when the user turned TLS off for plugins.</summary>
    public const string ClientCertificateVariable = "PLUGIN_CLIENT_CERT";

    // Clocks within one machine agree, but a plugin may also be reached from a container or a guest beside it.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(30);

    // A process may outlive any run; the certificate dies with it in any case.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private readonly X509Certificate2 _clientCertificate;
    private readonly X509Certificate2 _serverCertificate;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task<SslServerAuthenticationOptions> _serverOptions;

    /// <summary>Prepares TLS for the host whose certificate is given.</summary>
    /// <param name="clientCertificatePem">The value of <see cref="ClientCertificateVariable"/>.</param>
    /// <param name="time">Clock by which certificates are valid.</param>
    /// <param name="logger">Told of each connection that is refused.</param>
    /// <exception cref="PluginStartException">The value holds no certificate.</exception>
    public MutualTls(string clientCertificatePem, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _clientCertificate = Parse(clientCertificatePem);
        _serverCertificate = CreateServerCertificate(time.GetUtcNow());
        // On Linux .NET reads every root certificate of the system before it builds any chain, even one that needs none of them.
        // That takes longer than all else here. It runs beside the rest of the start, and the host need not wait for it.
        _serverOptions = Task.Run(CreateServerOptions);
    }

    /// <summary>The server's certificate as DER, for the handshake line.</summary>
    public ReadOnlySpan<byte> ServerCertificate => _serverCertificate.RawDataMemory.Span;

    /// <summary>How to authenticate each connection.</summary>
    public ValueTask<SslServerAuthenticationOptions> ServerOptionsAsync() => new(_serverOptions);

    public void Dispose()
    {
        _clientCertificate.Dispose();
        _serverCertificate.Dispose();
    }

    private static X509Certificate2 Parse(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new PluginStartException($"The environment variable {ClientCertificateVariable} holds no certificate in PEM form: {e.Message}", e);
        }
    }

    /// <summary>A certificate that every TLS library in use takes as its own issuer, of the shape that go-plugin makes.</summary>
    private static X509Certificate2 CreateServerCertificate(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [Oids.ServerAuthentication, Oids.ClientAuthentication], critical: false));
        var certificate = request.CreateSelfSigned(now - ClockSkew, now + Lifetime);
        return OperatingSystem.IsWindows() ? Reimport(certificate) : certificate;
    }

    /// <summary>Schannel cannot use a key that lives in memory only; a round trip through PKCS#12 gives it a named one.</summary>
    private static X509Certificate2 Reimport(X509Certificate2 certificate)
    {
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    private SslServerAuthenticationOptions CreateServerOptions() => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(_serverCertificate, additionalCertificates: null, offline: true),
        ApplicationProtocols = [SslApplicationProtocol.Http2],
#pragma warning disable CA5398 // Both versions by name: a host may be bound to 1.2, and 1.1 must stay out whatever the system allows.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = IsTheHost,
        // A resumed session would skip the look at the certificate, and a host connects once.
        AllowTlsResume = false,
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        // A chain is built before the callback is asked. This keeps the network out of it, and trust in anyone else.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _clientCertificate },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    private bool IsTheHost(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            ClientWithoutCertificate(_logger);
            return false;
        }

        if (!certificate.GetRawCertData().AsSpan().SequenceEqual(_clientCertificate.RawDataMemory.Span))
        {
            ClientWithOtherCertificate(_logger, certificate.Subject);
            return false;
        }

        var now = _time.GetUtcNow().UtcDateTime;
        var (from, to) = (_clientCertificate.NotBefore.ToUniversalTime(), _clientCertificate.NotAfter.ToUniversalTime());
        if (from <= now && now <= to) return true;

        ClientCertificateOutOfDate(_logger, from, to);
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "Refused a connection: the client has no certificate.")]
    private static partial void ClientWithoutCertificate(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Refused a connection: the client's certificate, {tls_subject}, is not the one of PLUGIN_CLIENT_CERT.")]
    private static partial void ClientWithOtherCertificate(ILogger logger, string tls_subject);

    [LoggerMessage(LogLevel.Warning, "Refused a connection: the certificate of PLUGIN_CLIENT_CERT is valid from {tls_not_before:O} to {tls_not_after:O}, not now.")]
    private static partial void ClientCertificateOutOfDate(ILogger logger, DateTime tls_not_before, DateTime tls_not_after);

    private static class Oids
    {
        public static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
        public static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");
    }
}
