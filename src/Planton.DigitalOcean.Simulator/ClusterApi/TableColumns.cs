using System.Globalization;
using System.Text.Json;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>A column of a table.</summary>
internal sealed record TableColumn(string Name, Func<JsonElement, string> Cell);

/// <summary>The columns of each kind that kubectl prints without <c>-o wide</c>.</summary>
internal static class TableColumns
{
    public const string Name = "Name";

    public static IReadOnlyList<TableColumn> Of(ObjectKind kind, DateTimeOffset now) =>
    [
        Member(Name, "metadata", "name"),
        .. kind.Name switch
        {
            "Pod" => Pod,
            "Secret" => Secret,
            "ServiceAccount" => ServiceAccount,
            "Deployment" => Deployment,
            "ReplicaSet" => ReplicaSet,
            "StatefulSet" => StatefulSet,
            "DaemonSet" => DaemonSet,
            "ControllerRevision" => ControllerRevision,
            "Job" => Job,
            "CronJob" => CronJob,
            _ => Namespace,
        },
        new TableColumn("Age", content => Age(content.At("metadata", "creationTimestamp").Text(), now)),
    ];

    private static TableColumn[] Namespace { get; } = [Member("Status", "status", "phase")];

    private static TableColumn[] Pod { get; } =
    [
        new("Ready", content => $"{Containers(content).Count(one => one.At("ready").ValueKind == JsonValueKind.True)}/{Containers(content).Count()}"),
        new("Status", content => Containers(content).Select(one => one.At("state", "waiting", "reason").Text()).FirstOrDefault(reason => reason is not null)
            ?? content.At("status", "phase").Text() ?? "Unknown"),
        new("Restarts", content => Text(Containers(content).Sum(one => one.At("restartCount").Number()))),
    ];

    private static TableColumn[] Secret { get; } =
    [
        Member("Type", "type"),
        new("Data", content => Text(content.At("data") is { ValueKind: JsonValueKind.Object } data ? data.EnumerateObject().Count() : 0)),
    ];

    private static TableColumn[] ServiceAccount { get; } = [new("Secrets", content => Text(content.At("secrets").Items().Count()))];

    private static TableColumn[] Deployment { get; } =
    [
        Ready("readyReplicas", "replicas"),
        Count("Up-to-date", "status", "updatedReplicas"),
        Count("Available", "status", "availableReplicas"),
    ];

    private static TableColumn[] ReplicaSet { get; } =
    [
        Count("Desired", "spec", "replicas"),
        Count("Current", "status", "replicas"),
        Count("Ready", "status", "readyReplicas"),
    ];

    private static TableColumn[] StatefulSet { get; } = [Ready("readyReplicas", "replicas")];

    private static TableColumn[] DaemonSet { get; } =
    [
        Count("Desired", "status", "desiredNumberScheduled"),
        Count("Current", "status", "currentNumberScheduled"),
        Count("Ready", "status", "numberReady"),
        Count("Up-to-date", "status", "updatedNumberScheduled"),
        Count("Available", "status", "numberAvailable"),
    ];

    private static TableColumn[] ControllerRevision { get; } =
    [
        new("Controller", content => content.At("metadata", "ownerReferences").Items().FirstOrDefault() is { ValueKind: JsonValueKind.Object } owner
            ? $"{owner.At("kind").Text()?.ToLowerInvariant()}.apps/{owner.At("name").Text()}"
            : "<none>"),
        Count("Revision", "revision"),
    ];

    private static TableColumn[] Job { get; } =
    [
        new("Completions", content => $"{content.At("status", "succeeded").Number()}/{content.At("spec", "completions").Number()}"),
    ];

    private static TableColumn[] CronJob { get; } =
    [
        Member("Schedule", "spec", "schedule"),
        Member("Suspend", "spec", "suspend"),
        new("Active", content => Text(content.At("status", "active").Items().Count())),
    ];

    private static TableColumn Member(string name, params string[] path) => new(name, content => content.At(path).Text() ?? "<none>");

    private static TableColumn Count(string name, params string[] path) => new(name, content => Text(content.At(path).Number()));

    private static TableColumn Ready(string ready, string wanted) =>
        new("Ready", content => $"{content.At("status", ready).Number()}/{content.At("spec", wanted).Number()}");

    private static IEnumerable<JsonElement> Containers(JsonElement pod) => pod.At("status", "containerStatuses").Items();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Age(string? created, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return "<unknown>";
        return (now - at) switch
        {
            { TotalDays: >= 2 } age => $"{(long)age.TotalDays}d",
            { TotalHours: >= 3 } age => $"{(long)age.TotalHours}h",
            { TotalMinutes: >= 2 } age => $"{(long)age.TotalMinutes}m",
            var age => $"{Math.Max(0, (long)age.TotalSeconds)}s",
        };
    }
}
