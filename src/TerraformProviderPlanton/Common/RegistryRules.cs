using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;

namespace TerraformProviderPlanton.Common;

/// <summary>The rules for names of registries, tiers and regions.</summary>
internal static partial class RegistryRules
{
    // The patterns do not backtrack; the timeout only guards against future changes.
    private const int MatchTimeoutMilliseconds = 1000;

    /// <summary>The tiers, from small to large.</summary>
    public static IReadOnlyList<string> Tiers { get; } = ["starter", "basic", "professional"];

    /// <summary>The names that the API uses as paths in place of a registry's name.</summary>
    public static IReadOnlyList<string> ReservedNames { get; } = ["options", "subscription", "validate-name"];

    /// <summary>The rule for a registry's name.</summary>
    public static Validator<string> Name { get; } = new NameRule();

    /// <summary>The rule for a tier's slug.</summary>
    public static Validator<string> Tier { get; } = new OneOf(Tiers);

    /// <summary>The rule for the format of a region's slug. The API decides which regions exist.</summary>
    public static Validator<string> Region { get; } = new Matches(RegionPattern(), "be a region slug of three letters and a digit, such as `fra1`");

    /// <summary>The rule for the uuid of a cluster.</summary>
    public static Validator<string> Uuid { get; } = new Matches(
        UuidPattern(), "be a UUID in lower case, such as `bd5f5959-5e1e-4205-a714-a914373942af`");

    /// <summary>What is wrong with a registry's name; null when nothing is.</summary>
    public static string? ValidateName(string name)
    {
        if (ReservedNames.Contains(name)) return $"The name \"{name}\" is reserved by the API: a registry of that name could not be read.";
        return name.Length <= 63 && NamePattern().IsMatch(name)
            ? null
            : "A registry name has 1 to 63 lower-case letters, digits and dashes, and neither begins nor ends with a dash.";
    }

    /// <summary>Whether a text has the shape of a region's slug.</summary>
    public static bool IsRegion(string text) => RegionPattern().IsMatch(text);

    /// <summary>Whether a text is the uuid of a cluster.</summary>
    public static bool IsUuid(string text) => UuidPattern().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z]{3}[0-9]\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\z", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex UuidPattern();

    private sealed class NameRule : Validator<string>
    {
        public override string Description =>
            $"have 1 to 63 lower-case letters, digits and dashes, with a letter or digit at both ends, and not be {string.Join(", ", ReservedNames.Select(static name => $"`{name}`"))}";

        public override void Validate(ValidatorRequest<string> request)
        {
            if (ValidateName(request.Value) is { } wrong) request.Refuse(wrong);
        }
    }
}
