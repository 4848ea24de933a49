using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Registries;

/// <summary>One registry of the account, by its name.</summary>
internal sealed class RegistryDataSource() : DataSource<RegistryDataModel, ProviderServices>(RegistryResource.Name)
{
    /// <inheritdoc/>
    protected override Schema<RegistryDataModel> Schema { get; } = MakeSchema();

    /// <inheritdoc/>
    protected override string? NameOf(RegistryDataModel config) => config.Name.Or(string.Empty);

    /// <inheritdoc/>
    protected override async Task<RegistryDataModel> ReadAsync(RegistryDataModel config, OperationContext<ProviderServices> context)
    {
        var client = context.ProviderData.Client;
        var name = config.Name.Value;
        var registry = await client.Registries.FindAsync(name, context.Cancellation)
            ?? throw Errors.RegistryNotFound(name, "name");
        return await RegistryDataModel.ReadAsync(registry, client, context.Cancellation);
    }

    private static Schema<RegistryDataModel> MakeSchema()
    {
        var schema = new Schema<RegistryDataModel>
        {
            Description = "Reads a DigitalOcean container registry. Fails if the registry does not exist.",
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
            },
        };
        RegistryDataModel.AddFactsTo(schema.Attributes);
        return schema;
    }
}

/// <summary>A registry as data sources show it: the argument and results of <c>planton_docr_registry</c>, an item of <c>planton_docr_registries</c>.</summary>
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

    /// <summary>The attributes of an item of a list, all computed.</summary>
    public static AttributeSet<RegistryDataModel> ItemAttributes { get; } = MakeItemAttributes();

    /// <summary>Adds everything but the name as computed attributes.</summary>
    public static void AddFactsTo(AttributeSet<RegistryDataModel> attributes)
    {
        attributes.Add("id", static m => ref m.Id, Computed.Text("The name of the registry."));
        attributes.Add("subscription_tier_slug", static m => ref m.SubscriptionTierSlug, Computed.Text("The tier of the account's subscription."));
        attributes.Add("region", static m => ref m.Region, Computed.Text("The slug of the region that stores the images."));
        attributes.Add("endpoint", static m => ref m.Endpoint, Computed.Text("The prefix of image addresses in the registry: `registry.digitalocean.com/NAME`."));
        attributes.Add("server_url", static m => ref m.ServerUrl, Computed.Text("The host to log in to: `registry.digitalocean.com`."));
        attributes.Add("created_at", static m => ref m.CreatedAt, Computed.Text("When the registry was created (RFC 3339, UTC)."));
        attributes.Add("storage_usage_bytes", static m => ref m.StorageUsageBytes, new Int64Attribute
        {
            Computed = true,
            Description = "The number of bytes stored in the registry. DigitalOcean updates it some time after pushes and garbage collection.",
        });
        attributes.Add(
            "storage_usage_bytes_updated_at", static m => ref m.StorageUsageBytesUpdatedAt, Computed.Text("When `storage_usage_bytes` was last computed (RFC 3339)."));
        attributes.Add("read_only", static m => ref m.ReadOnly, new BoolAttribute
        {
            Computed = true,
            Description = "Whether the registry currently refuses pushes, as it does during garbage collection.",
        });
    }

    /// <summary>Combines the registry with data from other API calls.</summary>
    public static async Task<RegistryDataModel> ReadAsync(Registry registry, DigitalOceanClient client, CancellationToken cancellation)
    {
        var subscription = await client.Cache.GetSubscriptionAsync(cancellation);
        return new()
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

            // The API does not always say; an active run makes a registry read-only.
            ReadOnly = registry.ReadOnly ?? await client.GarbageCollections.FindActiveAsync(registry.Name, cancellation) is not null,
        };
    }

    private static AttributeSet<RegistryDataModel> MakeItemAttributes()
    {
        var attributes = new AttributeSet<RegistryDataModel> { { "name", static m => ref m.Name, Computed.Text("The name of the registry.") } };
        AddFactsTo(attributes);
        return attributes;
    }
}
