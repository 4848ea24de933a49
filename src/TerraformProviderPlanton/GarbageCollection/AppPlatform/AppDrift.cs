using Planton.DigitalOcean.Apps;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>
/// How an app differs from its terms. A difference that an attribute of a policy represents is given in that attribute's format, null if there is
/// none; all others are listed.
/// </summary>
/// <param name="Schedule">The cron fields that are in force.</param>
/// <param name="TimeZone">The zone that is in force.</param>
/// <param name="Type">What the job's command deletes.</param>
/// <param name="InstanceSizeSlug">The size of the container.</param>
/// <param name="Others">All other differences, as sentences.</param>
internal sealed record AppDrift(
    string? Schedule, string? TimeZone, string? Type, string? ImageTag, string? InstanceSizeSlug, string? Region, IReadOnlyList<string> Others)
{
    /// <summary>All differences but those of the settings, as sentences: of an app whose schedule no attribute represents.</summary>
    public IReadOnlyList<string> OthersAndSchedule =>
    [
        .. Sentence("The job has the schedule", Schedule),
        .. Sentence("The job has the time zone", TimeZone),
        .. Sentence("The job deletes", Type),
        .. Others,
    ];

    /// <summary>The settings of the app with the differences in them.</summary>
    public TfValue<AppPlatformModel> ApplyTo(TfValue<AppPlatformModel> settings) => this is { ImageTag: null, InstanceSizeSlug: null, Region: null }
        ? settings
        : settings.Or(new AppPlatformModel()).With(this);

    /// <summary>Whether there are no differences.</summary>
    public bool IsNone => Schedule is null && TimeZone is null && Type is null && ImageTag is null && InstanceSizeSlug is null && Region is null && Others.Count == 0;

    /// <summary>
    /// Compares everything that determines what runs and where the token goes. The rest of a specification (alerts, features, ingress, limits and
    /// unknown fields) is not compared: the API sets some of it by itself, and an update removes what is not ours anyway.
    /// </summary>
    public static AppDrift Of(App app, JobTerms terms)
    {
        if (DoctlJob.JobOf(app) is not { } job) return new(null, null, null, null, null, null, [$"The job {DoctlJob.Name} is missing."]);

        var others = new List<string>();
        if (job.Kind != AppJobKinds.Scheduled) others.Add("The job is not a scheduled one.");
        if (DoctlJob.SecretOf(app) is null) others.Add("The job has no token.");
        if (!DoctlJob.Serves(app, terms.Registry)) others.Add("The job is not marked as this registry's.");
        if (job.InstanceCount is not (null or 1)) others.Add($"The job runs {job.InstanceCount} times at once.");
        others.AddRange(AppAdditions.Of(app, job));
        return new(
            ScheduleOf(job, terms, others),
            TimeZoneOf(job, terms, others),
            TypeOf(job, terms, others),
            ImageTagOf(job, terms, others),
            Unless(job.InstanceSizeSlug ?? DoctlJob.SmallestSize, terms.InstanceSizeSlug),
            terms.Region is { } region && app.Spec.Region is { Length: > 0 } actual ? Unless(actual, region) : null,
            others);
    }

    private static string? ScheduleOf(AppJob job, JobTerms terms, List<string> others)
    {
        var cron = string.Join(' ', (job.Schedule?.Cron ?? string.Empty).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        if (cron == terms.Cron || (AppCron.TryExpress(cron, out var plain, out _) && plain == terms.Cron)) return null;

        // A schedule that a policy could not have must not get into its state, since nothing could be evaluated with it.
        if (CronSchedule.TryParse(cron, out _, out _)) return cron;
        others.Add("The job has a schedule that cannot be read.");
        return null;
    }

    private static string? TimeZoneOf(AppJob job, JobTerms terms, List<string> others)
    {
        var zone = job.Schedule?.TimeZone is { Length: > 0 } set ? set : "UTC";
        if (zone == terms.TimeZone || IanaZone.TryParse(zone, out _, out _)) return Unless(zone, terms.TimeZone);
        others.Add("The job has an unknown time zone.");
        return null;
    }

    private static string? TypeOf(AppJob job, JobTerms terms, List<string> others)
    {
        if (DoctlJob.TypeOf(job.RunCommand, terms) is { } type) return Unless(type, terms.Type);
        others.Add("The job runs another command.");
        return null;
    }

    private static string? ImageTagOf(AppJob job, JobTerms terms, List<string> others)
    {
        if (DoctlJob.IsClient(job.Image)) return Unless(job.Image!.Tag is { Length: > 0 } tag ? tag : "latest", terms.ImageTag);
        others.Add("The job runs another image.");
        return null;
    }

    private static IEnumerable<string> Sentence(string begin, string? difference) => difference is null ? [] : [$"{begin} {difference}."];

    private static string? Unless(string actual, string wanted) => actual == wanted ? null : actual;
}
