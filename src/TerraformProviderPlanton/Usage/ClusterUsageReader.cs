using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.ClusterApi;
using Planton.DigitalOcean.Kubernetes;

namespace TerraformProviderPlanton.Usage;

/// <summary>Reads what uses a registry's images in one cluster, over the cluster's own API. One list is held at a time.</summary>
/// <param name="client">The API.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="cancellation">Cancels.</param>
internal sealed class ClusterUsageReader(DigitalOceanClient client, Cluster cluster, CancellationToken cancellation)
{
    /// <summary>Long enough for the largest cluster; whoever finds the token later has nothing of it.</summary>
    private static readonly TimeSpan CredentialsLifetime = TimeSpan.FromMinutes(10);

    private readonly List<UnreadSource> _unread = [];
    private bool _isGivenUp;

    /// <summary>Reads; what could not be read is part of the result.</summary>
    /// <param name="registry">The name of the registry.</param>
    /// <param name="includesWorkloads">Whether templates and ways back count too, not only pods.</param>
    public async Task<UsageReading> ReadAsync(string registry, bool includesWorkloads)
    {
        var uses = new ClusterUses(registry, cluster);
        using var api = await TryAsync(UnreadSource.Credentials, ConnectAsync);
        if (api is null) return new([], [.. _unread]);

        foreach (var kind in includesWorkloads ? WorkloadKind.All : [])
        {
            if (await TryAsync(kind.Resource, () => api.ListWorkloadsAsync(kind, cancellation)) is { } workloads) uses.Add(kind, workloads);
        }

        if (await TryAsync("pods", () => api.ListPodsAsync(cancellation)) is { } pods) uses.Add(pods);
        return new([.. uses.All], [.. _unread]);
    }

    private async Task<ClusterClient> ConnectAsync() =>
        client.ConnectTo(await client.Kubernetes.GetCredentialsAsync(cluster.Id, CredentialsLifetime, cancellation));

    private async Task<T?> TryAsync<T>(string resource, Func<Task<T>> read)
        where T : class
    {
        if (_isGivenUp) return null;
        try
        {
            return await read();
        }
        catch (ApiException failure)
        {
            _unread.Add(UnreadSource.Of(cluster, resource, failure));

            // What a role may not read says nothing about the next list; a cluster that fails otherwise would fail there too, and each time take its minute.
            _isGivenUp = failure.Status != HttpStatusCode.Forbidden;
            return null;
        }
    }
}
