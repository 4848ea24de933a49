namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A kind of object that a cluster's API serves.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Name">The singular name, as in manifests.</param>
/// <param name="Plural">The plural name, as in paths.</param>
/// <param name="ShortName">The abbreviation that kubectl accepts; null if there is none.</param>
/// <param name="IsNamespaced">Whether its objects belong to namespaces.</param>
public sealed record ObjectKind(string Group, string Version, string Name, string Plural, string? ShortName = null, bool IsNamespaced = true)
{
    private const string Apps = "apps";
    private const string Batch = "batch";
    private const string V1 = "v1";

    /// <summary>Namespaces.</summary>
    public static ObjectKind Namespace { get; } = new("", V1, "Namespace", "namespaces", "ns", IsNamespaced: false);

    /// <summary>Pods.</summary>
    public static ObjectKind Pod { get; } = new("", V1, "Pod", "pods", "po");

    /// <summary>Secrets.</summary>
    public static ObjectKind Secret { get; } = new("", V1, "Secret", "secrets");

    /// <summary>Service accounts.</summary>
    public static ObjectKind ServiceAccount { get; } = new("", V1, "ServiceAccount", "serviceaccounts", "sa");

    /// <summary>Deployments.</summary>
    public static ObjectKind Deployment { get; } = new(Apps, V1, "Deployment", "deployments", "deploy");

    /// <summary>Replica sets.</summary>
    public static ObjectKind ReplicaSet { get; } = new(Apps, V1, "ReplicaSet", "replicasets", "rs");

    /// <summary>Stateful sets.</summary>
    public static ObjectKind StatefulSet { get; } = new(Apps, V1, "StatefulSet", "statefulsets", "sts");

    /// <summary>Daemon sets.</summary>
    public static ObjectKind DaemonSet { get; } = new(Apps, V1, "DaemonSet", "daemonsets", "ds");

    /// <summary>Revisions of stateful sets and daemon sets.</summary>
    public static ObjectKind ControllerRevision { get; } = new(Apps, V1, "ControllerRevision", "controllerrevisions");

    /// <summary>Jobs.</summary>
    public static ObjectKind Job { get; } = new(Batch, V1, "Job", "jobs");

    /// <summary>Cron jobs.</summary>
    public static ObjectKind CronJob { get; } = new(Batch, V1, "CronJob", "cronjobs", "cj");

    /// <summary>All kinds that the API serves.</summary>
    public static IReadOnlyList<ObjectKind> All { get; } =
    [
        Namespace, Pod, Secret, ServiceAccount, Deployment, ReplicaSet, StatefulSet, DaemonSet, ControllerRevision, Job, CronJob,
    ];

    /// <summary>Group and version, as in manifests.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The plural name with its group, for example <c>deployments.apps</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    internal static ObjectKind Named(string name) =>
        All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase) || kind.Plural == name || kind.QualifiedName == name)
        ?? throw new ArgumentException($"There is no kind of object '{name}'.", nameof(name));
}
