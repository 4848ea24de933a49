using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>
/// Reads the state of a registry that the official DigitalOcean provider managed, for a <c>moved</c> block. Both of its resource types contain one
/// registry each, in the same format: version 0, as written by the releases 2.0 to 2.99.
/// </summary>
internal static partial class OfficialRegistryState
{
    private const string Provider = "digitalocean/digitalocean";
    private const string ProviderName = "digitalocean";
    private const long KnownVersion = 0;
    private const int MatchTimeoutMilliseconds = 1000;

    /// <summary>
    /// Whether a state is that of an official registry, no matter which registry host its provider came from. OpenTofu 1.11 gives only the
    /// provider's name instead of its address (opentofu/opentofu#4352).
    /// </summary>
    /// <param name="source">The state.</param>
    public static bool IsSource(MoveSource source) =>
        source.TypeName is "digitalocean_container_registry" or "digitalocean_container_registries"
        && (source.ProviderAddress == ProviderName || source.Is(Provider, source.TypeName));

    /// <summary>The same registry as a state of this provider.</summary>
    /// <param name="source">The state.</param>
    /// <exception cref="DiagnosticException">The state does not have the known format; nothing was changed.</exception>
    public static RegistryModel Read(MoveSource source)
    {
        if (source.SchemaVersion != KnownVersion)
        {
            throw Refused(
                source, $"its state has version {source.SchemaVersion}, and this release supports only version {KnownVersion}", "Use a newer release of this provider, or");
        }

        if (source.State.ValueKind != JsonValueKind.Object) throw Refused(source, "its state is not an object");
        var name = Text(source, "name") ?? Text(source, "id") ?? throw Refused(source, "its state has no name");
        if (RegistryRules.ValidateName(name) is { } wrong) throw Refused(source, $"its name cannot be managed here. {wrong.TrimEnd('.')}");
        return new()
        {
            Id = name,
            Name = name,
            Region = Text(source, "region"),
            SubscriptionTierSlug = Text(source, "subscription_tier_slug"),
            GarbageCollectionEnabled = false,
            DeletionProtection = false,
            Endpoint = $"{RegistryAddress.Server}/{name}",
            ServerUrl = RegistryAddress.Server,
            CreatedAt = ToRfc3339(Text(source, "created_at")),
            StorageUsageBytes = Bytes(source, "storage_usage_bytes"),
        };
    }

    /// <summary>
    /// Converts a time in the official provider's format, which is Go's (<c>2020-03-21 16:02:37.5 +0000 UTC</c>), to RFC 3339 in UTC. Null for
    /// anything else: the next refresh sets it.
    /// </summary>
    /// <param name="text">The time.</param>
    public static string? ToRfc3339(string? text)
    {
        if (text is null) return null;
        if (GoTime().Match(text) is not { Success: true } match)
        {
            // If it is RFC 3339 some day, nothing has to be converted.
            return text.Contains('T', StringComparison.Ordinal) && Rfc3339.Parse(text) is not null ? text : null;
        }

        var (zone, fraction) = (match.Groups["zone"].Value, match.Groups["fraction"].Value);
        if (!DateTimeOffset.TryParseExact(
            $"{match.Groups["date"].Value}T{match.Groups["time"].Value}{zone[..3]}:{zone[3..]}",
            "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return null;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}{fraction}Z");
    }

    private static string? Text(MoveSource source, string name) => Find(source, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: > 0 } text ? text : null,
        _ => throw Refused(source, $"the attribute \"{name}\" of its state is not a string"),
    };

    private static TfValue<long> Bytes(MoveSource source, string name) => Find(source, name) switch
    {
        null => default,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var bytes) => bytes,
        _ => throw Refused(source, $"the attribute \"{name}\" of its state is not a whole number"),
    };

    private static JsonElement? Find(MoveSource source, string name) =>
        source.State.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static DiagnosticException Refused(MoveSource source, string why, string besides = "Instead,") => new(
        "Registry cannot be moved",
        $"A {source.TypeName} of {source.ProviderAddress} cannot become a {RegistryResource.Name}: {why}. Nothing was changed.\n\n"
        + $"{besides} replace the moved block with a removed block (with destroy = false) for the old resource and an import block for the new one.");

    [GeneratedRegex(
        @"\A(?<date>\d{4}-\d{2}-\d{2}) (?<time>\d{2}:\d{2}:\d{2})(?<fraction>\.\d{1,9})? (?<zone>[+-]\d{4}) [A-Z0-9+-]{1,5}\z",
        RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex GoTime();
}
