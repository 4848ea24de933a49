using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>The defaults of the policy resource, and the complete policy behind <c>garbage_collection_enabled</c>.</summary>
internal static class PolicyDefaults
{
    public const string Schedule = "0 3 * * 0";
    public const string Window = "4h";
    public const string Type = RunType.UntaggedManifestsAndUnreferencedBlobs;
    public const long HistoryLimit = 10;

    /// <summary>How long an apply may take, and thus waits for a run.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromMinutes(60);

    /// <summary>The default policy.</summary>
    /// <param name="time">From when it is effective.</param>
    public static PolicySchedule EffectiveFrom(DateTimeOffset time) =>
        CronSchedule.TryParse(Schedule, out var schedule, out var error) && GoDuration.TryParse(Window, out var window, out error)
            ? new(schedule, IanaZone.Utc, window, Type, Enabled: true, time)
            : throw new InvalidOperationException(error);
}
