using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Registries;

/// <summary>Configuration and state of <c>planton_docr_registry</c>, version 0.</summary>
internal sealed class RegistryModel
{
    public TfValue<string> Id;
    public TfValue<string> Name;
    public TfValue<string> SubscriptionTierSlug;
    public TfValue<string> Region;
    public TfValue<bool> GarbageCollectionEnabled;
    public TfValue<string> GarbageCollectionRunner;
    public TfValue<AppPlatformModel> GarbageCollectionAppPlatform;
    public TfValue<bool> DeletionProtection;
    public TfValue<Timeouts> Timeouts;
    public TfValue<string> Endpoint;
    public TfValue<string> ServerUrl;
    public TfValue<string> CreatedAt;
    public TfValue<long> StorageUsageBytes;
    public TfValue<string> StorageUsageBytesUpdatedAt;
    public TfValue<bool> ReadOnly;
    public TfValue<RunModel> LastGarbageCollection;
    public TfValue<string> NextGarbageCollectionAt;
    public TfValue<AppModel> GarbageCollectionApp;

    /// <summary>Whether an app starts the garbage collection, instead of applies. False while garbage collection is disabled or something is unknown.</summary>
    public bool RunsAsApp => GarbageCollectionEnabled.Or(false) && GarbageCollectionRunner.Or(PolicyRunner.Terraform) == PolicyRunner.AppPlatform;

    /// <summary>Marks everything that a run, or a repair of the app, changes as known only after apply.</summary>
    public void ExpectRun()
    {
        (LastGarbageCollection, NextGarbageCollectionAt) = (TfValue<RunModel>.Unknown, TfValue<string>.Unknown);

        // The run frees storage, and the registry may still be read-only when the apply reads it.
        (StorageUsageBytes, StorageUsageBytesUpdatedAt) = (TfValue<long>.Unknown, TfValue<string>.Unknown);
        ReadOnly = TfValue<bool>.Unknown;
    }

    /// <summary>The state with the API's current values; values that only the configuration has stay.</summary>
    /// <param name="subscription">The account's subscription; null when it has none.</param>
    /// <param name="readOnly">Whether pushes are currently refused.</param>
    public RegistryModel With(Registry registry, Subscription? subscription, bool readOnly) => new()
    {
        Id = registry.Name,
        Name = registry.Name,
        SubscriptionTierSlug = subscription is { Tier.Slug: { Length: > 0 } slug } ? slug : null,
        Region = registry.Region,
        GarbageCollectionEnabled = GarbageCollectionEnabled.Or(false),
        GarbageCollectionRunner = GarbageCollectionRunner,
        GarbageCollectionAppPlatform = GarbageCollectionAppPlatform,
        DeletionProtection = DeletionProtection.Or(false),
        Timeouts = Timeouts,
        Endpoint = $"{RegistryAddress.Server}/{registry.Name}",
        ServerUrl = RegistryAddress.Server,
        CreatedAt = registry.CreatedAt,
        StorageUsageBytes = TfValue.Of(registry.StorageUsageBytes),
        StorageUsageBytesUpdatedAt = registry.StorageUsageBytesUpdatedAt,
        ReadOnly = readOnly,
        LastGarbageCollection = LastGarbageCollection,
        NextGarbageCollectionAt = NextGarbageCollectionAt,
        GarbageCollectionApp = GarbageCollectionApp,
    };
}
