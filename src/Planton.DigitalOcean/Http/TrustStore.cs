using System.Security.Cryptography.X509Certificates;

namespace Planton.DigitalOcean;

/// <summary>
/// Finds the certificates of the authorities that the machine trusts. OpenSSL looks where it was built to look, which in a statically linked
/// executable is Debian's place on every system; so the usual bundles of other distributions are looked for here.
/// </summary>
internal static class TrustStore
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FolderVariable = "SSL_CERT_DIR";

    /// <summary>Where OpenSSL looks by itself, as Debian builds it.</summary>
    private const string BuiltIn = "/usr/lib/ssl/certs";

    /// <summary>The bundles of Debian and Alpine, Fedora and its kin, openSUSE, older Red Hat, CentOS 7, and Alpine again.</summary>
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>Says what to do on a machine without any, or where what the environment names is not there; null where there are some.</summary>
    public static string? Missing
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return null;
            if (Named(FileVariable) is { } file && !File.Exists(file)) return $"{FileVariable} names {file}, and there are no certificates";
            if (Named(FolderVariable) is { } folders && !folders.Split(':').Any(HoldsFiles)) return $"{FolderVariable} names {folders}, and there are no certificates";
            return IsLeftToOpenSsl() || Bundles.Any(File.Exists)
                ? null
                : $"no certificates of authorities were found on this machine; install the package ca-certificates, or set {FileVariable} to a bundle";
        }
    }

    /// <summary>The policy by which a server's certificate is judged; null for the platform's own.</summary>
    /// <param name="endpoint">The address of the API.</param>
    public static X509ChainPolicy? PolicyFor(Uri endpoint)
    {
        if (endpoint.Scheme != Uri.UriSchemeHttps || IsLeftToOpenSsl() || Bundles.FirstOrDefault(File.Exists) is not { } bundle) return null;

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(bundle);
        return policy;
    }

    /// <summary>The variables are OpenSSL's own, and it honours them wherever it was built.</summary>
    private static bool IsLeftToOpenSsl() =>
        !OperatingSystem.IsLinux() || Named(FileVariable) is not null || Named(FolderVariable) is not null || HoldsFiles(BuiltIn);

    /// <summary>The folder is also there, and empty, where OpenSSL is installed without the authorities.</summary>
    private static bool HoldsFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
