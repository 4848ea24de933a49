using System.Text.RegularExpressions;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Functions;

/// <summary>The rules for the parts of an image's address: DigitalOcean's for the registry, OCI's for the rest.</summary>
internal static partial class ImageRules
{
    /// <summary>The maximum number of characters that clients accept before the tag, including the host.</summary>
    private const int MaxName = 255;

    // The patterns do not backtrack; the timeout only guards against future changes.
    private const int MatchTimeoutMilliseconds = 1000;

    /// <summary>The whole address, from valid parts.</summary>
    /// <param name="tag">The tag or digest.</param>
    public static string Join(string registry, string repository, string tag) => $"{Prefix(registry)}{repository}{(IsDigest(tag) ? '@' : ':')}{tag}";

    /// <summary>What is wrong with a registry's name; null when nothing is.</summary>
    public static string? ValidateRegistry(string registry)
    {
        if (RegistryRules.ValidateName(registry) is not { } wrong) return null;
        return registry.Contains('/', StringComparison.Ordinal) ? $"{wrong} Give the name alone, without \"{RegistryAddress.Server}/\"." : wrong;
    }

    /// <summary>What is wrong with a repository's name; null when nothing is.</summary>
    public static string? ValidateRepository(string repository, string registry)
    {
        var longest = MaxName - Prefix(registry).Length;
        if (repository.Length > longest)
        {
            return $"The repository has {repository.Length} characters; in the registry \"{registry}\" it may have at most {longest}, since clients "
                + $"accept {MaxName} characters before the tag, including host and registry.";
        }

        return RepositoryPattern().IsMatch(repository)
            ? null
            : "A repository has one or more parts separated by \"/\". A part consists of lower-case letters and digits, separated by single dots, one or "
                + "two underscores, or dashes, such as \"web\" or \"team/web-app\".";
    }

    /// <summary>What is wrong with a tag or digest; null when nothing is.</summary>
    /// <param name="tag">The tag or digest.</param>
    public static string? ValidateTag(string tag)
    {
        if (TagPattern().IsMatch(tag) || IsDigest(tag)) return null;
        return tag.Contains(':', StringComparison.Ordinal)
            ? "A digest is \"sha256:\" followed by 64 lower-case hexadecimal digits, with nothing before or after it."
            : "A tag has 1 to 128 letters, digits, underscores, dots and dashes, and begins with neither a dot nor a dash. A digest is \"sha256:\" "
                + "followed by 64 lower-case hexadecimal digits.";
    }

    private static string Prefix(string registry) => $"{RegistryAddress.Server}/{registry}/";

    private static bool IsDigest(string tag) => DigestPattern().IsMatch(tag);

    [GeneratedRegex(@"\A[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)*\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex DigestPattern();
}
