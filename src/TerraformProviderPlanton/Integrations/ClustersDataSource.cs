using System.Collections.Immutable;
using Planton.DigitalOcean.Kubernetes;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Integrations;

/// <summary>The account's Kubernetes clusters with their integrations, which the official provider's data source does not show.</summary>
internal sealed class ClustersDataSource() : DataSource<ClustersModel, ProviderServices>("planton_doks_clusters")
{
    /// <inheritdoc/>
    protected override Schema<ClustersModel> Schema { get; } = new()
    {
        Description = "Reads the account's Kubernetes clusters (DOKS) and the container registries integrated with them. If no cluster matches, the list is empty.",
        Attributes =
        {
            {
                "region", static m => ref m.Region, new StringAttribute
                {
                    Optional = true,
                    Description = "Return only clusters in this region, such as `fra1`. Default: all regions.",
                    Validators = [RegistryRules.Region],
                }
            },
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Optional = true,
                    Description = "Return only clusters that this registry is integrated with. Default: all clusters.",
                    Validators = [RegistryRules.Name],
                }
            },
            {
                "clusters", static m => ref m.Clusters, new ListNestedAttribute<ClusterModel>(ClusterModel.Attributes)
                {
                    Computed = true,
                    Description = "The clusters, sorted by name and then by UUID. Clusters that are being deleted are omitted.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override async Task<ClustersModel> ReadAsync(ClustersModel config, OperationContext<ProviderServices> context)
    {
        var client = context.ProviderData.Client;
        var clusters = (await client.Cache.GetClustersAsync(context.Cancellation)).Where(static cluster => !ClusterStates.IsGone(cluster.State));
        if (config.Region.TryGet(out var region)) clusters = clusters.Where(cluster => cluster.Region == region);
        if (config.RegistryName.TryGet(out var registry))
        {
            var registries = await client.Cache.GetRegistriesAsync(context.Cancellation);
            var isOnly = registries.Count == 1 && registries[0].Name == registry;
            clusters = clusters.Where(cluster => IntegrationReading.Judge(cluster, registry, isOnly) == IntegrationStatus.Present);
        }

        return new()
        {
            Region = config.Region,
            RegistryName = config.RegistryName,
            Clusters = clusters
                .OrderBy(static cluster => cluster.Name, StringComparer.Ordinal).ThenBy(static cluster => cluster.Id, StringComparer.Ordinal)
                .Select(static cluster => TfValue<ClusterModel>.Known(ClusterModel.From(cluster))).ToImmutableArray(),
        };
    }
}

/// <summary>Arguments and results of <c>planton_doks_clusters</c>.</summary>
internal sealed class ClustersModel
{
    public TfValue<string> Region;
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<ClusterModel>>> Clusters;
}

/// <summary>One cluster.</summary>
internal sealed class ClusterModel
{
    public TfValue<string> Uuid;
    public TfValue<string> Name;
    public TfValue<string> Region;
    public TfValue<string> Version;
    public TfValue<string> State;
    public TfValue<bool> RegistryEnabled;
    public TfValue<ImmutableArray<TfValue<string>>> Registries;

    /// <summary>The attributes of a cluster, all computed.</summary>
    public static AttributeSet<ClusterModel> Attributes { get; } = new()
    {
        { "uuid", static m => ref m.Uuid, Computed.Text("The UUID of the cluster, for use in `cluster_uuids` of `planton_docr_doks_integration`.") },
        { "name", static m => ref m.Name, Computed.Text("The name of the cluster.") },
        { "region", static m => ref m.Region, Computed.Text("The slug of the cluster's region.") },
        { "version", static m => ref m.Version, Computed.Text("The Kubernetes version, such as `1.33.1-do.0`.") },
        { "state", static m => ref m.State, Computed.Text("The state of the cluster, such as `running`. DigitalOcean may add values.") },
        {
            "registry_enabled", static m => ref m.RegistryEnabled, new BoolAttribute
            {
                Computed = true,
                Description = "Whether any registry is integrated; null if the API does not report it.",
            }
        },
        {
            "registries", static m => ref m.Registries, new ListAttribute<string>(TfTypes.String)
            {
                Computed = true,
                Description = "The names of the integrated registries; null if the API does not report them, as for older clusters.",
            }
        },
    };

    public static ClusterModel From(Cluster cluster) => new()
    {
        Uuid = cluster.Id,
        Name = cluster.Name,
        Region = cluster.Region,
        Version = cluster.Version,
        State = cluster.State,
        RegistryEnabled = TfValue.Of(cluster.RegistryEnabled),
        Registries = cluster.Registries is { } names
            ? names.Select(static name => TfValue<string>.Known(name)).ToImmutableArray()
            : TfValue<ImmutableArray<TfValue<string>>>.Null,
    };
}
