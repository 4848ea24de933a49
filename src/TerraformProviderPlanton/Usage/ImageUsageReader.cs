using Planton.DigitalOcean;
using Planton.DigitalOcean.Kubernetes;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Usage;

/// <summary>
/// Reads who uses the images of a registry: pods, pod templates and rollback revisions in clusters, and apps. Custom resources that start pods later,
/// Droplets and other clouds are not visible.
/// </summary>
/// <param name="client">The API.</param>
internal sealed class ImageUsageReader(DigitalOceanClient client)
{
    /// <summary>The pages of a cluster are read one after another; this limit bounds how many are in memory at a time.</summary>
    private const int ConcurrentClusters = 2;

    /// <summary>Reads the uses. What could not be read is part of the result; it does not make the call fail.</summary>
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

    /// <summary>A cluster that does not say which registry is integrated may use this one.</summary>
    private async Task<IReadOnlyList<Cluster>> FindIntegratedAsync(string registry, CancellationToken cancellation)
    {
        var clusters = await client.Cache.GetClustersAsync(cancellation);
        return [.. clusters.Where(cluster =>
            IntegrationReading.Judge(cluster, registry, isOnlyRegistry: false) is IntegrationStatus.Present or IntegrationStatus.Ambiguous)];
    }
}
