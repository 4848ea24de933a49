using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.ClusterApi;
using Planton.DigitalOcean.Kubernetes;

namespace TerraformProviderPlanton.Usage;

/// <summary>Reads what uses a registry's images in one cluster, over the cluster's own API. One page of a list is in memory at a time.</summary>
/// <param name="client">The API.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="cancellation">Cancels.</param>
internal sealed class ClusterUsageReader(DigitalOceanClient client, Cluster cluster, CancellationToken cancellation)
{
    /// <summary>Long enough to read the largest cluster, and short enough that a leaked token is soon useless.</summary>
    private static readonly TimeSpan CredentialsLifetime = TimeSpan.FromMinutes(10);

    private readonly List<UnreadSource> _unread = [];
    private bool _isGivenUp;

    /// <summary>Reads the uses. What could not be read is part of the result.</summary>
    /// <param name="registry">The name of the registry.</param>
    /// <param name="includesWorkloads">Whether pod templates and rollback revisions count too, not only pods.</param>
    public async Task<UsageReading> ReadAsync(string registry, bool includesWorkloads)
    {
        var uses = new ClusterUses(registry, cluster);
        ClusterClient? api = null;
        await TryAsync(UnreadSource.Credentials, async () => api = await ConnectAsync());
        using (api)
        {
            foreach (var kind in includesWorkloads && api is not null ? WorkloadKind.All : [])
            {
                await TryAsync(kind.Resource, () => AddAsync(api!.ReadWorkloadsAsync(kind, cancellation), page => uses.Add(kind, page)));
            }

            if (api is not null) await TryAsync("pods", () => AddAsync(api.ReadPodsAsync(cancellation), uses.Add));
        }

        return new([.. uses.All], [.. _unread]);
    }

    private static async Task AddAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> pages, Action<IReadOnlyList<T>> add)
    {
        await foreach (var page in pages) add(page);
    }

    private async Task<ClusterClient> ConnectAsync() =>
        client.ConnectTo(await client.Kubernetes.GetCredentialsAsync(cluster.Id, CredentialsLifetime, cancellation));

    private async Task TryAsync(string resource, Func<Task> read)
    {
        if (_isGivenUp) return;
        try
        {
            await read();
        }
        catch (ApiException failure)
        {
            _unread.Add(UnreadSource.Of(cluster, resource, failure));

            // A role that may not read one list may read the next. Any other failure would repeat itself, and take up to a minute each time.
            _isGivenUp = failure.Status != HttpStatusCode.Forbidden;
        }
    }
}
