using System.Text;
using System.Text.RegularExpressions;

namespace Planton.Dist;

/// <summary>
/// The C libraries inside an executable, by the versions that they themselves leave in it: so the bill of materials says what was linked, not what
/// should have been.
/// </summary>
internal static class NativeParts
{
    // The pattern is run over the whole executable, so it must not go back.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly (string Name, string Licence, string Url, Regex Version)[] Known =
    [
        ("glibc", "LGPL-2.1-or-later", "pkg:generic/glibc", new(@"GNU C Library \([^)]*\) stable release version (?<version>[0-9]+\.[0-9]+)", Linear)),
        ("openssl", "Apache-2.0", "pkg:generic/openssl", new("OpenSSL (?<version>3\\.[0-9]+\\.[0-9]+) [0-9]+ [A-Z][a-z][a-z] 20", Linear)),
        ("zlib-ng", "Zlib", "pkg:generic/zlib-ng", new(@"(?<version>[0-9]+\.[0-9]+\.[0-9]+\.zlib-ng)", Linear)),
    ];

    /// <summary>Finds them.</summary>
    /// <param name="executable">The bytes of the executable.</param>
    public static IEnumerable<Part> In(byte[] executable)
    {
        var text = Encoding.Latin1.GetString(executable);
        foreach (var (name, licence, url, pattern) in Known)
        {
            if (pattern.Match(text) is not { Success: true } match) continue;
            var version = match.Groups["version"].Value;
            yield return new Part(name, version, licence, $"{url}@{version}", null, []);
        }
    }
}
