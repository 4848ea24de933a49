using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>The attributes of <c>planton_docr_garbage_collection_policy</c>.</summary>
internal static class PolicySchema
{

    public static Schema<PolicyModel> Make() => new()
    {
        Description = "Declares when garbage collection of a container registry must have run, starts it when an apply comes while it is due, and records "
            + "every run. While it runs the registry refuses pushes: up to 15 minutes for pushes under way to end, and then the run itself.",
        Attributes =
        {
            // Required
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry, whoever manages it. A change replaces the policy.",
                    Validators = [RegistryRules.Name],
                    PlanModifiers = [new RequiresReplace<string>()],
                }
            },
            {
                "schedule", static m => ref m.Schedule, new StringAttribute
                {
                    Required = true,
                    Description = "When garbage collection is to run: five cron fields (minute, hour, day of month, month, day of week), or one of `@daily`, "
                        + "`@weekly`, `@monthly`. When day of month and day of week are both given, either matches. A change counts from its apply on.",
                    Validators = [PolicyRules.Schedule],
                }
            },

            // Optional
            {
                "time_zone", static m => ref m.TimeZone, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = "UTC",
                    Description = "The IANA name of the time zone of `schedule`, such as `Europe/Berlin`. Default `UTC`.",
                    Validators = [PolicyRules.TimeZone],
                }
            },
            {
                "maintenance_window", static m => ref m.MaintenanceWindow, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = PolicyDefaults.Window,
                    Description = "How long after its slot a run may still start, as a duration such as `90m`. Outside it nothing is started, and a plan that is "
                        + $"approved too late skips the run. Default `{PolicyDefaults.Window}`.",
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
                        + "deployments that pull such a manifest by its digest.",
                    Validators = [new OneOf(RunType.All)],
                }
            },
            {
                "enabled", static m => ref m.Enabled, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = true,
                    Description = "Whether runs are started. When `false`, runs of others are still recorded. Default `true`.",
                }
            },
            {
                "run_on_create", static m => ref m.RunOnCreate, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = false,
                    Description = "Whether a run is started when the policy is created, whatever the time. One that deletes as much and has succeeded within the hour "
                        + "before is that run, whoever started it, and no other is started. Default `false`.",
                }
            },
            {
                "triggers", static m => ref m.Triggers, new MapAttribute<string>(TfTypes.String)
                {
                    Optional = true,
                    Description = "Any values; when one changes, the next apply starts a run, whatever the time. A run of the last hour that does what is asked for and that "
                        + "no apply has recorded counts as that run, and a warning says so.",
                }
            },
            {
                "wait_for_completion", static m => ref m.WaitForCompletion, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = true,
                    Description = "Whether an apply waits until the run has ended. When `false`, the next refresh completes the record. Default `true`.",
                }
            },
            {
                "history_limit", static m => ref m.HistoryLimit, new Int64Attribute
                {
                    Optional = true,
                    DefaultValue = PolicyDefaults.HistoryLimit,
                    Description = $"How many runs are kept in state, 1 to 100. Default `{PolicyDefaults.HistoryLimit}`.",
                    Validators = [new Between(1, 100)],
                }
            },
            {
                "runner", static m => ref m.Runner, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = PolicyRunner.Terraform,
                    Description = $"Who starts the runs: `{PolicyRunner.Terraform}`, applies that come while a slot is due, or `{PolicyRunner.AppPlatform}`, an App Platform "
                        + $"app that the policy owns, whether or not anything is applied. Changed in place. Default `{PolicyRunner.Terraform}`.",
                    Validators = [new OneOf(PolicyRunner.Terraform, PolicyRunner.AppPlatform)],
                }
            },
            {
                "app_platform", static m => ref m.AppPlatform, new SingleNestedAttribute<AppPlatformModel>(AppPlatformModel.Attributes)
                {
                    Optional = true,
                    Description = $"The settings of the app; only with `runner = \"{PolicyRunner.AppPlatform}\"`.",
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: TimeSpan.FromMinutes(60), update: TimeSpan.FromMinutes(60)) },

            // Read-only
            {
                "id", static m => ref m.Id, new StringAttribute
                {
                    Computed = true,
                    Description = "The name of the registry.",
                    PlanModifiers = [new UseStateForUnknown<string>()],
                }
            },
            { "due", static m => ref m.Due, Computed.Flag("Whether a slot was due at the last refresh: its window is open and no run has settled it.") },
            { "overdue", static m => ref m.Overdue, Computed.Flag("Whether the window of a slot has passed with no run; when an app starts the runs, with no run that succeeded.") },
            {
                "next_run_at", static m => ref m.NextRunAt, new StringAttribute
                {
                    Computed = true,
                    Description = "The due slot while one is due, else the next one, RFC 3339 in UTC. Null while the policy is not enabled.",
                }
            },
            {
                "last_run", static m => ref m.LastRun, new SingleNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The newest run, whoever started it; null before the first.",
                }
            },
            {
                "runs", static m => ref m.Runs, new ListNestedAttribute<RunModel>(RunModel.Attributes)
                {
                    Computed = true,
                    Description = "The recorded runs, newest first, at most `history_limit`.",
                }
            },
            {
                "total_freed_bytes", static m => ref m.TotalFreedBytes, new Int64Attribute
                {
                    Computed = true,
                    Description = "The bytes that the recorded runs freed together.",
                }
            },
            {
                "app", static m => ref m.App, new SingleNestedAttribute<AppModel>(AppModel.Attributes)
                {
                    Computed = true,
                    Description = $"The app that starts the runs; null with `runner = \"{PolicyRunner.Terraform}\"` and while the policy is not enabled.",
                }
            },
            {
                "last_invocation", static m => ref m.LastInvocation, new SingleNestedAttribute<InvocationModel>(InvocationModel.Attributes)
                {
                    Computed = true,
                    Description = "The newest run of the app's job; null before the first.",
                }
            },
        },
    };
}

/// <summary>Who starts the runs of a policy.</summary>
internal static class PolicyRunner
{
    /// <summary>Applies.</summary>
    public const string Terraform = "terraform";

    /// <summary>An app.</summary>
    public const string AppPlatform = "app_platform";
}

/// <summary>What holds for the schedule of a policy.</summary>
internal static class PolicyRules
{
    public static Validator<string> Schedule { get; } = new Parsed(
        "be five cron fields or one of `@daily`, `@weekly`, `@monthly`",
        static text => CronSchedule.TryParse(text, out _, out var error) ? null : error);

    public static Validator<string> TimeZone { get; } = new Parsed(
        "be a time zone of the IANA database",
        static text => IanaZone.TryParse(text, out _, out var error) ? null : error);

    private sealed class Parsed(string description, Func<string, string?> wrongWith) : Validator<string>
    {
        public override string Description => description;

        public override void Validate(ValidatorRequest<string> request)
        {
            if (wrongWith(request.Value) is { } wrong) request.Refuse(wrong);
        }
    }
}
