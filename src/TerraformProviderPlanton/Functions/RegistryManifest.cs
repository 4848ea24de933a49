namespace TerraformProviderPlanton.Functions;

/// <summary>A Project Planton manifest of a container registry.</summary>
/// <param name="Spec">The registry.</param>
/// <param name="Metadata">What Project Planton knows it by.</param>
internal sealed record RegistryManifest(ManifestSpec Spec, ManifestMetadata Metadata);

/// <summary>The registry that a manifest asks for, in Terraform's terms.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SubscriptionTierSlug">The tier, as the API spells it.</param>
/// <param name="Region">The region, as the API spells it; null when DigitalOcean is to choose.</param>
/// <param name="GarbageCollectionEnabled">Whether garbage collection is wanted.</param>
internal sealed record ManifestSpec(string Name, string SubscriptionTierSlug, string? Region, bool GarbageCollectionEnabled);

/// <summary>What Project Planton knows a resource by.</summary>
/// <param name="Name">The name of the resource, which need not be the registry's.</param>
/// <param name="Id">Its id.</param>
/// <param name="Org">The organization that it belongs to.</param>
/// <param name="Env">The environment that it belongs to.</param>
/// <param name="Labels">The labels in the order of the text.</param>
/// <param name="Tags">The tags in the order of the text.</param>
internal sealed record ManifestMetadata(
    string Name, string? Id, string? Org, string? Env, IReadOnlyList<KeyValuePair<string, string>> Labels, IReadOnlyList<string> Tags);
