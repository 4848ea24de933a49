using Planton.DigitalOcean.Kubernetes;

namespace TerraformProviderPlanton.Common;

/// <summary>Whether a registry is integrated with a cluster.</summary>
internal enum IntegrationStatus
{
    /// <summary>It is.</summary>
    Present,

    /// <summary>It is not.</summary>
    Absent,

    /// <summary>The API has accepted it, and the cluster does not show it yet.</summary>
    Accepted,

    /// <summary>Some registry is, and the API does not say which: an older control plane.</summary>
    Ambiguous,

    /// <summary>The cluster is gone, or as good as gone.</summary>
    ClusterGone,
}

/// <summary>Determines the status of an integration from what the API reports about a cluster.</summary>
internal static class IntegrationReading
{
    /// <summary>Determines the status.</summary>
    /// <param name="cluster">The cluster; null when the API does not know it.</param>
    /// <param name="isOnlyRegistry">Whether it is the account's only registry; then an unnamed integration can only be its own.</param>
    public static IntegrationStatus Judge(Cluster? cluster, string registry, bool isOnlyRegistry)
    {
        if (cluster is null || ClusterStates.IsGone(cluster.State)) return IntegrationStatus.ClusterGone;
        if (cluster.Registries is { Count: > 0 } names) return names.Contains(registry) ? IntegrationStatus.Present : IntegrationStatus.Absent;

        // The API does not distinguish null, missing and empty; in that case only registry_enabled says more.
        if (cluster.RegistryEnabled is not true) return IntegrationStatus.Absent;
        return isOnlyRegistry ? IntegrationStatus.Present : IntegrationStatus.Ambiguous;
    }
}
