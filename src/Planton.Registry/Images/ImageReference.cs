using System.Diagnostics.CodeAnalysis;

namespace Planton.Registry.Images;

/// <summary>
/// The name of an image in DigitalOcean's registry, as a container's spec or status gives it. A name without a tag and a digest means the tag
/// <c>latest</c>; with both, the digest decides what is pulled.
/// </summary>
/// <param name="Repository">The repository, slashes included.</param>
/// <param name="Tag">The tag; null when only a digest is given.</param>
/// <param name="Digest">The digest; null when only a tag is given.</param>
internal sealed record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    /// <summary>The tag of a name that has neither tag nor digest.</summary>
    public const string DefaultTag = "latest";

    private const string Host = "registry.digitalocean.com";
    private const string DefaultPort = ":443";

    /// <summary>Reads a name; it fails for images of other hosts and for text that names no image.</summary>
    /// <param name="text">The name, with or without a runtime's prefix such as <c>docker-pullable://</c>.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        if (PathOf(WithoutScheme(text ?? string.Empty)) is not { } path) return false;

        var (name, digest) = Split(path, path.IndexOf('@', StringComparison.Ordinal));
        var colon = name.LastIndexOf(':');
        (name, var tag) = Split(name, colon > name.LastIndexOf('/') ? colon : -1);
        var (registry, repository) = Split(name, name.IndexOf('/', StringComparison.Ordinal));
        if (registry.Length == 0 || string.IsNullOrEmpty(repository) || tag is "" || digest is "") return false;

        reference = new(registry, repository, tag ?? (digest is null ? DefaultTag : null), digest);
        return true;
    }

    private static string WithoutScheme(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? text : text[(end + 3)..];
    }

    private static string? PathOf(string text)
    {
        var (host, path) = Split(text, text.IndexOf('/', StringComparison.Ordinal));
        var name = host.EndsWith(DefaultPort, StringComparison.Ordinal) ? host[..^DefaultPort.Length] : host;
        return name.Equals(Host, StringComparison.OrdinalIgnoreCase) ? path : null;
    }

    private static (string Before, string? After) Split(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
}
