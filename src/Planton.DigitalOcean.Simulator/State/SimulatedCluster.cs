using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A Kubernetes cluster as its control plane shows it. Its state follows from timestamps.</summary>
public sealed class SimulatedCluster
{
    internal SimulatedCluster(string id, string name, string region, string version, DateTimeOffset createdAt)
    {
        Id = id;
        Name = name;
        Region = region;
        Version = version;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
        RunningAt = createdAt;
    }

    /// <summary>The UUID.</summary>
    public string Id { get; }

    /// <summary>The name; not unique.</summary>
    public string Name { get; internal set; }

    /// <summary>The region's slug.</summary>
    public string Region { get; }

    /// <summary>The version's slug, for example <c>1.33.6-do.0</c>.</summary>
    public string Version { get; internal set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>Names of the registries it is integrated with.</summary>
    public ImmutableSortedSet<string> Registries { get; internal set; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether answers leave <c>registries</c> out, as older control planes do.</summary>
    public bool OmitsRegistries { get; internal set; }

    /// <summary>A state set from outside, known to the documentation or not; null when it follows from time.</summary>
    public string? FixedState { get; internal set; }

    /// <summary>Tags of the user, without those the service adds.</summary>
    public ImmutableList<string> Tags { get; internal set; } = [];

    /// <summary>The node pools.</summary>
    public ImmutableList<SimulatedNodePool> NodePools { get; internal set; } = [];

    /// <summary>When provisioning ends or ended.</summary>
    public DateTimeOffset RunningAt { get; internal set; }

    /// <summary>When a deleted cluster vanishes; null while it was not deleted.</summary>
    public DateTimeOffset? GoneAt { get; internal set; }

    /// <summary>Who can reach and read its API.</summary>
    public ClusterAccess Access { get; internal set; } = new();

    /// <summary>Its objects; null until they are first read through <see cref="ClusterStore.Content"/>.</summary>
    internal ClusterContent? Content { get; set; }

    internal DateTimeOffset? UpgradedAt { get; set; }

    internal bool AutoUpgrade { get; set; }

    internal bool SurgeUpgrade { get; set; }

    internal bool HighlyAvailable { get; set; }

    internal string VpcUuid { get; set; } = "";

    internal string ClusterSubnet { get; set; } = "10.244.0.0/16";

    internal string ServiceSubnet { get; set; } = "10.245.0.0/16";

    internal string MaintenanceDay { get; set; } = "any";

    internal string MaintenanceStart { get; set; } = "00:00";

    /// <summary>Settings that the simulator keeps and gives back without a meaning of their own.</summary>
    internal ImmutableDictionary<string, JsonNode> Settings { get; set; } = ImmutableDictionary.Create<string, JsonNode>(StringComparer.Ordinal);

    /// <summary>The state at a time.</summary>
    /// <param name="now">The time, not before the last change.</param>
    /// <returns>The state as the API names it.</returns>
    public string StateAt(DateTimeOffset now)
    {
        if (GoneAt is not null) return "deleting";
        if (FixedState is not null) return FixedState;
        if (now < RunningAt) return "provisioning";
        return now < UpgradedAt ? "upgrading" : "running";
    }
}

/// <summary>A group of equal nodes.</summary>
public sealed record SimulatedNodePool
{
    /// <summary>The UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The name, unique in its cluster.</summary>
    public required string Name { get; init; }

    /// <summary>The size's slug.</summary>
    public required string Size { get; init; }

    /// <summary>Tags of the user, without those the service adds.</summary>
    public ImmutableList<string> Tags { get; init; } = [];

    /// <summary>Labels of the nodes; null when none were given.</summary>
    public ImmutableSortedDictionary<string, string>? Labels { get; init; }

    /// <summary>Taints of the nodes.</summary>
    public ImmutableList<SimulatedTaint> Taints { get; init; } = [];

    /// <summary>Whether the pool scales by itself (the simulator never does).</summary>
    public bool AutoScale { get; init; }

    /// <summary>Lower bound of scaling.</summary>
    public int MinNodes { get; init; }

    /// <summary>Upper bound of scaling.</summary>
    public int MaxNodes { get; init; }

    /// <summary>The nodes.</summary>
    public ImmutableList<SimulatedNode> Nodes { get; init; } = [];
}

/// <summary>A taint of a pool's nodes.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Effect"><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>.</param>
public sealed record SimulatedTaint(string Key, string? Value, string Effect);

/// <summary>A worker node.</summary>
/// <param name="Id">The UUID.</param>
/// <param name="Name">The host name.</param>
/// <param name="DropletId">The number of its Droplet.</param>
/// <param name="CreatedAt">When it was ordered.</param>
/// <param name="RunningAt">When it is or was ready.</param>
public sealed record SimulatedNode(string Id, string Name, string DropletId, DateTimeOffset CreatedAt, DateTimeOffset RunningAt);
