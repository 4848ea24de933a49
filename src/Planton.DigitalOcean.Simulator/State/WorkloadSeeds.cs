using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>What a workload is.</summary>
public enum WorkloadKind
{
    /// <summary>A deployment with a replica set for each revision and pods for the newest.</summary>
    Deployment,

    /// <summary>A stateful set with its revisions and pods.</summary>
    StatefulSet,

    /// <summary>A daemon set with its revisions and pods.</summary>
    DaemonSet,

    /// <summary>A job with pods.</summary>
    Job,

    /// <summary>A cron job, which has no pods between its times.</summary>
    CronJob,

    /// <summary>A pod of its own.</summary>
    Pod,
}

/// <summary>Something to add to a cluster; one of its kind and name is replaced.</summary>
public sealed record WorkloadSeed
{
    /// <summary>What it is.</summary>
    public WorkloadKind Kind { get; init; }

    /// <summary>The namespace, which comes into being with its first workload.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The image of its container, as somebody writes it.</summary>
    public required string Image { get; init; }

    /// <summary>Images that it had before, oldest first: the ways back.</summary>
    public IReadOnlyList<string> OldImages { get; init; } = [];

    /// <summary>The image of an init container; null for none.</summary>
    public string? InitImage { get; init; }

    /// <summary>The image of an ephemeral container of its pods, as for debugging; null for none.</summary>
    public string? EphemeralImage { get; init; }

    /// <summary>How many pods it wants; a deployment scaled to 0 has none.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The service account of its pods; it comes into being where it is missing.</summary>
    public string ServiceAccount { get; init; } = "default";

    /// <summary>Pull secrets that its pods name; those of the service account when empty.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>The digest that its pods run; null for the one that the image's tag has now, or one that is made up.</summary>
    public string? Digest { get; init; }

    /// <summary>What stands before the image in <c>imageID</c>, such as <c>docker-pullable://</c>.</summary>
    public string ImageIdPrefix { get; init; } = "";

    /// <summary>Why its containers wait, such as <c>ImagePullBackOff</c>; null when they run.</summary>
    public string? WaitingReason { get; init; }

    /// <summary>What the node says about that.</summary>
    public string? WaitingMessage { get; init; }

    /// <summary>A cron job's schedule.</summary>
    public string Schedule { get; init; } = "0 3 * * *";

    /// <summary>How long ago it was made.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>A namespace to add.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsAttended">Whether the operator of the integration puts pull secrets into it.</param>
public sealed record NamespaceSeed(string Name, bool IsAttended = true);

/// <summary>Names an object of a cluster.</summary>
/// <param name="Kind">Its kind as manifests or paths write it, for example <c>Deployment</c> or <c>deployments</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; of no meaning for a namespace.</param>
public sealed record ObjectName(string Kind, string Name, string Namespace = "default");

/// <summary>Deployments by the number, each with pods and ways back.</summary>
public sealed record GeneratedWorkloadsSeed
{
    /// <summary>Pods of all deployments.</summary>
    public int Pods { get; init; } = 10;

    /// <summary>Pods of each deployment.</summary>
    public int PodsPerDeployment { get; init; } = 5;

    /// <summary>Revisions of each deployment beside the present one.</summary>
    public int OldRevisions { get; init; } = 2;

    /// <summary>Namespaces, named <c>team-1</c> and so on, which deployments take in turn.</summary>
    public int Namespaces { get; init; } = 4;

    /// <summary>
    /// The registry whose images they run: the deployments take its repositories in turn, in them the newest tag, and for their ways back the ones before it.
    /// Null for an image of somebody else.
    /// </summary>
    public string? Registry { get; init; }
}

/// <summary>What somebody does to a cluster: first removes, then adds.</summary>
public sealed record WorkloadChange
{
    /// <summary>Objects to remove, each with what it owns.</summary>
    public IReadOnlyList<ObjectName> Remove { get; init; } = [];

    /// <summary>Namespaces to add.</summary>
    public IReadOnlyList<NamespaceSeed> Namespaces { get; init; } = [];

    /// <summary>Objects to add or replace, written as manifests.</summary>
    public IReadOnlyList<JsonObject> Objects { get; init; } = [];

    /// <summary>Workloads to add or replace.</summary>
    public IReadOnlyList<WorkloadSeed> Workloads { get; init; } = [];

    /// <summary>Workloads to add by the number.</summary>
    public GeneratedWorkloadsSeed? Generated { get; init; }
}
