using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Planton.DigitalOcean.Tls;

/// <summary>Judges the certificate of a server by the authorities that the machine trusts, and reads no more of them than that takes.</summary>
/// <param name="places">Where they are.</param>
internal sealed class ServerTrust(AuthorityPlaces places)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>TLS settings that ask this judge, or the platform's own where it has one.</summary>
    /// <param name="variable">Reads an environment variable; null when it is not set.</param>
    public static SslClientAuthenticationOptions Options(Func<string, string?> variable)
    {
        var options = new SslClientAuthenticationOptions
        {
#pragma warning disable CA5398 // Both versions by name: 1.1 must stay out whatever the system allows.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
            CertificateChainPolicy = new X509ChainPolicy
            {
                // On Linux, trusting no one here leaves the decision to the callback.
                TrustMode = OperatingSystem.IsLinux() ? X509ChainTrustMode.CustomRootTrust : X509ChainTrustMode.System,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        };
        if (!OperatingSystem.IsLinux()) return options;

        var trust = new ServerTrust(AuthorityPlaces.Of(variable));
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => trust.Accepts(certificate as X509Certificate2, chain, errors);
        return options;
    }

    /// <summary>Whether a server is who it says: the callback of a TLS handshake.</summary>
    /// <param name="server">Its certificate.</param>
    /// <param name="chain">The certificates that it sent.</param>
    /// <param name="errors">The errors that the platform found.</param>
    /// <exception cref="AuthenticationException">It is not; the text says why.</exception>
    public bool Accepts(X509Certificate2? server, X509Chain? chain, SslPolicyErrors errors)
    {
        if (server is null) throw new AuthenticationException("the server sent no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new AuthenticationException($"the server's certificate ({server.Subject}) is for another host");
        }

        if (WhyNotTrusted(server, chain?.ChainPolicy.ExtraStore ?? []) is { } reason)
        {
            throw new AuthenticationException($"the server's certificate ({server.Subject}, issued by {server.Issuer}) is not trusted: {reason}");
        }

        return true;
    }

    /// <summary>Says why no authority of this machine vouches for a certificate; null when one does.</summary>
    /// <param name="server">The certificate.</param>
    /// <param name="sent">The certificates that came with it.</param>
    public string? WhyNotTrusted(X509Certificate2 server, X509Certificate2Collection sent)
    {
        string? reason = null;
        var any = false;
        foreach (var authorities in Sources())
        {
            any |= authorities.Count > 0;
            if (Issuers(authorities, [server, .. sent]) is not { Count: > 0 } issuers) continue;
            if (WhyNotTrusted(server, sent, issuers) is not { } wrong) return null;
            reason = wrong;
        }

        return reason ?? (any
            ? "it was not issued by an authority that this machine trusts; to trust a private authority, add it to the bundle that SSL_CERT_FILE names"
            : places.Missing);
    }

    private static string? WhyNotTrusted(X509Certificate2 server, X509Certificate2Collection sent, X509Certificate2Collection issuers)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                ApplicationPolicy = { ServerAuthentication },
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(issuers);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        return chain.Build(server) ? null : string.Join("; ", chain.ChainStatus.Select(static status => status.StatusInformation.TrimEnd('.')).Distinct());
    }

    /// <summary>The bundle, then, only when that was not enough, the folders.</summary>
    private IEnumerable<List<Authority>> Sources()
    {
        yield return places.Files.Select(ReadFile).FirstOrDefault(static text => text is not null) is { } bundle ? PemAuthorities.Read(bundle) : [];
        foreach (var folder in places.Directories.Where(Directory.Exists))
        {
            yield return [.. Directory.EnumerateFiles(folder).Select(ReadFile).OfType<string>().SelectMany(PemAuthorities.Read)];
        }
    }

    /// <summary>The authorities that may have issued these certificates, and those above them.</summary>
    private static X509Certificate2Collection Issuers(List<Authority> authorities, IReadOnlyCollection<X509Certificate2> issued)
    {
        var found = new X509Certificate2Collection();
        var wanted = new Queue<X509Certificate2>(issued);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (wanted.TryDequeue(out var certificate))
        {
            var name = certificate.IssuerName.RawData;
            if (!seen.Add(Convert.ToHexString(name))) continue;
            foreach (var authority in authorities.Where(authority => authority.Subject.Span.SequenceEqual(name)))
            {
                var issuer = X509CertificateLoader.LoadCertificate(authority.Certificate.Span);
                found.Add(issuer);
                wanted.Enqueue(issuer);
            }
        }

        return found;
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Not there, or not for this user: another place may do, and where none does the error lists what to set.
        }
    }
}
