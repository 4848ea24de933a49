using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>The attributes of <c>planton_docr_garbage_collection_policy</c>.</summary>
internal static class PolicySchema
{
    public static Schema<PolicyModel> Make() => new()
    {
        Description = "Defines a garbage collection schedule for a registry. If a run is due when you apply, it is started; every run is recorded. During a run "
            + "the registry refuses pushes: first for up to 15 minutes, until pushes in progress have ended, and then until the run is complete.",
        Attributes =
        {
            // Required
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry, which need not be managed by Terraform. Changing it replaces the policy.",
                    Validators = [RegistryRules.Name],
                    PlanModifiers = [new RequiresReplace<string>()],
                }
            },
            {
                "schedule", static m => ref m.Schedule, new StringAttribute
                {
                    Required = true,
                    Description = "When to run garbage collection: five cron fields (minute, hour, day of month, month, day of week), or one of `@daily`, `@weekly`, "
                        + "`@monthly`. If both day of month and day of week are restricted, a day that matches either is enough. Changes take effect when they are "
                        + "applied.",
                    Validators = [ScheduleRules.Schedule],
                }
            },

            // Optional
            { "time_zone", static m => ref m.TimeZone, ScheduleRules.TimeZoneAttribute },
            {
                "maintenance_window", static m => ref m.MaintenanceWindow, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = PolicyDefaults.Window,
                    Description = "How long after its scheduled time a run may still start, as a duration such as `90m`. After that the run is skipped, even if the "
                        + $"plan showed it. Default `{PolicyDefaults.Window}`.",
                    Validators = [IsDuration.Positive],
                }
            },
            {
                "type", static m => ref m.Type, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = RunType.UntaggedManifestsAndUnreferencedBlobs,
                    Description = $"What a run deletes: `{RunType.UntaggedManifestsAndUnreferencedBlobs}` (default), "
                        + $"`{RunType.UnreferencedBlobsOnly}` or `{RunType.UntaggedManifestsOnly}`. Deleting untagged manifests breaks "
                        + "deployments that pull such a manifest by digest.",
                    Validators = [new OneOf(RunType.All)],
                }
            },
            {
                "enabled", static m => ref m.Enabled, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = true,
                    Description = "Whether the policy starts runs. If `false`, runs that others start are still recorded. Default `true`.",
                }
            },
            {
                "run_on_create", static m => ref m.RunOnCreate, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether to start a run when the policy is created, regardless of the schedule. If an equivalent run, started by anyone, succeeded "
                        + "within the past hour, no new run is started. Default `false`.",
                }
            },
            {
                "triggers", static m => ref m.Triggers, new MapAttribute<string>(TfTypes.String)
                {
                    Optional = true,
                    Description = "Arbitrary values. When one changes, the next apply starts a run, regardless of the schedule; if an equivalent run was started within the "
                        + "past hour and no apply has recorded it, that run is used instead, with a warning.",
                }
            },
            {
                "wait_for_completion", static m => ref m.WaitForCompletion, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = true,
                    Description = "Whether an apply waits for the run to end. If `false`, the next refresh records how it ended. Default `true`.",
                }
            },
            {
                "history_limit", static m => ref m.HistoryLimit, new Int64Attribute
                {
                    Optional = true,
                    DefaultValue = PolicyDefaults.HistoryLimit,
                    Description = $"How many runs to keep in state, from 1 to 100. Default `{PolicyDefaults.HistoryLimit}`.",
                    Validators = [new Between(1, 100)],
                }
            },
            {
                "runner", static m => ref m.Runner, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = PolicyRunner.Terraform,
                    Description = $"What starts the runs: `{PolicyRunner.Terraform}`, an apply while a run is due, or `{PolicyRunner.AppPlatform}`, an App Platform app that "
                        + $"the policy manages and that starts them without an apply. Changed in place. Default `{PolicyRunner.Terraform}`.",
                    Validators = [new OneOf(PolicyRunner.Terraform, PolicyRunner.AppPlatform)],
                }
            },
            {
                "app_platform", static m => ref m.AppPlatform, new SingleNestedAttribute<AppPlatformModel>(AppPlatformModel.Attributes("replaces the policy and its app"))
                {
                    Optional = true,
                    Description = $"The settings of the app. Only valid with `runner = \"{PolicyRunner.AppPlatform}\"`.",
                }
            },
            {
                ProtectionModel.Name, static m => ref m.ProtectInUse, new SingleNestedAttribute<ProtectionModel>(ProtectionModel.Attributes)
                {
                    Optional = true,
                    Description = "Checks which images are in use before a run that deletes untagged manifests. While anything uses such a manifest by its digest, or "
                        + "something cannot be read, no run is due or started, and a warning names it. Disabled unless set.",
                }
            },
            {
                "estimate_reclaimable", static m => ref m.EstimateReclaimable, new BoolAttribute
                {
                    Optional = true,
                    Description = "Whether a refresh that finds a run due also determines how many bytes the run would free, in `due_run.reclaimable_bytes`. It then makes one API "
                        + "request for each repository that is not empty, and another for every 200 manifests beyond the first 200. Disabled unless set.",
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: PolicyDefaults.Timeout, update: PolicyDefaults.Timeout) },

            // Read-only
            {
                "id", static m => ref m.Id, new StringAttribute
                {
                    Computed = true,
                    Description = "The name of the registry.",
                    PlanModifiers = [new UseStateForUnknown<string>()],
                }
            },
            { "due", static m => ref m.Due, Computed.Flag("Whether a run was due at the last refresh.") },
            {
                "due_run", static m => ref m.DueRun, new SingleNestedAttribute<DueRunModel>(DueRunModel.Attributes)
                {
                    Computed = true,
                    Description = "The run that the next apply starts, as the last refresh found it due; null while none is due and if an app starts the runs.",
                }
            },
            { "overdue", static m => ref m.Overdue, Computed.Flag("Whether a maintenance window has passed without a run or, if an app starts the runs, without a successful run.") },
            {
                "next_run_at", static m => ref m.NextRunAt, new StringAttribute
                {
                    Computed = true,
                    Description = "The scheduled time of the next run or, while a run is due, of that run (RFC 3339, UTC). Null while the policy is disabled.",
                }
            },
            {
                "last_run", static m => ref m.LastRun, new SingleNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The most recent run, started by anyone; null before the first run.",
                }
            },
            {
                "runs", static m => ref m.Runs, new ListNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The recorded runs, newest first, up to `history_limit`.",
                }
            },
            {
                "total_freed_bytes", static m => ref m.TotalFreedBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The total number of bytes that the recorded runs freed.",
                }
            },
            {
                "app", static m => ref m.App, new SingleNestedAttribute<AppModel>(AppModel.Attributes)
                {
                    Computed = true,
                    Description = $"The app that starts the runs; null with `runner = \"{PolicyRunner.Terraform}\"` and while the policy is disabled.",
                }
            },
            {
                "last_invocation", static m => ref m.LastInvocation, new SingleNestedAttribute<InvocationModel>(InvocationModel.Attributes)
                {
                    Computed = true,
                    Description = "The most recent run of the app's job; null before the first run.",
                }
            },
        },
    };
}
