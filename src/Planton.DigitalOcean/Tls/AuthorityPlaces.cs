namespace Planton.DigitalOcean.Tls;

/// <summary>
/// Where a Linux machine stores the certificates of the authorities that it trusts. A statically linked OpenSSL uses one distribution's places on all
/// distributions, so they are listed here: the places that Go programs use, such as the other providers of the same run.
/// </summary>
/// <param name="Files">Bundles; the first that can be read counts.</param>
/// <param name="Directories">Folders of single certificates, read if the bundle does not contain the issuer.</param>
internal sealed record AuthorityPlaces(IReadOnlyList<string> Files, IReadOnlyList<string> Directories)
{
    /// <summary>Variable with the path of a bundle, which is read instead of the usual bundles; the folders stay.</summary>
    public const string FileVariable = "SSL_CERT_FILE";

    /// <summary>Variable with folders, separated by colons, which are read instead of the usual folders; the bundle stays.</summary>
    public const string DirectoryVariable = "SSL_CERT_DIR";

    /// <summary>The places of Debian, Gentoo and Alpine; Fedora and RHEL 6; openSUSE; OpenELEC; CentOS and RHEL 7; Alpine again.</summary>
    public static AuthorityPlaces Usual { get; } = new(
        [
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/pki/tls/cacert.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/cert.pem",
        ],
        ["/etc/ssl/certs", "/etc/pki/tls/certs", "/usr/lib/ssl/certs"]);

    /// <summary>What to tell a user when there is no certificate in any of them.</summary>
    public string Missing { get; init; } = $"no certificate authorities were found on this machine; install the package ca-certificates, or set {FileVariable} to a bundle";

    /// <summary>The usual places, but for what the environment says. As in Go and OpenSSL, each variable stands for its own kind of place alone.</summary>
    /// <param name="variable">Reads an environment variable; null when it is not set.</param>
    public static AuthorityPlaces Of(Func<string, string?> variable)
    {
        var places = Usual;
        if (variable(DirectoryVariable) is { Length: > 0 } folders)
        {
            places = places with { Directories = folders.Split(':', StringSplitOptions.RemoveEmptyEntries), Missing = Named(DirectoryVariable, folders) };
        }

        if (variable(FileVariable) is { Length: > 0 } file) places = places with { Files = [file], Missing = Named(FileVariable, file) };
        return places;
    }

    private static string Named(string variable, string value) => $"{variable} names {value}, which contains no certificates";
}
