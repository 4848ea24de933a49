using System.Globalization;
using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Builds the pods of a workload and the templates in its controllers.</summary>
internal sealed class PodBuilder(World world, ClusterContent content, WorkloadSeed seed, DateTimeOffset createdAt)
{
    private const string Registry = "registry.digitalocean.com/";

    /// <summary>The labels that the controller selects its pods by.</summary>
    public JsonObject Labels() => Json.Object(("app.kubernetes.io/name", seed.Name));

    public JsonObject Selector() => Json.Object(("matchLabels", Labels()));

    public JsonObject Template(string image) => Json.Object(("metadata", Json.Object(("labels", Labels()))), ("spec", TemplateSpec(image)));

    public JsonObject Pod(string name, JsonObject? owner)
    {
        var spec = TemplateSpec(seed.Image);
        // Admission and the scheduler add these when a pod is created.
        spec["serviceAccount"] = seed.ServiceAccount;
        spec["nodeName"] = "node-1";
        if (seed.PullSecrets.Count == 0 && content.PullSecretsOf(seed.Namespace, seed.ServiceAccount) is { } secrets)
        {
            spec["imagePullSecrets"] = secrets;
        }

        if (seed.EphemeralImage is { } image) spec["ephemeralContainers"] = Json.Array(Container("debugger", image));
        var metadata = Json.Object(("name", name), ("namespace", seed.Namespace), ("labels", Labels()));
        if (owner is not null) metadata["ownerReferences"] = Json.Array(owner);
        return Json.Object(("metadata", metadata), ("spec", spec), ("status", Status()));
    }

    private JsonObject TemplateSpec(string image) => Json.Object(
        ("initContainers", seed.InitImage is { } init ? Json.Array(Container("prepare", init)) : null),
        ("containers", Json.Array(Container(seed.Name, image))),
        ("restartPolicy", seed.Kind is WorkloadKind.Job or WorkloadKind.CronJob ? "OnFailure" : "Always"),
        ("serviceAccountName", seed.ServiceAccount),
        ("imagePullSecrets", seed.PullSecrets.Count == 0 ? null : Json.Array(seed.PullSecrets.Select(secret => Json.Object(("name", secret))))));

    private static JsonObject Container(string name, string image) => Json.Object(("name", name), ("image", image), ("imagePullPolicy", "IfNotPresent"));

    private JsonObject Status()
    {
        var runs = seed.WaitingReason is null;
        return Json.Object(
            ("phase", runs ? "Running" : "Pending"),
            ("conditions", Json.Array(Json.Object(("type", "Ready"), ("status", runs ? "True" : "False")))),
            ("startTime", WireTime.Seconds(createdAt)),
            ("initContainerStatuses", seed.InitImage is { } init ? Json.Array(ContainerStatus("prepare", init, digest: null)) : null),
            ("containerStatuses", Json.Array(ContainerStatus(seed.Name, seed.Image, seed.Digest))),
            ("ephemeralContainerStatuses", seed.EphemeralImage is { } image ? Json.Array(ContainerStatus("debugger", image, digest: null)) : null));
    }

    private JsonObject ContainerStatus(string name, string image, string? digest)
    {
        var runs = seed.WaitingReason is null;
        var state = runs
            ? Json.Object(("running", Json.Object(("startedAt", WireTime.Seconds(createdAt)))))
            : Json.Object(("waiting", Json.Object(("reason", seed.WaitingReason), ("message", seed.WaitingMessage))));
        return Json.Object(
            ("name", name),
            ("image", image),
            ("imageID", runs ? ImageId(image, digest) : ""),
            ("ready", runs),
            ("started", runs),
            ("restartCount", 0),
            ("state", state));
    }

    /// <summary>The image that runs: the given digest, or the digest that the tag has in the registry now, as a node would resolve it.</summary>
    private string ImageId(string image, string? digest)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var named = at < 0 ? image : image[..at];
        var colon = named.IndexOf(':', named.LastIndexOf('/') + 1);
        var repository = colon < 0 ? named : named[..colon];
        var tag = colon < 0 ? "latest" : named[(colon + 1)..];
        digest ??= at >= 0 ? image[(at + 1)..] : Resolve(repository, tag) ?? IdentitySource.Digest(image);
        return string.Create(CultureInfo.InvariantCulture, $"{seed.ImageIdPrefix}{repository}@{digest}");
    }

    private string? Resolve(string repository, string tag)
    {
        if (!repository.StartsWith(Registry, StringComparison.OrdinalIgnoreCase) || repository[Registry.Length..].Split('/', 2) is not [var registry, var path])
        {
            return null;
        }

        return world.RegistryStore.Find(registry)?.Repositories.GetValueOrDefault(path)?.Tags.GetValueOrDefault(tag)?.Digest;
    }
}
