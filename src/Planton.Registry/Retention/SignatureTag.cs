using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Planton.Registry.Retention;

/// <summary>
/// Tags under which signatures, attestations and bills of materials are stored beside the image that they belong to: <c>sha256-HEX.sig</c>,
/// <c>.att</c> and <c>.sbom</c>, after the digest of the image.
/// </summary>
internal static partial class SignatureTag
{
    // The pattern needs no backtracking; the limit only says so to whoever changes it.
    private const int MatchTimeoutMilliseconds = 1000;

    /// <summary>Reads the digest of the image that a tag's content belongs to; it fails for tags of images.</summary>
    public static bool TryGetSubject(string tag, [NotNullWhen(true)] out string? digest)
    {
        var match = Pattern().Match(tag);
        digest = match.Success ? $"sha256:{match.Groups["hex"].ValueSpan}" : null;
        return match.Success;
    }

    [GeneratedRegex(@"\Asha256-(?<hex>[0-9a-f]{64})\.(sig|att|sbom)\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex Pattern();
}
