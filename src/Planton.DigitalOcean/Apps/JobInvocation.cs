using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Apps;

/// <summary>One run of a job of an app.</summary>
public sealed record JobInvocation
{
    /// <summary>The identity, a UUID.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The job.</summary>
    public string? JobName { get; init; }

    /// <summary>The deployment whose specification was run.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>Where it stands: see <see cref="JobInvocationPhases"/>; an open set; empty when the API does not say.</summary>
    public string Phase { get; init => field = value ?? ""; } = "";

    /// <summary>What caused it.</summary>
    public JobInvocationTrigger? Trigger { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? CreatedAt { get; init => field = ApiTime.OrNull(value); }

    /// <summary>RFC 3339, as the API wrote it; null before the container has started.</summary>
    public string? StartedAt { get; init => field = ApiTime.OrNull(value); }

    /// <summary>RFC 3339, as the API wrote it; null before the end.</summary>
    public string? CompletedAt { get; init => field = ApiTime.OrNull(value); }
}

/// <summary>What caused a run of a job.</summary>
public sealed record JobInvocationTrigger
{
    /// <summary>See <see cref="JobInvocationTriggers"/>; an open set.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The schedule, when it was one.</summary>
    public JobInvocationSchedule? Scheduled { get; init; }
}

/// <summary>The schedule that caused a run of a job.</summary>
public sealed record JobInvocationSchedule
{
    /// <summary>The schedule as it was then.</summary>
    public AppJobSchedule? Schedule { get; init; }
}

/// <summary>Phases of runs that are known; the set is open.</summary>
public static class JobInvocationPhases
{
    /// <summary>Not told.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>Its container has not started.</summary>
    public const string Pending = "PENDING";

    /// <summary>Its container runs.</summary>
    public const string Running = "RUNNING";

    /// <summary>Its container ended with 0.</summary>
    public const string Succeeded = "SUCCEEDED";

    /// <summary>Its container ended with another code, took too long, or could not be started.</summary>
    public const string Failed = "FAILED";

    /// <summary>Ended on request.</summary>
    public const string Canceled = "CANCELED";

    /// <summary>Never began.</summary>
    public const string Skipped = "SKIPPED";

    /// <summary>Whether a run has ended. All phases but four, including unknown ones, mean that it continues.</summary>
    /// <param name="phase">The phase of a run.</param>
    /// <returns>True for succeeded, failed, canceled and skipped.</returns>
    public static bool IsTerminal(string? phase) => phase is Succeeded or Failed or Canceled or Skipped;
}

/// <summary>Causes of runs that are known; the set is open.</summary>
public static class JobInvocationTriggers
{
    /// <summary>Not told.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>A person.</summary>
    public const string Manual = "MANUAL";

    /// <summary>The schedule.</summary>
    public const string Schedule = "SCHEDULE";
}

/// <summary>One run; real responses nest it under its name, while the published description has its members at the top level.</summary>
internal sealed record JobInvocationEnvelope(
    JobInvocation? JobInvocation, string? Id, string? JobName, string? DeploymentId, string? Phase, JobInvocationTrigger? Trigger,
    string? CreatedAt, string? StartedAt, string? CompletedAt)
{
    public JobInvocation Either() => JobInvocation ?? new JobInvocation
    {
        Id = Id ?? "",
        JobName = JobName,
        DeploymentId = DeploymentId,
        Phase = Phase ?? "",
        Trigger = Trigger,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
    };
}

internal sealed record JobInvocationPage(IReadOnlyList<JobInvocation?>? JobInvocations, Links? Links, Meta? Meta) : IPage<JobInvocation>
{
    IReadOnlyList<JobInvocation> IPage<JobInvocation>.Items => JobInvocations.WhereNotNull();
}
