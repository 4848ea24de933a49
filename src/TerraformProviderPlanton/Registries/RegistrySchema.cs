using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Registries;

/// <summary>The attributes of <c>planton_docr_registry</c>: those of the official provider's registry, and a few more.</summary>
internal static class RegistrySchema
{
    public static Schema<RegistryModel> Make() => new()
    {
        Description = "Manages a DigitalOcean container registry. With `garbage_collection_enabled`, an apply on a Sunday between 03:00 and 07:00 UTC also runs its "
            + "garbage collection; with `garbage_collection_runner = \"app_platform\"`, an App Platform app runs it without an apply.",
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
                    Description = "Whether to run garbage collection on Sundays: unless `garbage_collection_runner` is `app_platform`, a run starts only if someone applies between "
                        + "03:00 and 07:00 UTC, and otherwise nothing is collected. A run also deletes untagged manifests. For other times, use "
                        + "`planton_docr_garbage_collection_policy`. Default `false`.",
                }
            },
            {
                "garbage_collection_runner", static m => ref m.GarbageCollectionRunner, new StringAttribute
                {
                    Optional = true,
                    Description = $"What starts the runs: `{PolicyRunner.Terraform}`, an apply in the window, or `{PolicyRunner.AppPlatform}`, an App Platform app that the registry "
                        + "manages and that starts them on Sundays at 03:00 UTC without an apply. Changed in place. If it is not set, applies start the runs, and the plan that enables "
                        + "garbage collection warns that nobody is known to apply then.",
                    Validators = [new OneOf(PolicyRunner.Terraform, PolicyRunner.AppPlatform)],
                }
            },
            {
                RegistryApp.Attribute, static m => ref m.GarbageCollectionAppPlatform,
                new SingleNestedAttribute<AppPlatformModel>(AppPlatformModel.Attributes("replaces the app, which needs `token_wo`, and leaves the registry as it is"))
                {
                    Optional = true,
                    Description = $"The settings of the app, of which `token_wo` is required to create it. Only valid with `garbage_collection_runner = \"{PolicyRunner.AppPlatform}\"`.",
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
            {
                "garbage_collection_app", static m => ref m.GarbageCollectionApp, new SingleNestedAttribute<AppModel>(AppModel.Attributes)
                {
                    Computed = true,
                    Description = $"The app that starts the runs; null unless `garbage_collection_runner` is `{PolicyRunner.AppPlatform}` and `garbage_collection_enabled` is true.",
                }
            },
        },
    };
}
