using Planton.DigitalOcean;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.ContainerRegistry;

/// <summary>One registry of the account, by its name.</summary>
internal sealed class RegistryDataSource() : DataSource<RegistryDataModel, ProviderServices>(RegistryResource.Name)
{
    /// <inheritdoc/>
    protected override Schema<RegistryDataModel> Schema { get; } = new()
    {
        Description = "Reads a DigitalOcean container registry. A registry that does not exist is an error.",
        Attributes =
        {
            {
                "name", static m => ref m.Name, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry.",
                    Validators = [RegistryRules.Name],
                }
            },
            { "id", static m => ref m.Id, Text("The name of the registry.") },
            { "subscription_tier_slug", static m => ref m.SubscriptionTierSlug, Text("The tier of the account's subscription.") },
            { "region", static m => ref m.Region, Text("The slug of the region that stores the images.") },
            { "endpoint", static m => ref m.Endpoint, Text("The address that images of the registry begin with: `registry.digitalocean.com/NAME`.") },
            { "server_url", static m => ref m.ServerUrl, Text("The host to log in to: `registry.digitalocean.com`.") },
            { "created_at", static m => ref m.CreatedAt, Text("When the registry was created, RFC 3339 in UTC.") },
            {
                "storage_usage_bytes", static m => ref m.StorageUsageBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The bytes that the registry stores, computed by the service some time after changes.",
                }
            },
            { "storage_usage_bytes_updated_at", static m => ref m.StorageUsageBytesUpdatedAt, Text("When `storage_usage_bytes` was computed, RFC 3339.") },
            {
                "read_only", static m => ref m.ReadOnly, new BoolAttribute
                {
                    Computed = true,
                    Description = "Whether pushes are refused at the moment, as during garbage collection.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(RegistryDataModel config) => config.Name.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<RegistryDataModel> ReadAsync(RegistryDataModel config, OperationContext<ProviderServices> context)
    {
        var client = context.Api.Client;
        var name = config.Name.Value;
        var registry = await client.Registries.FindAsync(name, context.Cancellation).ConfigureAwait(false)
            ?? throw new DiagnosticException($"The registry \"{name}\" does not exist", "The account of the token has no registry of that name.", "name");
        var subscription = await client.Cache.GetSubscriptionAsync(context.Cancellation).ConfigureAwait(false);
        var readOnly = registry.ReadOnly
            ?? await client.GarbageCollections.FindActiveAsync(name, context.Cancellation).ConfigureAwait(false) is not null;
        return RegistryDataModel.From(registry, subscription, readOnly);
    }

    private static StringAttribute Text(string description) => new() { Computed = true, Description = description };
}

/// <summary>Argument and results of the data source <c>planton_docr_registry</c>.</summary>
internal sealed class RegistryDataModel
{
    public TfValue<string> Id;
    public TfValue<string> Name;
    public TfValue<string> SubscriptionTierSlug;
    public TfValue<string> Region;
    public TfValue<string> Endpoint;
    public TfValue<string> ServerUrl;
    public TfValue<string> CreatedAt;
    public TfValue<long> StorageUsageBytes;
    public TfValue<string> StorageUsageBytesUpdatedAt;
    public TfValue<bool> ReadOnly;

    public static RegistryDataModel From(Registry registry, Subscription? subscription, bool readOnly) => new()
    {
        Id = registry.Name,
        Name = registry.Name,
        SubscriptionTierSlug = subscription?.Tier.Slug,
        Region = registry.Region,
        Endpoint = $"{RegistryAddress.Server}/{registry.Name}",
        ServerUrl = RegistryAddress.Server,
        CreatedAt = registry.CreatedAt,
        StorageUsageBytes = TfValue.Of(registry.StorageUsageBytes),
        StorageUsageBytesUpdatedAt = registry.StorageUsageBytesUpdatedAt,
        ReadOnly = readOnly,
    };
}
