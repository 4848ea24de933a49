using System.Text.Json.Serialization;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.ClusterApi;

/// <summary>An object of a cluster.</summary>
public abstract record ClusterObject
{
    /// <summary>The name and the place.</summary>
    public ObjectMetadata Metadata { get; init => field = value ?? new ObjectMetadata(); } = new();
}

/// <summary>The name and the place of an object.</summary>
public record ObjectMetadata
{
    /// <summary>The name, unique for its kind in its namespace.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The namespace; empty for an object that has none.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>The objects that brought this one about.</summary>
    public IReadOnlyList<OwnerReference> OwnerReferences { get; init => field = value.WhereNotNull(); } = [];
}

/// <summary>An object of which nothing but the metadata was asked for.</summary>
public sealed record PartialObject
{
    /// <summary>The name, the place and the marks.</summary>
    public MarkedMetadata Metadata { get; init => field = value ?? new MarkedMetadata(); } = new();
}

/// <summary>The name and the place of an object, and what others have noted on it.</summary>
public sealed record MarkedMetadata : ObjectMetadata
{
    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>When it was asked to go, RFC 3339; null while it stays.</summary>
    public string? DeletionTimestamp { get; init; }

    /// <summary>Annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? Nothing; } = Nothing;

    private static Dictionary<string, string> Nothing { get; } = [];
}

/// <summary>An object that brought another one about, in the same namespace.</summary>
public sealed record OwnerReference
{
    /// <summary>The kind, such as <c>ReplicaSet</c>.</summary>
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>The name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is the one that manages the object.</summary>
    public bool? Controller { get; init; }
}

/// <summary>A pod.</summary>
public sealed record Pod : ClusterObject
{
    /// <summary>What was written.</summary>
    public PodSpec Spec { get; init => field = value ?? new PodSpec(); } = new();

    /// <summary>What runs.</summary>
    public PodStatus Status { get; init => field = value ?? new PodStatus(); } = new();
}

/// <summary>What a pod is to be.</summary>
public sealed record PodSpec
{
    /// <summary>The service account; empty when none is named.</summary>
    public string ServiceAccountName { get; init => field = value ?? ""; } = "";

    /// <summary>The secrets to pull images with; a pod has those of its service account in it unless it was written with others.</summary>
    public IReadOnlyList<NameReference> ImagePullSecrets { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Containers that run before the others.</summary>
    public IReadOnlyList<Container> InitContainers { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Containers.</summary>
    public IReadOnlyList<Container> Containers { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Containers that somebody added to look inside.</summary>
    public IReadOnlyList<Container> EphemeralContainers { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>The containers of every sort.</summary>
    [JsonIgnore]
    public IEnumerable<Container> AllContainers => [.. InitContainers, .. Containers, .. EphemeralContainers];

    /// <summary>Whether it names an image for each of its containers, as Kubernetes requires. If not, something was lost on the way.</summary>
    [JsonIgnore]
    internal bool IsComplete => Containers.Count > 0 && AllContainers.All(static container => container.Image.Length > 0);
}

/// <summary>A container as it was written.</summary>
public sealed record Container
{
    /// <summary>The name, unique in the pod.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The image as it was written, with a tag, a digest, both or neither.</summary>
    public string Image { get; init => field = value ?? ""; } = "";
}

/// <summary>What has become of a pod.</summary>
public sealed record PodStatus
{
    /// <summary>Of the containers that run before the others.</summary>
    public IReadOnlyList<ContainerStatus> InitContainerStatuses { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Of the containers.</summary>
    public IReadOnlyList<ContainerStatus> ContainerStatuses { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Of the containers that somebody added to look inside.</summary>
    public IReadOnlyList<ContainerStatus> EphemeralContainerStatuses { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>Of the containers of every sort.</summary>
    [JsonIgnore]
    public IEnumerable<ContainerStatus> AllContainers => [.. InitContainerStatuses, .. ContainerStatuses, .. EphemeralContainerStatuses];
}

/// <summary>What has become of a container.</summary>
public sealed record ContainerStatus
{
    /// <summary>The name, unique in the pod.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The image that runs, by digest, possibly after the runtime's prefix; empty before it was pulled.</summary>
    [JsonPropertyName("imageID")]
    public string ImageId { get; init => field = value ?? ""; } = "";

    /// <summary>What it does.</summary>
    public ContainerState? State { get; init; }
}

/// <summary>What a container does.</summary>
/// <param name="Waiting">Why it does not run yet; null when it runs or has ended.</param>
public sealed record ContainerState(WaitingState? Waiting);

/// <summary>Why a container does not run yet.</summary>
/// <param name="Reason">One word, such as <c>ImagePullBackOff</c>.</param>
/// <param name="Message">A sentence.</param>
public sealed record WaitingState(string? Reason, string? Message);

/// <summary>An object of the same namespace.</summary>
public sealed record NameReference
{
    /// <summary>The name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>A service account.</summary>
public sealed record ServiceAccount : ClusterObject
{
    /// <summary>The secrets that pods of this account pull images with.</summary>
    public IReadOnlyList<NameReference> ImagePullSecrets { get; init => field = value.WhereNotNull(); } = [];
}

/// <summary>A page of a list.</summary>
internal sealed record ObjectPage<T>(string? Kind, PageMetadata? Metadata, IReadOnlyList<T?>? Items)
    where T : class;

internal sealed record PageMetadata(string? Continue);
