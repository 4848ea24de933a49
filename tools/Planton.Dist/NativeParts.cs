using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Planton.Dist;

/// <summary>
/// The C libraries inside an executable, by the versions that they themselves leave in it: so the bill of materials says what was linked, not what
/// should have been.
/// </summary>
internal static partial class NativeParts
{
    /// <summary>Finds them.</summary>
    /// <param name="executable">The bytes of the executable.</param>
    public static IEnumerable<Part> In(byte[] executable)
    {
        var text = Encoding.Latin1.GetString(executable);
        return
        [
            .. Found(text, GnuC(), "glibc", "LGPL-2.1-or-later", "pkg:generic/glibc@{0}"),
            .. Found(text, OpenSsl(), "openssl", "Apache-2.0", "pkg:generic/openssl@{0}"),
            .. Found(text, Zlib(), "zlib-ng", "Zlib", "pkg:github/zlib-ng/zlib-ng@{0}"),
        ];
    }

    private static IEnumerable<Part> Found(string text, Regex pattern, string name, string licence, string url) => pattern.Match(text) is { Success: true } match
        ? [new Part(name, match.Groups["version"].Value, licence, string.Format(null, CompositeFormat.Parse(url), match.Groups["version"].Value), null, [])]
        : [];

    [GeneratedRegex(@"GNU C Library \(.*?\) stable release version (?<version>[0-9.]+)\.", RegexOptions.ExplicitCapture)]
    private static partial Regex GnuC();

    [GeneratedRegex(@"OpenSSL (?<version>3\.[0-9]+\.[0-9]+) [0-9]+ [A-Z][a-z]{2} 20", RegexOptions.ExplicitCapture)]
    private static partial Regex OpenSsl();

    [GeneratedRegex(@"(?<version>[0-9]+\.[0-9]+\.[0-9]+)\.zlib-ng", RegexOptions.ExplicitCapture)]
    private static partial Regex Zlib();
}
