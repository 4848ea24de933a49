using Planton.DigitalOcean;
using Planton.DigitalOcean.ClusterApi;
using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Integrations;

/// <summary>Whether a cluster can pull the images of a registry, as the cluster itself shows it.</summary>
internal sealed class PullHealthDataSource() : DataSource<PullHealthModel, ProviderServices>("planton_doks_pull_health")
{
    private static readonly TimeSpan CredentialsLifetime = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override Schema<PullHealthModel> Schema { get; } = PullHealthModel.Schema;

    /// <inheritdoc/>
    protected override string? NameOf(PullHealthModel config) => config.ClusterUuid.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<PullHealthModel> ReadAsync(PullHealthModel config, OperationContext<ProviderServices> context)
    {
        var (client, registry) = (context.ProviderData.Client, config.RegistryName.Value);
        await context.ProviderData.RequireRegistryAsync(registry, subject: null, context.Cancellation);
        var cluster = await client.Cache.FindClusterAsync(config.ClusterUuid.Value, context.Cancellation);
        if (cluster is null || ClusterStates.IsGone(cluster.State)) throw ClusterNotFound(config.ClusterUuid.Value);

        var registries = await client.Cache.GetRegistriesAsync(context.Cancellation);
        var isIntegrated = IntegrationReading.Judge(cluster, registry, registries.Count == 1) is IntegrationStatus.Present or IntegrationStatus.Ambiguous;
        return PullHealthModel.From(config, new(registry, isIntegrated, await ReadAsync(client, cluster, context.Cancellation)));
    }

    private static async Task<PullSituation> ReadAsync(DigitalOceanClient client, Cluster cluster, CancellationToken cancellation)
    {
        using var api = await ReadAsync(UnreadSource.Credentials, ConnectAsync);
        return new(
            await ReadAsync("namespaces", () => api.ListNamespacesAsync(cancellation)),
            await ReadAsync("secrets", () => api.ListPullSecretsAsync(cancellation)),
            await ReadAsync("serviceaccounts", () => api.ListServiceAccountsAsync(cancellation)),
            await ReadAsync("pods", () => api.ListPodsAsync(cancellation)));

        async Task<ClusterClient> ConnectAsync() => client.ConnectTo(await client.Kubernetes.GetCredentialsAsync(cluster.Id, CredentialsLifetime, cancellation));

        async Task<T> ReadAsync<T>(string resource, Func<Task<T>> read)
        {
            try
            {
                return await read();
            }
            catch (ApiException failure)
            {
                throw UnreadMessages.ToError(UnreadSource.Of(cluster, resource, failure), "cluster_uuid");
            }
        }
    }

    private static DiagnosticException ClusterNotFound(string uuid) => new(
        $"The cluster {uuid} does not exist",
        "The account of the token has no cluster of that uuid, or it is being deleted. A cluster that was replaced has a new uuid: reference the cluster's "
        + "resource instead of writing the uuid.",
        "cluster_uuid");
}
