using System.Diagnostics.CodeAnalysis;
using TerraformProviderPlanton.Common;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Functions;

/// <summary>Reads the manifest of a <c>DigitalOceanContainerRegistry</c>, and says of each key what is wrong with it.</summary>
internal static class ManifestDecoder
{
    private const string Kind = "DigitalOceanContainerRegistry";

    /// <summary>Project Planton checks for the first and documents the second.</summary>
    private static readonly string[] ApiVersions = ["digital-ocean.project-planton.org/v1", "digitalocean.project-planton.org/v1"];

    private static readonly string[] RootKeys = ["apiVersion", "kind", "metadata", "spec", "status"];
    private static readonly string[] MetadataKeys = ["name", "slug", "id", "org", "env", "labels", "annotations", "tags", "relationships", "version"];
    private static readonly string[] SpecKeys = ["name", "subscription_tier", "region", "garbage_collection_enabled"];

    /// <summary>Decodes a manifest.</summary>
    /// <param name="yaml">Its text.</param>
    /// <param name="manifest">What it says.</param>
    /// <param name="error">Everything that is wrong with it, with keys and lines.</param>
    public static bool TryDecode(string yaml, [NotNullWhen(true)] out RegistryManifest? manifest, [NotNullWhen(false)] out string? error)
    {
        manifest = null;
        if (!ManifestYaml.TryRead(yaml, out var root, out error)) return false;

        var errors = new ManifestErrors();
        var decoded = Decode(root, errors);
        if (errors.IsEmpty) manifest = decoded;
        error = errors.IsEmpty ? null : errors.ToString();
        return manifest is not null;
    }

    private static RegistryManifest? Decode(YamlNode node, ManifestErrors errors)
    {
        if (node is not YamlMappingNode mapping)
        {
            var hint = node is YamlScalarNode ? " Give the text of the manifest and not the name of its file: file(\"registry.yaml\")." : string.Empty;
            errors.Add(node.Start, $"A manifest is a mapping with the keys {string.Join(", ", RootKeys)}, not {ManifestScalar.NameOf(node)}.{hint}");
            return null;
        }

        var root = new ManifestMapping(mapping, string.Empty, RootKeys, errors);
        CheckApiVersion(root["apiVersion"]);

        // A manifest of another kind has other keys; to name them all would drown the one error that counts.
        if (!IsOfKind(root["kind"])) return null;
        var metadata = root["metadata"].RequiredMapping(MetadataKeys) is { } known ? Metadata(known) : null;
        var spec = root["spec"].RequiredMapping(SpecKeys) is { } wanted ? Spec(wanted) : null;
        return metadata is null || spec is null ? null : new(spec, metadata);
    }

    private static void CheckApiVersion(ManifestValue value)
    {
        var allowed = $"Allowed are {string.Join(" and ", ApiVersions)}.";
        if (value.RequiredText(allowed) is { } version && !ApiVersions.Contains(version)) value.Refuse($"cannot be {Quoted.Within(version)}. {allowed}");
    }

    private static bool IsOfKind(ManifestValue value)
    {
        var kind = value.RequiredText($"It must be {Kind}.");
        if (kind is not (null or Kind)) value.Refuse($"must be {Kind}, not {Quoted.Within(kind)}.");
        return kind == Kind;
    }

    private static ManifestMetadata Metadata(ManifestMapping metadata) => new(
        metadata["name"].RequiredText("It is the name that Project Planton knows the resource by.") ?? string.Empty,
        NullIfEmpty(metadata["id"].Text()),
        NullIfEmpty(metadata["org"].Text()),
        NullIfEmpty(metadata["env"].Text()),
        metadata["labels"].TextMap(),
        metadata["tags"].TextList());

    private static ManifestSpec Spec(ManifestMapping spec) =>
        new(RegistryName(spec["name"]), Tier(spec["subscription_tier"]), Region(spec["region"]), spec["garbage_collection_enabled"].Flag());

    private static string RegistryName(ManifestValue value)
    {
        var name = value.RequiredText("It is the name of the registry.");
        if (name is not null && RegistryRules.ValidateName(name) is { } wrong) value.Refuse($"cannot be {Quoted.Within(name)}. {wrong}");
        return name ?? string.Empty;
    }

    private static string Tier(ManifestValue value)
    {
        var allowed = $"Allowed are {string.Join(", ", RegistryRules.Tiers)}, in lower or upper case.";
        if (value.RequiredText(allowed) is not { } written) return string.Empty;
        var tier = Slug(written);
        if (tier is null) value.Refuse($"is required, and {Quoted.Within(written)} stands for none. {allowed}");
        else if (!RegistryRules.Tiers.Contains(tier)) value.Refuse($"cannot be {Quoted.Within(written)}. {allowed}");
        return tier ?? string.Empty;
    }

    private static string? Region(ManifestValue value)
    {
        if (value.Text() is not { } written) return null;
        var region = Slug(written);
        if (region is not null && !RegistryRules.IsRegion(region)) value.Refuse($"cannot be {Quoted.Within(written)}. Allowed is a region slug of three letters and a digit, such as fra1 or FRA1.");
        return region;
    }

    /// <summary>The slug that a value of an enumeration stands for; null for the value that stands for none. Mixed case is left as it is.</summary>
    private static string? Slug(string written)
    {
        var slug = written.Any(char.IsLower) ? written : written.ToLowerInvariant();
        return slug.EndsWith("_unspecified", StringComparison.Ordinal) ? null : slug;
    }

    /// <summary>An empty text is not set: protocol buffers do not tell the two apart.</summary>
    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
