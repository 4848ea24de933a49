using System.Globalization;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>Generates deployments.</summary>
internal sealed class WorkloadGenerator(World world, GeneratedWorkloadsSeed seed)
{
    private const string Foreign = "docker.io/library/nginx:1.27";

    /// <summary>The tags of each repository, newest first.</summary>
    private readonly List<(string Repository, IReadOnlyList<string> Tags)> _images = Images(world, seed);

    public IEnumerable<WorkloadSeed> Workloads()
    {
        if (seed.Pods < 0 || seed.PodsPerDeployment < 1 || seed.Namespaces < 1 || seed.OldRevisions < 0)
        {
            throw new ArgumentException("Generated workloads need at least one pod for each deployment and one namespace, and no negative number.", nameof(seed));
        }

        for (var (number, left) = (1, seed.Pods); left > 0; number++, left -= seed.PodsPerDeployment)
        {
            var images = ImagesOf(number - 1);
            yield return new WorkloadSeed
            {
                Kind = WorkloadKind.Deployment,
                Namespace = $"team-{1 + ((number - 1) % seed.Namespaces)}",
                Name = $"app-{number.ToString(CultureInfo.InvariantCulture)}",
                Image = images[0],
                OldImages = [.. images.Skip(1).Reverse()],
                Replicas = Math.Min(left, seed.PodsPerDeployment),
            };
        }
    }

    private static List<(string Repository, IReadOnlyList<string> Tags)> Images(World world, GeneratedWorkloadsSeed seed)
    {
        if (seed.Registry is null) return [];
        var registry = world.RegistryStore.Find(seed.Registry)
            ?? throw new ArgumentException($"There is no registry '{seed.Registry}' whose images could run.", nameof(seed));
        return
        [
            .. registry.Repositories.Where(pair => !pair.Value.Tags.IsEmpty).Select(pair => (
                $"registry.digitalocean.com/{registry.Name}/{pair.Key}",
                (IReadOnlyList<string>)[.. pair.Value.Tags.Values.OrderByDescending(tag => tag.PushedAt).Select(tag => tag.Name)])),
        ];
    }

    private List<string> ImagesOf(int index)
    {
        if (_images.Count == 0) return [.. Enumerable.Repeat(Foreign, 1 + seed.OldRevisions)];
        var (repository, tags) = _images[index % _images.Count];
        return [.. tags.Take(1 + seed.OldRevisions).Select(tag => $"{repository}:{tag}")];
    }
}
