using System.Text.Json;
using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.Simulator.Kubernetes;

internal sealed record CreateClusterRequest(
    string? Name,
    string? Region,
    string? Version,
    string? VpcUuid,
    string? ClusterSubnet,
    string? ServiceSubnet,
    IReadOnlyList<string?>? Tags,
    IReadOnlyList<NodePoolRequest?>? NodePools,
    MaintenancePolicyRequest? MaintenancePolicy,
    bool? AutoUpgrade,
    bool? SurgeUpgrade,
    bool? Ha)
{
    /// <summary>Settings that are kept and given back as they came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Extra { get; init; } = [];
}

internal sealed record UpdateClusterRequest(
    string? Name,
    IReadOnlyList<string?>? Tags,
    MaintenancePolicyRequest? MaintenancePolicy,
    bool? AutoUpgrade,
    bool? SurgeUpgrade,
    bool? Ha)
{
    /// <summary>Settings that are kept and given back as they came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Extra { get; init; } = [];
}

internal sealed record MaintenancePolicyRequest(string? StartTime, string? Day);

internal sealed record UpgradeClusterRequest(string? Version);

/// <summary>A pool to create, or the members of a pool to change.</summary>
internal sealed record NodePoolRequest(
    string? Name,
    string? Size,
    int? Count,
    IReadOnlyList<string?>? Tags,
    IReadOnlyDictionary<string, string>? Labels,
    IReadOnlyList<TaintRequest?>? Taints,
    bool? AutoScale,
    int? MinNodes,
    int? MaxNodes);

/// <summary>Clients send a taint's members with either case.</summary>
internal sealed record TaintRequest
{
    public string? Key { get; init; }

    public string? Value { get; init; }

    public string? Effect { get; init; }

    [JsonPropertyName("Key")]
    public string? UpperKey { init => Key = value; }

    [JsonPropertyName("Value")]
    public string? UpperValue { init => Value = value; }

    [JsonPropertyName("Effect")]
    public string? UpperEffect { init => Effect = value; }
}

internal sealed record RecycleRequest(IReadOnlyList<string>? Nodes);
