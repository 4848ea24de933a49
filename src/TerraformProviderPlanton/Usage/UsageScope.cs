namespace TerraformProviderPlanton.Usage;

/// <summary>Where to look for what uses the images of a registry.</summary>
/// <param name="Registry">The name of the registry.</param>
/// <param name="ClusterUuids">The clusters; null for every cluster that the registry is integrated with.</param>
/// <param name="Workloads">Whether pod templates and rollback revisions count too, not only pods.</param>
/// <param name="Apps">Whether the apps of App Platform count.</param>
internal sealed record UsageScope(string Registry, IReadOnlyList<string>? ClusterUuids, bool Workloads, bool Apps);
