using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Images;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Retention;

/// <summary>The attributes of <c>planton_docr_retention_policy</c>.</summary>
internal static class RetentionSchema
{
    public const long DefaultMaxDeletions = 100;

    public static ListNestedAttribute<TagModel> CandidatesAttribute { get; } = new(TagModel.CandidateAttributes)
    {
        Computed = true,
        Description = "The tags that the rules allow to be deleted, oldest first.",
    };

    public static ListNestedAttribute<TagModel> ProtectedAttribute { get; } = new(TagModel.ProtectedAttributes)
    {
        Computed = true,
        Description = "The tags that the rules allow to be deleted but that stay because the image is in use, oldest first.",
    };

    public static Int64Attribute ReclaimableBytesAttribute { get; } = Computed.Number(
        "How many bytes garbage collection would free once the candidates are deleted, and not before; what several images share counts once.");

    public static Schema<RetentionModel> Make() => new()
    {
        Description = "Deletes the tags of a container registry that are no longer needed. The plan lists every tag that will be deleted, and an image that is in use keeps its "
            + "tag. Garbage collection then frees the storage. Each refresh reads the tags and manifests of the registry: one API request for each repository and for every 200 "
            + "of them, within the limit of 250 requests a minute.",
        Attributes =
        {
            // Required
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry, whoever manages it. Changing it replaces the policy.",
                    Validators = [RegistryRules.Name],
                    PlanModifiers = [new RequiresReplace<string>()],
                }
            },
            {
                "rules", static m => ref m.Rules, new ListNestedAttribute<RuleModel>(RuleModel.Attributes)
                {
                    Required = true,
                    Description = "The rules, in order. The first rule that matches a tag decides about it; a tag that no rule matches is kept.",
                    Validators = [new NotEmpty<RuleModel>()],
                }
            },

            // Optional
            {
                "keep_tags", static m => ref m.KeepTags, new SetAttribute<string>(TfTypes.String)
                {
                    Optional = true,
                    Description = "Patterns of tags that are always kept, such as `latest` or `v*`, whatever the rules say.",
                    Validators = [new EachElement<string>(ImageGlobs.Tag)],
                }
            },
            {
                ProtectionModel.Name, static m => ref m.ProtectInUse, new SingleNestedAttribute<ProtectionModel>(ProtectionModel.Attributes)
                {
                    Optional = true,
                    Description = "Which users of images protect them; on by default. If something cannot be read, every image may be in use there, and nothing is deleted.",
                }
            },
            {
                "max_deletions", static m => ref m.MaxDeletions, new Int64Attribute
                {
                    Optional = true,
                    DefaultValue = DefaultMaxDeletions,
                    Description = "The highest number of tags that one apply deletes. With more candidates nothing is deleted, and the plan warns, since a rule may be wrong. "
                        + $"Default `{DefaultMaxDeletions}`.",
                    Validators = [new AtLeast(1)],
                }
            },
            {
                "schedule", static m => ref m.Schedule, new StringAttribute
                {
                    Optional = true,
                    Description = "When tags may be deleted: five cron fields (minute, hour, day of month, month, day of week), or one of `@daily`, `@weekly`, `@monthly`. "
                        + "By default, at any time.",
                    Validators = [ScheduleRules.Schedule],
                }
            },
            { "time_zone", static m => ref m.TimeZone, ScheduleRules.TimeZoneAttribute },
            {
                "maintenance_window", static m => ref m.MaintenanceWindow, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = PolicyDefaults.Window,
                    Description = "How long after a slot of `schedule` tags may still be deleted, as a duration such as `90m`. A plan that is approved later deletes nothing. "
                        + $"Default `{PolicyDefaults.Window}`.",
                    Validators = [IsDuration.Positive],
                }
            },
            {
                "enabled", static m => ref m.Enabled, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = true,
                    Description = "Whether tags are deleted. When `false`, the candidates are still shown: a dry run. Default `true`.",
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: TimeSpan.FromMinutes(30), update: TimeSpan.FromMinutes(60)) },

            // Read-only
            { "id", static m => ref m.Id, Computed.StableText("The name of the registry.") },
            { "due", static m => ref m.Due, Computed.Flag("Whether the next apply deletes the candidates.") },
            {
                "next_run_at", static m => ref m.NextRunAt, Computed.Text(
                    "The slot whose window is open, else the next slot, RFC 3339 in UTC. Null without `schedule` and while the policy is disabled.")
            },
            { "candidates", static m => ref m.Candidates, CandidatesAttribute },
            { "protected", static m => ref m.Protected, ProtectedAttribute },
            { "reclaimable_bytes", static m => ref m.ReclaimableBytes, ReclaimableBytesAttribute },
            {
                "last_run", static m => ref m.LastRun, new SingleNestedAttribute<DeletionRunModel>(DeletionRunModel.Attributes)
                {
                    Computed = true,
                    Description = "What the last apply that was due did; null before the first. Refer to it in `triggers` of a garbage collection policy to collect after it.",
                }
            },
        },
    };
}
