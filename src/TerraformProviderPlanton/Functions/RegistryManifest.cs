namespace TerraformProviderPlanton.Functions;

/// <summary>A Project Planton manifest of a container registry.</summary>
/// <param name="Spec">The registry.</param>
/// <param name="Metadata">The metadata in Project Planton.</param>
internal sealed record RegistryManifest(ManifestSpec Spec, ManifestMetadata Metadata);

/// <summary>The registry that a manifest describes, in Terraform's terms.</summary>
/// <param name="SubscriptionTierSlug">The tier, as the API spells it.</param>
/// <param name="Region">The region, as the API spells it; null if DigitalOcean chooses.</param>
/// <param name="GarbageCollectionEnabled">Whether garbage collection is enabled.</param>
internal sealed record ManifestSpec(string Name, string SubscriptionTierSlug, string? Region, bool GarbageCollectionEnabled);

/// <summary>The metadata of a resource in Project Planton.</summary>
/// <param name="Name">The name of the resource, which need not be the registry's.</param>
/// <param name="Org">The organization that it belongs to.</param>
/// <param name="Env">The environment that it belongs to.</param>
/// <param name="Labels">The labels, in their original order.</param>
/// <param name="Tags">The tags, in their original order.</param>
internal sealed record ManifestMetadata(
    string Name, string? Id, string? Org, string? Env, IReadOnlyList<KeyValuePair<string, string>> Labels, IReadOnlyList<string> Tags);
