using System.Globalization;
using System.Text.Json.Nodes;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;

namespace Planton.Acceptance.Official;

/// <summary>A registry, with times in Go's form. The plural type manages one registry too.</summary>
internal sealed class OfficialRegistry(string typeName, string createPath) : Resource<OfficialRegistryModel, OfficialApi>(typeName)
{
    protected override Schema<OfficialRegistryModel> Schema { get; } = new()
    {
        Description = "A registry.",
        Attributes =
        {
            { "name", static m => ref m.Name, new StringAttribute { Required = true, Description = "The name.", PlanModifiers = [new RequiresReplace<string>()] } },
            { "subscription_tier_slug", static m => ref m.SubscriptionTierSlug, new StringAttribute { Required = true, Description = "The tier." } },
            {
                "region", static m => ref m.Region, new StringAttribute
                {
                    Optional = true,
                    Computed = true,
                    Description = "The region.",
                    PlanModifiers = [new UseStateForUnknown<string>(), new RequiresReplaceIfConfigured<string>()],
                }
            },
            { "id", static m => ref m.Id, new StringAttribute { Computed = true, Description = "The name." } },
            { "endpoint", static m => ref m.Endpoint, new StringAttribute { Computed = true, Description = "The address." } },
            { "server_url", static m => ref m.ServerUrl, new StringAttribute { Computed = true, Description = "The host." } },
            { "storage_usage_bytes", static m => ref m.StorageUsageBytes, new Int64Attribute { Computed = true, Description = "The storage." } },
            { "created_at", static m => ref m.CreatedAt, new StringAttribute { Computed = true, Description = "The time." } },
        },
    };

    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "The name."));

    protected override async Task<OfficialRegistryModel> CreateAsync(OfficialRegistryModel plan, ResourceContext<OfficialRegistryModel, OfficialApi> context)
    {
        var body = new JsonObject { ["name"] = plan.Name.Value, ["subscription_tier_slug"] = plan.SubscriptionTierSlug.Value };
        if (plan.Region.IsKnown) body["region"] = plan.Region.Value;
        await context.ProviderData.SendAsync(HttpMethod.Post, createPath, body, context.Cancellation);
        return (await ReadAsync(plan, context))!;
    }

    protected override async Task<OfficialRegistryModel?> ReadAsync(OfficialRegistryModel state, ResourceContext<OfficialRegistryModel, OfficialApi> context)
    {
        var name = state.Name.Value;
        if (await context.ProviderData.SendAsync(HttpMethod.Get, $"/v2/registries/{name}", null, context.Cancellation) is not { } reply) return null;
        var subscription = await context.ProviderData.SendAsync(HttpMethod.Get, "/v2/registries/subscription", null, context.Cancellation);
        var registry = reply["registry"]!;
        var created = DateTimeOffset.Parse(registry["created_at"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        return new()
        {
            Id = name,
            Name = name,
            SubscriptionTierSlug = subscription!["subscription"]!["tier"]!["slug"]!.GetValue<string>(),
            Region = registry["region"]!.GetValue<string>(),
            Endpoint = $"registry.digitalocean.com/{name}",
            ServerUrl = "registry.digitalocean.com",
            StorageUsageBytes = registry["storage_usage_bytes"]!.GetValue<long>(),
            CreatedAt = created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss' +0000 UTC'", CultureInfo.InvariantCulture),
        };
    }

    protected override async Task<OfficialRegistryModel> UpdateAsync(
        OfficialRegistryModel plan, OfficialRegistryModel state, ResourceContext<OfficialRegistryModel, OfficialApi> context)
    {
        await context.ProviderData.SendAsync(HttpMethod.Post, "/v2/registries/subscription", new JsonObject { ["tier_slug"] = plan.SubscriptionTierSlug.Value }, context.Cancellation);
        return (await ReadAsync(plan, context))!;
    }

    protected override Task DeleteAsync(OfficialRegistryModel state, ResourceContext<OfficialRegistryModel, OfficialApi> context) =>
        context.ProviderData.SendAsync(HttpMethod.Delete, $"/v2/registries/{state.Name.Value}", null, context.Cancellation);

    protected override Task<OfficialRegistryModel> ImportAsync(string id, ResourceContext<OfficialRegistryModel, OfficialApi> context) =>
        Task.FromResult(new OfficialRegistryModel { Id = id, Name = id });
}

internal sealed class OfficialRegistryModel
{
    public TfValue<string> Id;
    public TfValue<string> Name;
    public TfValue<string> SubscriptionTierSlug;
    public TfValue<string> Region;
    public TfValue<string> Endpoint;
    public TfValue<string> ServerUrl;
    public TfValue<long> StorageUsageBytes;
    public TfValue<string> CreatedAt;
}
