using System.Diagnostics.CodeAnalysis;
using Planton.DigitalOcean.Registries;
using TerraformProviderPlanton.Common;
using YamlDotNet.RepresentationModel;

namespace TerraformProviderPlanton.Functions;

/// <summary>Reads the manifest of a <c>DigitalOceanContainerRegistry</c>, and reports every invalid key.</summary>
internal static class ManifestDecoder
{
    private const string Kind = "DigitalOceanContainerRegistry";
    private const string Unspecified = "_unspecified";
    private const long MaxExpirySeconds = DockerCredentialsClient.MaxExpirySeconds;

    /// <summary>The hosts that the parent project has had, from the newest to the oldest: it was renamed twice, and manifests of all three are in use.</summary>
    private static readonly string[] Hosts = ["planton.dev", "openmcf.org", "project-planton.org"];

    /// <summary>Its validation demands the first spelling, and its older samples have the second.</summary>
    private static readonly string[] Groups = ["digital-ocean", "digitalocean"];

    private static readonly string[] Versions = ["v1alpha1", "v1"];

    /// <summary>The regions by their numbers in the manifest's enumeration; zero stands for none.</summary>
    private static readonly string[] Regions = ["nyc3", "sfo3", "fra1", "sgp1", "lon1", "tor1", "blr1", "ams3", "nyc1", "nyc2", "sfo2", "syd1", "atl1"];

    private static readonly string[] RootKeys = ["apiVersion", "kind", "metadata", "spec", "status"];
    private static readonly string[] MetadataKeys = ["name", "slug", "id", "org", "env", "group", "labels", "annotations", "tags", "relationships", "version"];
    private static readonly string[] SpecKeys = ["name", "subscription_tier", "region", "garbage_collection_enabled", "docker_credentials", "doks_integration"];
    private static readonly string[] CredentialsKeys = ["write", "expiry_seconds"];
    private static readonly string[] IntegrationKeys = ["cluster_uuids"];

    /// <summary>Decodes the one manifest of a text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="manifest">What it says.</param>
    /// <param name="error">All errors, with keys and lines.</param>
    public static bool TryDecode(string yaml, [NotNullWhen(true)] out RegistryManifest? manifest, [NotNullWhen(false)] out string? error)
    {
        manifest = null;
        if (!ManifestYaml.TryReadOne(yaml, out var root, out error)) return false;

        var errors = new ManifestErrors();
        var decoded = Decode(root, errors);
        if (errors.IsEmpty) manifest = decoded;
        error = errors.IsEmpty ? null : errors.ToString();
        return manifest is not null;
    }

    /// <summary>Decodes the registry manifests of a text that may hold documents of other kinds too, which are left out.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="manifests">What its registry manifests say, in the order of the text.</param>
    /// <param name="error">All errors, with keys and lines.</param>
    public static bool TryDecodeAll(string yaml, [NotNullWhen(true)] out IReadOnlyList<RegistryManifest>? manifests, [NotNullWhen(false)] out string? error)
    {
        manifests = null;
        if (!ManifestYaml.TryReadAll(yaml, out var roots, out error)) return false;

        var errors = new ManifestErrors();
        var decoded = roots.Where(static root => !IsOfAnotherKind(root)).Select(root => Decode(root, errors)).ToList();
        if (errors.IsEmpty) manifests = [.. decoded.OfType<RegistryManifest>()];
        error = errors.IsEmpty ? null : errors.ToString();
        return manifests is not null;
    }

    /// <summary>Whether a document says that it is something else. One without a kind is not left out: it is more likely a registry's with a mistake.</summary>
    private static bool IsOfAnotherKind(YamlNode root) =>
        root is YamlMappingNode mapping
        && mapping.Children.FirstOrDefault(static child => child.Key is YamlScalarNode { Value: "kind" }).Value is YamlScalarNode kind
        && ManifestScalar.IsText(kind) && kind.Value is { Length: > 0 } and not Kind;

    private static RegistryManifest? Decode(YamlNode node, ManifestErrors errors)
    {
        if (node is not YamlMappingNode mapping)
        {
            var hint = node is YamlScalarNode ? " Pass the text of the manifest, not the name of its file: file(\"registry.yaml\")." : string.Empty;
            errors.Add(node.Start, $"A manifest is a mapping with the keys {string.Join(", ", RootKeys)}, not {ManifestScalar.NameOf(node)}.{hint}");
            return null;
        }

        var root = new ManifestMapping(mapping, string.Empty, RootKeys, errors);
        CheckApiVersion(root["apiVersion"]);

        // A manifest of another kind has other keys; listing them all would hide the error that matters.
        if (!IsOfKind(root["kind"])) return null;
        var metadata = root["metadata"].RequiredMapping(MetadataKeys) is { } known ? Metadata(known) : null;
        var spec = root["spec"].RequiredMapping(SpecKeys) is { } wanted ? Spec(wanted) : null;
        return metadata is null || spec is null ? null : new(spec, metadata);
    }

