using Planton.DigitalOcean.ClusterApi;
using Planton.DigitalOcean.Kubernetes;
using Planton.Registry.Images;

namespace TerraformProviderPlanton.Usage;

/// <summary>
/// The uses of a registry's images by the objects of one cluster. A pod or an old replica set is shown as the deployment that manages it. Owners
/// must be added before the objects that they own.
/// </summary>
/// <param name="registry">The name of the registry.</param>
/// <param name="cluster">The cluster.</param>
internal sealed class ClusterUses(string registry, Cluster cluster)
{
    private readonly Dictionary<(string Namespace, string Kind, string Name), (string Kind, string Name)> _roots = [];
    private readonly HashSet<ImageUse> _uses = [];

    /// <summary>The uses so far, each once.</summary>
    public IReadOnlyCollection<ImageUse> All => _uses;

    /// <summary>Adds the images that pod templates name.</summary>
    public void Add(WorkloadKind kind, IEnumerable<Workload> workloads)
    {
        foreach (var workload in workloads)
        {
            var user = UserOf(kind.Name, workload.Metadata);
            foreach (var container in workload.PodSpec?.AllContainers ?? []) Add(container.Image, running: null, user);
        }
    }

    /// <summary>Adds the images of pods, as written and as running.</summary>
    public void Add(IEnumerable<Pod> pods)
    {
        foreach (var pod in pods)
        {
            var user = UserOf("Pod", pod.Metadata);
            var running = pod.Status.AllContainers.ToLookup(static status => status.Name, static status => status.ImageId, StringComparer.Ordinal);
            foreach (var container in pod.Spec.AllContainers) Add(container.Image, running[container.Name].FirstOrDefault(), user);
        }
    }

    private void Add(string written, string? running, ImageUser user)
    {
        var digest = running?.LastIndexOf('@') is { } at and >= 0 ? running[(at + 1)..] : null;
        var image = Parse(written);
        if (image is not null) _uses.Add(new(image.Repository, image.Tag, image.Digest ?? digest, user));

        // The running digest may be that of one platform's manifest, and the runtime may list it under another repository.
        if (Parse(running) is { } actual && (actual.Repository != image?.Repository || (image?.Digest ?? digest) != digest))
        {
            _uses.Add(ImageUse.Of(actual, user));
        }
    }

    private ImageReference? Parse(string? text) => ImageReference.TryParse(text, out var image) && image.Registry == registry ? image : null;

    private ImageUser.Workload UserOf(string kind, ObjectMetadata metadata)
    {
        var root = RootOf(kind, metadata);
        return new(root.Kind, root.Name, metadata.Namespace, cluster.Id, cluster.Name ?? cluster.Id);
    }

    private (string Kind, string Name) RootOf(string kind, ObjectMetadata metadata)
    {
        // A static pod is owned by its node, which would not tell the user anything.
        var owner = metadata.OwnerReferences.Where(static owner => owner.Kind != "Node").OrderByDescending(static owner => owner.Controller is true).FirstOrDefault();
        var own = (Kind: kind.ToLowerInvariant(), metadata.Name);
        var root = owner is null ? own : _roots.GetValueOrDefault((metadata.Namespace, owner.Kind, owner.Name), (owner.Kind.ToLowerInvariant(), owner.Name));
        if (kind != "Pod") _roots[(metadata.Namespace, kind, metadata.Name)] = root;
        return root;
    }
}
