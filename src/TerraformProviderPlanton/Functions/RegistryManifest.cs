namespace TerraformProviderPlanton.Functions;

/// <summary>A Planton manifest of a container registry.</summary>
/// <param name="Spec">The registry.</param>
/// <param name="Metadata">The metadata in Planton.</param>
internal sealed record RegistryManifest(ManifestSpec Spec, ManifestMetadata Metadata);

/// <summary>The registry that a manifest describes, in Terraform's terms.</summary>
/// <param name="SubscriptionTierSlug">The tier, as the API spells it.</param>
/// <param name="Region">The region, as the API spells it; null if DigitalOcean chooses.</param>
/// <param name="GarbageCollectionEnabled">Whether garbage collection is enabled.</param>
internal sealed record ManifestSpec(string Name, string SubscriptionTierSlug, string? Region, bool GarbageCollectionEnabled)
{
    /// <summary>The credentials to make for the registry; null if none are wanted.</summary>
    public ManifestCredentials? DockerCredentials { get; init; }

    /// <summary>The uuids of the clusters to integrate, in the order of the text; null if no integration is wanted.</summary>
    public IReadOnlyList<string>? ClusterUuids { get; init; }
}

/// <summary>The credentials for Docker that a manifest asks for.</summary>
/// <param name="Write">Whether they allow pushes.</param>
/// <param name="ExpirySeconds">How long they are valid; null if the manifest does not say.</param>
internal sealed record ManifestCredentials(bool Write, long? ExpirySeconds);

/// <summary>The metadata of a resource in Planton.</summary>
/// <param name="Name">The name of the resource, which need not be the registry's.</param>
/// <param name="Org">The organization that it belongs to.</param>
/// <param name="Env">The environment that it belongs to.</param>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="Labels">The labels, in their original order.</param>
/// <param name="Tags">The tags, in their original order.</param>
internal sealed record ManifestMetadata(
    string Name, string? Id, string? Org, string? Env, string? Group, IReadOnlyList<KeyValuePair<string, string>> Labels, IReadOnlyList<string> Tags);
