using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.ClusterApi;

/// <summary>An object that starts pods, or that a controller would go back to.</summary>
public sealed record Workload : ClusterObject
{
    /// <summary>What its pods are to be; null when it does not say.</summary>
    [JsonIgnore]
    public PodSpec? PodSpec => (Data?.Spec ?? Spec)?.Template?.Spec ?? Spec?.JobTemplate?.Spec?.Template?.Spec;

    [JsonInclude]
    internal WorkloadSpec? Spec { get; init; }

    /// <summary>What a revision of a controller keeps: the part of its object to go back to.</summary>
    [JsonInclude]
    internal RevisionData? Data { get; init; }
}

/// <summary>A kind of object that starts pods.</summary>
/// <param name="Name">The kind as objects name it, such as <c>ReplicaSet</c>.</param>
/// <param name="Resource">The resource as roles name it, such as <c>replicasets.apps</c>.</param>
/// <param name="Path">Where its objects are listed.</param>
public sealed record WorkloadKind(string Name, string Resource, string Path)
{
    /// <summary>Every kind of Kubernetes itself: what starts pods, and what a rollback would start them from.</summary>
    public static IReadOnlyList<WorkloadKind> All { get; } =
    [
        App("Deployment", "deployments"), App("ReplicaSet", "replicasets"), App("StatefulSet", "statefulsets"), App("DaemonSet", "daemonsets"),
        App("ControllerRevision", "controllerrevisions"),
        new("Job", "jobs.batch", "/apis/batch/v1/jobs"), new("CronJob", "cronjobs.batch", "/apis/batch/v1/cronjobs"),
    ];

    /// <summary>
    /// Whether an object of this kind says which images its pods use. Revisions of controllers that are not part of Kubernetes have forms of their own.
    /// </summary>
    internal bool Describes(Workload workload) => workload.PodSpec is { IsComplete: true }
        || (Name == "ControllerRevision" && !workload.Metadata.OwnerReferences.Any(static owner => owner.Kind is "StatefulSet" or "DaemonSet"));

    private static WorkloadKind App(string name, string plural) => new(name, $"{plural}.apps", $"/apis/apps/v1/{plural}");
}

internal sealed record WorkloadSpec(PodTemplate? Template, JobTemplate? JobTemplate);

internal sealed record PodTemplate(PodSpec? Spec);

internal sealed record JobTemplate(WorkloadSpec? Spec);

internal sealed record RevisionData(WorkloadSpec? Spec);
