using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Functions;

namespace TerraformProviderPlanton.Functions;

/// <summary>
/// <c>manifest_decode(yaml)</c>: a Planton manifest as an object. Only <see cref="ManifestDecoder"/>
/// and the types that it uses refer to the YAML library, so a process that does not decode a manifest never initializes it.
/// </summary>
internal sealed class ManifestDecodeFunction() : Function("manifest_decode")
{
    /// <inheritdoc/>
    public override string Summary => "Decodes a Planton manifest of a container registry.";

    /// <inheritdoc/>
    public override string Description =>
        "Decodes the YAML of a Planton `DigitalOceanContainerRegistry` manifest into an object whose attributes are named like the "
        + "arguments of `planton_docr_registry`. Manifests of Project Planton and OpenMCF, as the project was called before, are accepted too. Keys may be in camel case "
        + "or snake case, and the values of enumerations in lower or upper case or as numbers. The manifest is validated: the error names each invalid key with its line.";

    /// <inheritdoc/>
    public override ImmutableArray<FunctionParameter> Parameters =>
        [new("yaml", CtyType.String, "The text of the manifest, such as `file(\"registry.yaml\")`: one YAML document of at most 256 KiB.")];

    /// <inheritdoc/>
    public override CtyType ReturnType => ManifestObject.Type;

    /// <inheritdoc/>
    protected override CtyValue Run(ImmutableArray<CtyValue> arguments) => ManifestDecoder.TryDecode(arguments.TextAt(0), out var manifest, out var error)
        ? ManifestObject.From(manifest)
        : throw new FunctionException(error, 0);
}

/// <summary><c>manifests_decode(yaml)</c>: the manifests of a text that holds several documents.</summary>
internal sealed class ManifestsDecodeFunction() : Function("manifests_decode")
{
    /// <inheritdoc/>
    public override string Summary => "Decodes the Planton manifests of container registries in a text of several documents.";

    /// <inheritdoc/>
    public override string Description =>
        "Decodes the YAML of any number of documents, separated by `---` lines, into a list with one object for each `DigitalOceanContainerRegistry` manifest, as "
        + "`manifest_decode` gives it, in the order of the text. Documents of other kinds are left out; an empty text gives an empty list.";

    /// <inheritdoc/>
    public override ImmutableArray<FunctionParameter> Parameters =>
        [new("yaml", CtyType.String, "The text of the manifests, such as `file(\"registries.yaml\")`: YAML documents of at most 256 KiB together.")];

    /// <inheritdoc/>
    public override CtyType ReturnType => CtyType.List(ManifestObject.Type);

    /// <inheritdoc/>
    protected override CtyValue Run(ImmutableArray<CtyValue> arguments) => ManifestDecoder.TryDecodeAll(arguments.TextAt(0), out var manifests, out var error)
        ? CtyValue.List(ManifestObject.Type, manifests.Select(static manifest => (CtyValue)ManifestObject.From(manifest)))
        : throw new FunctionException(error, 0);
}

/// <summary>A manifest as Terraform sees it.</summary>
internal static class ManifestObject
{
    private static readonly CtyObjectType MetadataType = CtyType.Object(
        ("name", CtyType.String),
        ("id", CtyType.String),
        ("org", CtyType.String),
        ("env", CtyType.String),
        ("group", CtyType.String),
        ("labels", CtyType.Map(CtyType.String)),
        ("tags", CtyType.List(CtyType.String)));

    private static readonly CtyObjectType CredentialsType = CtyType.Object(("write", CtyType.Bool), ("expiry_seconds", CtyType.Number));

    private static readonly CtyObjectType IntegrationType = CtyType.Object(("cluster_uuids", CtyType.List(CtyType.String)));

    public static CtyObjectType Type { get; } = CtyType.Object(
        ("name", CtyType.String),
        ("subscription_tier_slug", CtyType.String),
        ("region", CtyType.String),
        ("garbage_collection_enabled", CtyType.Bool),
        ("docker_credentials", CredentialsType),
        ("doks_integration", IntegrationType),
        ("metadata", MetadataType));

    public static CtyObject From(RegistryManifest manifest) => CtyValue.Object(
        Type,
        ("name", Text(manifest.Spec.Name)),
        ("subscription_tier_slug", Text(manifest.Spec.SubscriptionTierSlug)),
        ("region", Text(manifest.Spec.Region)),
        ("garbage_collection_enabled", CtyValue.Bool(manifest.Spec.GarbageCollectionEnabled)),
        ("docker_credentials", manifest.Spec.DockerCredentials is { } credentials ? From(credentials) : CtyValue.Null(CredentialsType)),
        ("doks_integration", manifest.Spec.ClusterUuids is { } uuids ? From(uuids) : CtyValue.Null(IntegrationType)),
        ("metadata", From(manifest.Metadata)));

    private static CtyObject From(ManifestCredentials credentials) => CtyValue.Object(
        CredentialsType,
        ("write", CtyValue.Bool(credentials.Write)),
        ("expiry_seconds", credentials.ExpirySeconds is { } seconds ? CtyValue.Number(seconds) : CtyValue.Null(CtyType.Number)));

    private static CtyObject From(IReadOnlyList<string> uuids) =>
        CtyValue.Object(IntegrationType, ("cluster_uuids", CtyValue.List(CtyType.String, uuids.Select(Text))));

    private static CtyObject From(ManifestMetadata metadata) => CtyValue.Object(
        MetadataType,
        ("name", Text(metadata.Name)),
        ("id", Text(metadata.Id)),
        ("org", Text(metadata.Org)),
        ("env", Text(metadata.Env)),
        ("group", Text(metadata.Group)),
        ("labels", CtyValue.Map(CtyType.String, metadata.Labels.Select(static label => KeyValuePair.Create(label.Key, Text(label.Value))))),
        ("tags", CtyValue.List(CtyType.String, metadata.Tags.Select(Text))));

    private static CtyValue Text(string? text) => text is null ? CtyValue.Null(CtyType.String) : CtyValue.String(text);
}
