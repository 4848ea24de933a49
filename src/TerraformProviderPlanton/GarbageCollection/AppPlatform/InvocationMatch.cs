using Planton.Registry.Runs;
using Planton.Registry.Schedules;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>One run of the app's job, in the terms of the decisions.</summary>
/// <param name="Phase">The API's phase: an open set.</param>
/// <param name="HasEnded">Whether it goes no further.</param>
/// <param name="CreatedAt">When it was made, which is at the slot or soon after.</param>
/// <param name="StartedAt">When its container started; null before.</param>
/// <param name="CompletedAt">When it ended; null before.</param>
internal sealed record Invocation(
    string Id, string Phase, bool HasEnded, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

/// <summary>
/// Determines which runs of garbage collection the app's job started. They can be matched only by time: a job lasts seconds, and a registry has one
/// run at a time.
/// </summary>
internal static class InvocationMatch
{
    /// <summary>How much the clocks of two services may differ.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>How long after its slot a job may be created and still belong to that slot.</summary>
    private static readonly TimeSpan LatestStart = TimeSpan.FromMinutes(30);

    /// <summary>The run that an invocation started; null when none of the known ones can be it.</summary>
    /// <param name="runs">The runs of the registry, in any order.</param>
    /// <param name="now">The present: the end of an invocation that has none.</param>
    public static Run? RunOf(Invocation invocation, IEnumerable<Run> runs, DateTimeOffset now)
    {
        var (from, until) = ((invocation.StartedAt ?? invocation.CreatedAt) - Tolerance, (invocation.CompletedAt ?? now) + Tolerance);
        return runs.Where(run => run.CreatedAt >= from && run.CreatedAt <= until).MinBy(static run => run.CreatedAt);
    }

    /// <summary>The same runs, with those of the job marked as the policy's own and with their slots.</summary>
    /// <param name="runs">The runs of the registry.</param>
    /// <param name="invocations">The runs of the job.</param>
    /// <param name="terms">The schedule that the job has.</param>
    public static IReadOnlyList<Run> Attribute(
        IReadOnlyList<Run> runs, IEnumerable<Invocation> invocations, PolicySchedule terms, DateTimeOffset now)
    {
        var slots = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var invocation in invocations)
        {
            if (RunOf(invocation, runs, now) is { } run) slots[run.Uuid] = SlotOf(invocation, terms);
        }

        return [.. runs.Select(run => slots.TryGetValue(run.Uuid, out var slot) ? run with { Origin = RunOrigin.Policy, ScheduledFor = run.ScheduledFor ?? slot } : run)];
    }

    // Someone may have started the job manually at any time; then it does not belong to a slot.
    private static DateTimeOffset? SlotOf(Invocation invocation, PolicySchedule terms) =>
        terms.Schedule.LatestAtOrBefore(invocation.CreatedAt + Tolerance, terms.Zone) is { } slot && invocation.CreatedAt - slot <= LatestStart ? slot : null;
}
