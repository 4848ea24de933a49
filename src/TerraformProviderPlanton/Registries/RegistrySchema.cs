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
        Description = "Manages a DigitalOcean container registry. With `garbage_collection_enabled` the provider also keeps its storage in bounds.",
        Attributes =
        {
            // Required
            {
                "name", static m => ref m.Name, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry, unique over all customers of DigitalOcean. A change replaces the registry and deletes its images.",
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
                    Description = "The tier of the account's subscription: `starter`, `basic` or `professional`. The subscription is one per account, so all "
                        + "registries of an account must ask for the same tier or leave it out. Default: the account's present tier.",
                    Validators = [RegistryRules.Tier],
                }
            },
            {
                "region", static m => ref m.Region, new StringAttribute
                {
                    Optional = true,
                    Computed = true,
                    Description = "The slug of the region that stores the images, such as `fra1`. Default: the API chooses. A change replaces the registry and deletes its images.",
                    Validators = [RegistryRules.Region],
                    PlanModifiers = [new UseStateForUnknown<string>(), new RequiresReplaceIfConfigured<string>()],
                }
            },
            {
                "garbage_collection_enabled", static m => ref m.GarbageCollectionEnabled, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether applies start garbage collection when it is due: Sundays at 03:00 UTC within four hours, untagged manifests "
                        + "included. For another schedule use `planton_docr_garbage_collection_policy`. Default `false`.",
                }
            },
            {
                "deletion_protection", static m => ref m.DeletionProtection, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether plans that delete or replace the registry are refused. Default `false`.",
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: TimeSpan.FromMinutes(5), update: TimeSpan.FromMinutes(60), delete: TimeSpan.FromMinutes(5)) },

            // Read-only
            { "id", static m => ref m.Id, Computed.StableText("The name of the registry.") },
            { "endpoint", static m => ref m.Endpoint, Computed.StableText("The address that images of the registry begin with: `registry.digitalocean.com/NAME`.") },
            { "server_url", static m => ref m.ServerUrl, Computed.StableText("The host to log in to: `registry.digitalocean.com`.") },
            { "created_at", static m => ref m.CreatedAt, Computed.StableText("When the registry was created, RFC 3339 in UTC.") },
            {
                "storage_usage_bytes", static m => ref m.StorageUsageBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The bytes that the registry stores. The service computes it some time after pushes and garbage collection.",
                }
            },
            {
                "storage_usage_bytes_updated_at", static m => ref m.StorageUsageBytesUpdatedAt, new StringAttribute
                {
                    Computed = true,
                    Description = "When `storage_usage_bytes` was computed, RFC 3339.",
                }
            },
            {
                "read_only", static m => ref m.ReadOnly, new BoolAttribute
                {
                    Computed = true,
                    Description = "Whether pushes are refused at the moment, as during garbage collection.",
                }
            },
            {
                "last_garbage_collection", static m => ref m.LastGarbageCollection, new SingleNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The newest garbage-collection run; null while `garbage_collection_enabled` is false or before the first run.",
                }
            },
            {
                "next_garbage_collection_at", static m => ref m.NextGarbageCollectionAt, new StringAttribute
                {
                    Computed = true,
                    Description = "The slot of the next run, RFC 3339 in UTC: the due one while one is due. Null while `garbage_collection_enabled` is false.",
                }
            },
        },
    };
}
