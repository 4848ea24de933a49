using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;

namespace Planton.Acceptance.Official;

/// <summary>A cluster whose <c>registry_integration</c> is written on a change and never read back. Version and node pool are only set.</summary>
internal sealed class OfficialCluster() : Resource<OfficialClusterModel, OfficialApi>("digitalocean_kubernetes_cluster")
{
    private static readonly ObjectShape<OfficialNodePool> NodePool = new()
    {
        { "name", static m => ref m.Name, TfTypes.String },
        { "size", static m => ref m.Size, TfTypes.String },
        { "node_count", static m => ref m.NodeCount, TfTypes.Int64 },
    };

    protected override Schema<OfficialClusterModel> Schema { get; } = new()
    {
        Description = "A cluster.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name." } },
            { "region", static m => ref m.Region, new StringAttribute { Required = true, Description = "The region.", PlanModifiers = [new RequiresReplace<string>()] } },
            { "registry_integration", static m => ref m.RegistryIntegration, new BoolAttribute { Optional = true, DefaultValue = false, Description = "Whether to integrate." } },
            { "version", static m => ref m.Version, new StringAttribute { Optional = true, Description = "The version." } },

            // A list of objects can be written as blocks, which is how the official provider has it.
            { "node_pool", static m => ref m.NodePools, new ListAttribute<OfficialNodePool>(TfTypes.Object(NodePool)) { Optional = true, Description = "The nodes." } },
            {
                "id", static m => ref m.Id, new StringAttribute { Computed = true, Description = "The UUID.", PlanModifiers = [new UseStateForUnknown<string>()] }
            },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("id", "The UUID."));

    protected override async Task<OfficialClusterModel> CreateAsync(OfficialClusterModel plan, ResourceContext<OfficialClusterModel, OfficialApi> context)
    {
        var pool = plan.NodePools.Or([]).FirstOrDefault(new OfficialNodePool { Name = "main", Size = "s-1vcpu-2gb", NodeCount = 1 }).Value;
        var body = JsonNode.Parse($$"""
            {
              "name": "{{plan.Name.Value}}", "region": "{{plan.Region.Value}}", "version": "{{plan.Version.Or("latest")}}",
              "node_pools": [{ "size": "{{pool.Size.Value}}", "count": {{pool.NodeCount.Value}}, "name": "{{pool.Name.Value}}" }]
            }
            """);
        var reply = await context.ProviderData.SendAsync(HttpMethod.Post, "/v2/kubernetes/clusters", body, context.Cancellation);
        plan.Id = reply!["kubernetes_cluster"]!["id"]!.GetValue<string>();
        if (plan.RegistryIntegration.Value) await IntegrateAsync(HttpMethod.Post, plan, context);
        return plan;
    }

    protected override async Task<OfficialClusterModel?> ReadAsync(OfficialClusterModel state, ResourceContext<OfficialClusterModel, OfficialApi> context) =>
        await context.ProviderData.SendAsync(HttpMethod.Get, $"/v2/kubernetes/clusters/{state.Id.Value}", null, context.Cancellation) is null ? null : state;

    protected override async Task<OfficialClusterModel> UpdateAsync(
        OfficialClusterModel plan, OfficialClusterModel state, ResourceContext<OfficialClusterModel, OfficialApi> context)
    {
        if (plan.RegistryIntegration != state.RegistryIntegration)
        {
            await IntegrateAsync(plan.RegistryIntegration.Value ? HttpMethod.Post : HttpMethod.Delete, plan, context);
        }

        return plan;
    }

    protected override Task DeleteAsync(OfficialClusterModel state, ResourceContext<OfficialClusterModel, OfficialApi> context) =>
        context.ProviderData.SendAsync(HttpMethod.Delete, $"/v2/kubernetes/clusters/{state.Id.Value}", null, context.Cancellation);

    protected override Task<OfficialClusterModel> ImportAsync(string id, ResourceContext<OfficialClusterModel, OfficialApi> context) =>
        Task.FromResult(new OfficialClusterModel { Id = id });

    private static Task IntegrateAsync(HttpMethod method, OfficialClusterModel cluster, ResourceContext<OfficialClusterModel, OfficialApi> context) =>
        context.ProviderData.SendAsync(method, "/v2/kubernetes/registry", new JsonObject { ["cluster_uuids"] = new JsonArray(cluster.Id.Value) }, context.Cancellation);
}

internal sealed class OfficialClusterModel
{
    public TfValue<string> Id;
    public TfValue<string> Name;
    public TfValue<string> Region;
    public TfValue<string> Version;
    public TfValue<ImmutableArray<TfValue<OfficialNodePool>>> NodePools;
    public TfValue<bool> RegistryIntegration;
}

internal sealed class OfficialNodePool
{
    public TfValue<string> Name;
    public TfValue<string> Size;
    public TfValue<long> NodeCount;
}