    private static void CheckApiVersion(ManifestValue value)
    {
        var allowed = $"Allowed is {Groups[0]}.{Hosts[0]}/{Versions[0]}; also {Versions[1]}, {Groups[1]}, and the hosts {string.Join(" and ", Hosts[1..])}.";
        if (value.RequiredText(allowed) is { } version && !IsApiVersion(version)) value.Refuse($"cannot be {Quoted.Within(version)}. {allowed}");
    }

    private static bool IsApiVersion(string text) =>
        text.Split('/') is [var name, var version]
        && Versions.Contains(version)
        && Groups.Any(group => Hosts.Any(host => name == $"{group}.{host}"));

    private static bool IsOfKind(ManifestValue value)
    {
        var kind = value.RequiredText($"It must be {Kind}.");
        if (kind is not (null or Kind)) value.Refuse($"must be {Kind}, not {Quoted.Within(kind)}.");
        return kind == Kind;
    }

    private static ManifestMetadata Metadata(ManifestMapping metadata) => new(
        metadata["name"].RequiredText("It is the name of the resource in Planton.") ?? string.Empty,
        NullIfEmpty(metadata["id"].Text()),
        NullIfEmpty(metadata["org"].Text()),
        NullIfEmpty(metadata["env"].Text()),
        NullIfEmpty(metadata["group"].Text()),
        metadata["labels"].TextMap(),
        metadata["tags"].TextList());

    private static ManifestSpec Spec(ManifestMapping spec) =>
        new(RegistryName(spec["name"]), Tier(spec["subscription_tier"]), Region(spec["region"]), spec["garbage_collection_enabled"].Flag())
        {
            DockerCredentials = spec["docker_credentials"].Mapping(CredentialsKeys) is { } credentials ? Credentials(credentials) : null,
            ClusterUuids = spec["doks_integration"].Mapping(IntegrationKeys) is { } integration ? ClusterUuids(integration["cluster_uuids"]) : null,
        };

    private static ManifestCredentials Credentials(ManifestMapping credentials)
    {
        var (value, expiry) = (credentials["expiry_seconds"], credentials["expiry_seconds"].Number());
        if (expiry is < 0 or > MaxExpirySeconds) value.Refuse($"must be from 0 to {MaxExpirySeconds}.");
        return new(credentials["write"].Flag(), expiry);
    }

    private static IReadOnlyList<string> ClusterUuids(ManifestValue value)
    {
        var uuids = value.TextList();
        if (uuids.Count == 0) value.Refuse("is required: the uuids of the clusters to integrate, at least one.");
        if (uuids.FirstOrDefault(static uuid => !RegistryRules.IsUuid(uuid)) is { } odd) value.Refuse($"has {Quoted.Within(odd)}, which is not the UUID of a cluster in lower case.");
        return uuids;
    }

    private static string RegistryName(ManifestValue value)
    {
        var name = value.RequiredText("It is the name of the registry.");
        if (name is not null && RegistryRules.ValidateName(name) is { } wrong) value.Refuse($"cannot be {Quoted.Within(name)}. {wrong}");
        return name ?? string.Empty;
    }

    private static string Tier(ManifestValue value)
    {
        var allowed = $"Allowed are {string.Join(", ", RegistryRules.Tiers)}, in lower or upper case, or their numbers from 1 to {RegistryRules.Tiers.Count}.";
        if (value.RequiredEnum(RegistryRules.Tiers, allowed) is not { } written) return string.Empty;
        var tier = Slug(written);
        if (tier is null) value.Refuse($"is required, and {Quoted.Within(written)} means that none is set. {allowed}");
        else if (!RegistryRules.Tiers.Contains(tier)) value.Refuse($"cannot be {Quoted.Within(written)}. {allowed}");
        return tier ?? string.Empty;
    }

    private static string? Region(ManifestValue value)
    {
        var allowed = $"It must be a region slug of three letters and a digit, such as fra1 or FRA1, or a number from 1 to {Regions.Length}.";
        if (value.Enum(Regions, allowed) is not { } written) return null;
        var region = Slug(written);
        if (region is not null && !RegistryRules.IsRegion(region)) value.Refuse($"cannot be {Quoted.Within(written)}. {allowed}");
        return region;
    }

    /// <summary>The slug for the value of an enumeration; null for the value that means unspecified. Mixed case is left as it is.</summary>
    private static string? Slug(string written)
    {
        var slug = written.Any(char.IsLower) ? written : written.ToLowerInvariant();
        return slug.EndsWith(Unspecified, StringComparison.Ordinal) ? null : slug;
    }

    /// <summary>An empty string counts as not set: protocol buffers do not distinguish the two.</summary>
    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
