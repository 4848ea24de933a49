using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Planton.Registry.Images;

namespace Planton.Registry.Retention;

/// <summary>
/// Tags under which signatures, attestations and bills of materials are stored beside the image that they belong to, after its digest:
/// <c>sha256-HEX.sig</c>, <c>.att</c> and <c>.sbom</c> each hold one kind, and <c>sha256-HEX</c> is the list of all of them, which clients of
/// OCI 1.1 keep in a registry without a referrers API.
/// </summary>
internal static partial class SignatureTag
{
    // The pattern needs no backtracking; the limit only says so to whoever changes it.
    private const int MatchTimeoutMilliseconds = 1000;

    /// <summary>Reads the digest of the image that a tag's content belongs to; it fails for tags of images.</summary>
    public static bool TryGetSubject(ImageTag tag, [NotNullWhen(true)] out string? digest) => TryGetSubject(tag.Tag, tag.Digest, out digest);

    /// <summary>As <see cref="TryGetSubject(ImageTag, out string?)"/>, for the name of a tag and what it points to.</summary>
    public static bool TryGetSubject(string tag, string? pointsTo, [NotNullWhen(true)] out string? digest)
    {
        var match = Pattern().Match(tag);
        digest = match.Success ? $"sha256:{match.Groups["hex"].ValueSpan}" : null;

        // Some builds tag an image with its own digest, so that it has a tag that never moves.
        if (match.Success && !match.Groups["kind"].Success && digest == pointsTo) digest = null;
        return digest is not null;
    }

    [GeneratedRegex(@"\Asha256-(?<hex>[0-9a-f]{64})(\.(?<kind>sig|att|sbom))?\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex Pattern();
}
