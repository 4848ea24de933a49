using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>The rules for the settings of the app.</summary>
internal static partial class AppRules
{
    // The patterns do not backtrack; the timeout only guards against future changes.
    private const int MatchTimeoutMilliseconds = 1000;

    public static Validator<string> Region { get; } = new Matches(RegionPattern(), "be the slug of an App Platform region, such as `fra` or `nyc1`");

    public static Validator<string> ImageTag { get; } = new Matches(TagPattern(), "be the tag of an image, such as `1-latest`");

    public static Validator<string> Project { get; } = RegistryRules.Uuid;

    public static Validator<string> NotBlank { get; } = new Matches(NotBlankPattern(), "not be empty or have spaces");

    [GeneratedRegex(@"\A[a-z]{3}[0-9]?\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"\A\S+\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex NotBlankPattern();
}
