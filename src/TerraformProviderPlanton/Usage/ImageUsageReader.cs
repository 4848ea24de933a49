using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Usage;

/// <summary>
/// Reads who uses the images of a registry: the pods, templates and ways back of clusters, and apps. Custom resources that start pods later, Droplets
/// and other clouds cannot be seen from here.
/// </summary>
/// <param name="client">The API.</param>
internal sealed class ImageUsageReader(DigitalOceanClient client)
{
    /// <summary>Each cluster is read one list after another; so many at a time bound the memory that lists take.</summary>
    private const int ConcurrentClusters = 4;

    /// <summary>Reads; what could not be read is part of the result, and no reason to fail.</summary>
    public async Task<UsageReading> ReadAsync(UsageScope scope, CancellationToken cancellation)
    {
        var (clusters, unread) = await FindClustersAsync(scope, cancellation);
        using var slots = new SemaphoreSlim(ConcurrentClusters);
        var apps = scope.Apps ? new AppUsageReader(client, cancellation).ReadAsync() : Task.FromResult(UsageReading.None);
        return UsageReading.Join([new([], [.. unread]), .. await Task.WhenAll([.. clusters.Select(ReadAsync), apps])]);

        async Task<UsageReading> ReadAsync(Cluster cluster)
        {
            await slots.WaitAsync(cancellation);
            try
            {
                return await new ClusterUsageReader(client, cluster, cancellation).ReadAsync(scope.Registry, scope.Workloads);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private async Task<(IReadOnlyList<Cluster> Clusters, IReadOnlyList<UnreadSource> Unread)> FindClustersAsync(UsageScope scope, CancellationToken cancellation)
    {
        try
        {
            if (scope.ClusterUuids is not { } uuids) return (await FindIntegratedAsync(scope.Registry, cancellation), []);

            var found = new List<Cluster>();
            var missing = new List<UnreadSource>();
            foreach (var uuid in uuids.Order(StringComparer.Ordinal))
            {
                if (await client.Cache.FindClusterAsync(uuid, cancellation) is { } cluster && !ClusterStates.IsGone(cluster.State)) found.Add(cluster);
                else missing.Add(UnreadSource.Missing(uuid));
            }

            return (found, missing);
        }
        catch (ApiException failure)
        {
            return ([], [UnreadSource.Of("clusters", failure)]);
        }
    }

    /// <summary>A cluster that does not say which registry is integrated may pull from this one.</summary>
    private async Task<IReadOnlyList<Cluster>> FindIntegratedAsync(string registry, CancellationToken cancellation)
    {
        var clusters = await client.Cache.GetClustersAsync(cancellation);
        return [.. clusters.Where(cluster =>
            IntegrationReading.Judge(cluster, registry, isOnlyRegistry: false) is IntegrationStatus.Present or IntegrationStatus.Ambiguous)];
    }
}
