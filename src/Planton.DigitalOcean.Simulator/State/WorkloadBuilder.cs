using System.Globalization;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Adds a workload to a cluster, with the objects that its controllers would create.</summary>
internal sealed class WorkloadBuilder(World world, ClusterContent content, WorkloadSeed seed)
{
    /// <summary>The default of Kubernetes for the revisions that a controller keeps.</summary>
    private const int RevisionHistoryLimit = 10;

    private readonly DateTimeOffset _createdAt = world.Now - seed.Age;
    private readonly PodBuilder _pods = new(world, content, seed, world.Now - seed.Age);

    /// <summary>The images of its revisions, oldest first; the last one is current.</summary>
    private IReadOnlyList<string> Revisions => [.. seed.OldImages.TakeLast(RevisionHistoryLimit), seed.Image];

    public void Add()
    {
        if (seed.Replicas < 0) throw new ArgumentException($"Workload '{seed.Name}' cannot have {seed.Replicas} replicas.", nameof(seed));
        content.AddNamespace(seed.Namespace, _createdAt);
        if (content.Objects.Find(ObjectKind.ServiceAccount, seed.Namespace, seed.ServiceAccount) is null)
        {
            content.Objects.Put(ObjectKind.ServiceAccount, Json.Object(("metadata", Metadata(seed.ServiceAccount))), _createdAt);
        }

        content.Objects.Remove(KindOf(seed.Kind), seed.Namespace, seed.Name);
        switch (seed.Kind)
        {
            case WorkloadKind.Pod:
                content.Objects.Put(ObjectKind.Pod, _pods.Pod(seed.Name, owner: null), _createdAt);
                break;
            case WorkloadKind.CronJob:
                content.Objects.Put(ObjectKind.CronJob, CronJob(), _createdAt);
                break;
            case WorkloadKind.Job:
                AddPods(content.Objects.Put(ObjectKind.Job, Job(), _createdAt), seed.Name);
                break;
            case WorkloadKind.Deployment:
                AddDeployment();
                break;
            default:
                AddWithRevisions(KindOf(seed.Kind));
                break;
        }
    }

    private static ObjectKind KindOf(WorkloadKind kind) => ObjectKind.Named(kind.ToString());

    private void AddDeployment()
    {
        var deployment = content.Objects.Put(ObjectKind.Deployment, Controller(seed.Image, seed.Replicas, owner: null, Revisions.Count), _createdAt);
        foreach (var (index, image) in Revisions.Index())
        {
            var isPresent = index == Revisions.Count - 1;
            var name = $"{seed.Name}-{Suffix($"{index} {image}", 10)}";
            var set = Controller(image, isPresent ? seed.Replicas : 0, Owner(deployment), index + 1);
            set["metadata"]!["name"] = name;
            var added = content.Objects.Put(ObjectKind.ReplicaSet, set, _createdAt);
            if (isPresent) AddPods(added, name);
        }
    }

    private void AddWithRevisions(ObjectKind kind)
    {
        var controller = content.Objects.Put(kind, Controller(seed.Image, seed.Replicas, owner: null, Revisions.Count), _createdAt);
        foreach (var (index, image) in Revisions.Index())
        {
            var template = _pods.Template(image);
            template["$patch"] = "replace";
            var metadata = Metadata($"{seed.Name}-{Suffix($"{index} {image}", 10)}");
            metadata["ownerReferences"] = Json.Array(Owner(controller));
            content.Objects.Put(ObjectKind.ControllerRevision, Json.Object(
                ("metadata", metadata),
                ("data", Json.Object(("spec", Json.Object(("template", template))))),
                ("revision", index + 1)), _createdAt);
        }

        AddPods(controller, seed.Name);
    }

    private void AddPods(ClusterObject owner, string prefix)
    {
        for (var number = 0; number < seed.Replicas; number++)
        {
            var name = seed.Kind is WorkloadKind.StatefulSet ? $"{prefix}-{number}" : $"{prefix}-{Suffix($"{prefix} {number}", 5)}";
            content.Objects.Put(ObjectKind.Pod, _pods.Pod(name, Owner(owner)), _createdAt);
        }
    }

    private JsonObject Controller(string image, int replicas, JsonObject? owner, int revision)
    {
        var metadata = Metadata(seed.Name);
        if (seed.Kind is WorkloadKind.Deployment)
        {
            metadata["annotations"] = Json.Object(("deployment.kubernetes.io/revision", revision.ToString(CultureInfo.InvariantCulture)));
        }

        if (owner is not null) metadata["ownerReferences"] = Json.Array(owner);
        var isDaemon = seed.Kind is WorkloadKind.DaemonSet;
        var ready = seed.WaitingReason is null ? replicas : 0;
        return Json.Object(
            ("metadata", metadata),
            ("spec", Json.Object(
                ("replicas", isDaemon ? null : replicas),
                ("revisionHistoryLimit", owner is null ? RevisionHistoryLimit : null),
                ("selector", _pods.Selector()),
                ("template", _pods.Template(image)))),
            ("status", isDaemon ? DaemonStatus(replicas, ready) : Status(replicas, ready)));
    }

    private static JsonObject Status(int replicas, int ready) => Json.Object(
        ("observedGeneration", 1),
        ("replicas", replicas),
        ("updatedReplicas", replicas),
        ("readyReplicas", ready),
        ("availableReplicas", ready));

    private static JsonObject DaemonStatus(int pods, int ready) => Json.Object(
        ("observedGeneration", 1),
        ("desiredNumberScheduled", pods),
        ("currentNumberScheduled", pods),
        ("updatedNumberScheduled", pods),
        ("numberReady", ready),
        ("numberAvailable", ready),
        ("numberMisscheduled", 0));

    private JsonObject Job() => Json.Object(
        ("metadata", Metadata(seed.Name)),
        ("spec", JobSpec()),
        ("status", Json.Object(("active", seed.Replicas), ("startTime", WireTime.Seconds(_createdAt)))));

    private JsonObject CronJob() => Json.Object(
        ("metadata", Metadata(seed.Name)),
        ("spec", Json.Object(
            ("schedule", seed.Schedule),
            ("concurrencyPolicy", "Allow"),
            ("suspend", false),
            ("jobTemplate", Json.Object(("metadata", Json.Object()), ("spec", JobSpec()))))),
        ("status", Json.Object()));

    private JsonObject JobSpec() => Json.Object(("completions", 1), ("parallelism", 1), ("backoffLimit", 6), ("template", _pods.Template(seed.Image)));

    private JsonObject Metadata(string name) => Json.Object(("name", name), ("namespace", seed.Namespace), ("labels", _pods.Labels()));

    private static JsonObject Owner(ClusterObject owner) => Json.Object(
        ("apiVersion", owner.Kind.ApiVersion),
        ("kind", owner.Kind.Name),
        ("name", owner.Name),
        ("uid", owner.Uid),
        ("controller", true),
        ("blockOwnerDeletion", true));

    private static string Suffix(string text, int length) => IdentitySource.Digest(text)["sha256:".Length..][..length];
}
