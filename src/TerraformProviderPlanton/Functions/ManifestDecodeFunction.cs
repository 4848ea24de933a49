using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Functions;

namespace TerraformProviderPlanton.Functions;

/// <summary>
/// <c>manifest_decode(yaml)</c>: a Project Planton manifest as an object. Only <see cref="ManifestDecoder"/> and the types that it uses refer to the
/// YAML library, so a process that does not decode a manifest never initializes it.
/// </summary>
internal sealed class ManifestDecodeFunction() : Function("manifest_decode")
{
    private static readonly CtyObjectType MetadataType = CtyType.Object(
        ("name", CtyType.String),
        ("id", CtyType.String),
        ("org", CtyType.String),
        ("env", CtyType.String),
        ("labels", CtyType.Map(CtyType.String)),
        ("tags", CtyType.List(CtyType.String)));

    private static readonly CtyObjectType ManifestType = CtyType.Object(
        ("name", CtyType.String),
        ("subscription_tier_slug", CtyType.String),
        ("region", CtyType.String),
        ("garbage_collection_enabled", CtyType.Bool),
        ("metadata", MetadataType));

    /// <inheritdoc/>
    public override string Summary => "Decodes a Project Planton manifest of a container registry.";

    /// <inheritdoc/>
    public override string Description =>
        "Decodes the YAML of a Project Planton `DigitalOceanContainerRegistry` manifest into an object whose attributes are named like "
        + "the arguments of `planton_docr_registry`. Keys may be in camel case or snake case, and `subscription_tier` and `region` in lower or upper "
        + "case. The manifest is validated: the error names each invalid key with its line.";

    /// <inheritdoc/>
    public override ImmutableArray<FunctionParameter> Parameters =>
        [new("yaml", CtyType.String, "The text of the manifest, such as `file(\"registry.yaml\")`: one YAML document of at most 256 KiB.")];

    /// <inheritdoc/>
    public override CtyType ReturnType => ManifestType;

    /// <inheritdoc/>
    protected override CtyValue Run(ImmutableArray<CtyValue> arguments) => ManifestDecoder.TryDecode(arguments.TextAt(0), out var manifest, out var error)
        ? ToValue(manifest)
        : throw new FunctionException(error, 0);

    private static CtyObject ToValue(RegistryManifest manifest) => CtyValue.Object(
        ManifestType,
        ("name", Text(manifest.Spec.Name)),
        ("subscription_tier_slug", Text(manifest.Spec.SubscriptionTierSlug)),
        ("region", Text(manifest.Spec.Region)),
        ("garbage_collection_enabled", CtyValue.Bool(manifest.Spec.GarbageCollectionEnabled)),
        ("metadata", ToValue(manifest.Metadata)));

    private static CtyObject ToValue(ManifestMetadata metadata) => CtyValue.Object(
        MetadataType,
        ("name", Text(metadata.Name)),
        ("id", Text(metadata.Id)),
        ("org", Text(metadata.Org)),
        ("env", Text(metadata.Env)),
        ("labels", CtyValue.Map(CtyType.String, metadata.Labels.Select(static label => KeyValuePair.Create(label.Key, Text(label.Value))))),
        ("tags", CtyValue.List(CtyType.String, metadata.Tags.Select(Text))));

    private static CtyValue Text(string? text) => text is null ? CtyValue.Null(CtyType.String) : CtyValue.String(text);
}
