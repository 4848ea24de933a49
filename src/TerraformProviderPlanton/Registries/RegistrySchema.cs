using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Registries;

/// <summary>The attributes of <c>planton_docr_registry</c>: those of the official provider's registry, and a few more.</summary>
internal static class RegistrySchema
{
    public static Schema<RegistryModel> Make() => new()
    {
        Description = "Manages a DigitalOcean container registry. With `garbage_collection_enabled`, an apply on Sunday between 03:00 and 07:00 UTC also runs its garbage "
            + "collection.",
        Attributes =
        {
            // Required
            {
                "name", static m => ref m.Name, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry, unique across all DigitalOcean customers. Changing it replaces the registry and deletes its images.",
                    Validators = [RegistryRules.Name],
                    PlanModifiers = [new RequiresReplace<string>()],
                }
            },

            // Optional
            {
                "subscription_tier_slug", static m => ref m.SubscriptionTierSlug, new StringAttribute
                {
                    Optional = true,
                    Computed = true,
                    Description = "The tier of the account's subscription: `starter`, `basic` or `professional`. An account has one subscription, so "
                        + "all its registries must set the same tier or leave it out. Default: the account's current tier.",
                    Validators = [RegistryRules.Tier],
                }
            },
            {
                "region", static m => ref m.Region, new StringAttribute
                {
                    Optional = true,
                    Computed = true,
                    Description = "The slug of the region that stores the images, such as `fra1`. Default: the API chooses. Changing it replaces the registry and deletes its images.",
                    Validators = [RegistryRules.Region],
                    PlanModifiers = [new UseStateForUnknown<string>(), new RequiresReplaceIfConfigured<string>()],
                }
            },
            {
                "garbage_collection_enabled", static m => ref m.GarbageCollectionEnabled, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether applies run garbage collection: an apply on Sunday between 03:00 and 07:00 UTC starts a run, which also deletes untagged "
                        + "manifests; without such an apply, nothing is collected. For other times, or for runs without an apply, use "
                        + "`planton_docr_garbage_collection_policy`. Default `false`.",
                }
            },
            {
                "deletion_protection", static m => ref m.DeletionProtection, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether to refuse plans that delete or replace the registry. Default `false`.",
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: TimeSpan.FromMinutes(5), update: TimeSpan.FromMinutes(60), delete: TimeSpan.FromMinutes(5)) },

            // Read-only
            { "id", static m => ref m.Id, Computed.StableText("The name of the registry.") },
            { "endpoint", static m => ref m.Endpoint, Computed.StableText("The prefix of image addresses in the registry: `registry.digitalocean.com/NAME`.") },
            { "server_url", static m => ref m.ServerUrl, Computed.StableText("The host to log in to: `registry.digitalocean.com`.") },
            { "created_at", static m => ref m.CreatedAt, Computed.StableText("When the registry was created (RFC 3339, UTC).") },
            {
                "storage_usage_bytes", static m => ref m.StorageUsageBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The number of bytes stored in the registry. DigitalOcean updates it some time after pushes and garbage collection.",
                }
            },
            {
                "storage_usage_bytes_updated_at", static m => ref m.StorageUsageBytesUpdatedAt, new StringAttribute
                {
                    Computed = true,
                    Description = "When `storage_usage_bytes` was last computed (RFC 3339).",
                }
            },
            {
                "read_only", static m => ref m.ReadOnly, new BoolAttribute
                {
                    Computed = true,
                    Description = "Whether the registry currently refuses pushes, as it does during garbage collection.",
                }
            },
            {
                "last_garbage_collection", static m => ref m.LastGarbageCollection, new SingleNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The most recent garbage collection run; null before the first run and while `garbage_collection_enabled` is false.",
                }
            },
            {
                "next_garbage_collection_at", static m => ref m.NextGarbageCollectionAt, new StringAttribute
                {
                    Computed = true,
                    Description = "The scheduled time of the next run or, while a run is due, of that run (RFC 3339, UTC). Null while `garbage_collection_enabled` is false.",
                }
            },
        },
    };
}
