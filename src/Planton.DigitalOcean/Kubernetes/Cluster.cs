using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Kubernetes;

/// <summary>A Kubernetes cluster, as far as registries concern it.</summary>
public sealed record Cluster
{
    /// <summary>The identity, a UUID.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The name; not promised to be unique.</summary>
    public string? Name { get; init; }

    /// <summary>The slug of its region; clusters live in more regions than registries.</summary>
    public string? Region { get; init; }

    /// <summary>The Kubernetes version, such as <c>1.33.1-do.0</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Where its life stands.</summary>
    public ClusterStatus Status { get; init => field = value ?? new ClusterStatus(); } = new();

    /// <summary>See <see cref="ClusterStates"/>; an open set; empty when the API does not say.</summary>
    public string State => Status.State;

    /// <summary>What the API says about the state.</summary>
    public string? Message => Status.Message;

    /// <summary>Whether any registry is integrated; null when the API does not say.</summary>
    public bool? RegistryEnabled { get; init; }

    /// <summary>The names of the integrated registries; null when the API does not say which, an empty list when it says that there are none.</summary>
    public IReadOnlyList<string>? Registries { get; init => field = value is null ? null : value.WhereNotNull(); }
}

/// <summary>The state of a cluster.</summary>
public sealed record ClusterStatus
{
    /// <summary>See <see cref="ClusterStates"/>; an open set.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    /// <summary>What the API says about it.</summary>
    public string? Message { get; init; }
}

/// <summary>States of clusters that are known; the set is open.</summary>
public static class ClusterStates
{
    /// <summary>In service.</summary>
    public const string Running = "running";

    /// <summary>Being created.</summary>
    public const string Provisioning = "provisioning";

    /// <summary>In service with faults.</summary>
    public const string Degraded = "degraded";

    /// <summary>Out of service.</summary>
    public const string Error = "error";

    /// <summary>The cluster is deleted.</summary>
    public const string Deleted = "deleted";

    /// <summary>Being upgraded.</summary>
    public const string Upgrading = "upgrading";

    /// <summary>Being deleted.</summary>
    public const string Deleting = "deleting";

    /// <summary>Whether a cluster is as good as absent.</summary>
    /// <param name="state">The state of a cluster.</param>
    /// <returns>True for deleting and deleted.</returns>
    public static bool IsGone(string? state) => state is Deleted or Deleting;
}

internal sealed record ClusterEnvelope(Cluster? KubernetesCluster);

internal sealed record ClusterPage(IReadOnlyList<Cluster?>? KubernetesClusters, Links? Links, Meta? Meta) : IPage<Cluster>
{
    IReadOnlyList<Cluster> IPage<Cluster>.Items => KubernetesClusters.WhereNotNull();

    // A cluster that is missing from the list counts as deleted, and what runs in it as unused.
    bool IPage<Cluster>.IsComplete => KubernetesClusters?.All(static cluster => cluster is { Id.Length: > 0 }) ?? Meta?.Total == 0;
}

/// <summary>The body of the integration calls; the older pair of endpoints knows no <paramref name="Registries"/>.</summary>
internal sealed record ClusterRegistriesRequest(IReadOnlyList<string> ClusterUuids, IReadOnlyList<string>? Registries);
