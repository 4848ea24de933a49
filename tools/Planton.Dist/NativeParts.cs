using System.Diagnostics;
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

    // With the package of Debian and its kin that has the static library: its version grows with each security fix, where that of the library stays.
    private static readonly (string Name, string Licence, string Url, string? Package, Regex Version)[] Known =
    [
        ("glibc", "LGPL-2.1-or-later", "pkg:generic/glibc", "libc6-dev", new(@"GNU C Library \([^)]*\) stable release version (?<version>[0-9]+\.[0-9]+)", Linear)),
        ("openssl", "Apache-2.0", "pkg:generic/openssl", "libssl-dev", new("OpenSSL (?<version>3\\.[0-9]+\\.[0-9]+) [0-9]+ [A-Z][a-z][a-z] 20", Linear)),
        ("zlib-ng", "Zlib", "pkg:generic/zlib-ng", null, new(@"(?<version>[0-9]+\.[0-9]+\.[0-9]+\.zlib-ng)", Linear)),
    ];

    /// <summary>Finds them.</summary>
    /// <param name="executable">The bytes of the executable.</param>
    /// <param name="platform">The platform that it is for, as Terraform names it.</param>
    public static IEnumerable<Part> In(byte[] executable, string platform)
    {
        var text = Encoding.Latin1.GetString(executable);
        foreach (var (name, licence, url, package, pattern) in Known)
        {
            if (pattern.Match(text) is not { Success: true } match) continue;
            var version = match.Groups["version"].Value;
            yield return new Part(name, version, licence, $"{url}@{version}", null, [], package is null ? null : Installed(package, platform));
        }
    }

    /// <summary>The installed version of a package, of this machine's processor or of another; null on a distribution without such packages.</summary>
    private static string? Installed(string package, string platform)
    {
        var architecture = platform[(platform.IndexOf('_', StringComparison.Ordinal) + 1)..];
        // The C library for another processor comes under a name of its own, with the cross compiler.
        return Ask($"{package}:{architecture}") ?? Ask($"{package}-{architecture}-cross");
    }

    private static string? Ask(string package)
    {
        const string Tool = "/usr/bin/dpkg-query";
        if (!File.Exists(Tool)) return null;
        using var query = Process.Start(new ProcessStartInfo(Tool, ["-W", "-f", "${Package}=${Version}", package]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = query.StandardError.ReadToEndAsync();
        var answer = query.StandardOutput.ReadToEnd();
        query.WaitForExit();
        return errors.Result.Length == 0 && query.ExitCode == 0 ? answer : null;
    }
}
