using System.Collections.Immutable;
using Planton.Registry.Runs;

namespace Planton.Registry.Starting;

/// <summary>A start that was asked for and is not confirmed: it is remembered from before the request until reading settles it.</summary>
/// <param name="At">The time just before the request, on the service's clock.</param>
/// <param name="Type">The type that was asked for.</param>
/// <param name="Slot">The slot that it was to serve; null when it was to serve none.</param>
/// <param name="IsForced">Whether a trigger or the creation asked for it, so that it is owed if nothing came of it.</param>
/// <param name="Known">The uuids of the runs of that time that were known before the request.</param>
internal sealed record AskedStart(DateTimeOffset At, string Type, DateTimeOffset? Slot, bool IsForced, ImmutableArray<string> Known);

/// <summary>What a policy has asked for, or has been asked for, and has not got.</summary>
/// <param name="Asked">A start that nothing has confirmed yet; null when there is none.</param>
/// <param name="IsOwed">Whether a run is due whatever the window: a trigger or the creation asked for it, and it was not started.</param>
internal sealed record StartDebt(AskedStart? Asked, bool IsOwed)
{
    /// <summary>
    /// For how long after a request its run may still appear. A gateway that gave up may have passed the request on, and the service takes it up
    /// when it can; this is far above what any request has taken.
    /// </summary>
    public static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(5);

    // Beyond what the clocks of two servers differ by.
    private static readonly TimeSpan KnownBefore = TimeSpan.FromMinutes(1);

    /// <summary>Nothing is open.</summary>
    public static StartDebt None { get; } = new(Asked: null, IsOwed: false);

    /// <summary>Whether there is anything to be settled or made up for.</summary>
    public bool IsOpen => IsOwed || Asked is not null;

    /// <summary>Whether it is not known yet if a run was started.</summary>
    public bool IsUnsettled => Asked is not null;

    /// <summary>When reading settles what was asked for at the latest.</summary>
    public DateTimeOffset ResolvedAt => Asked!.At + SettlingTime;

    /// <summary>The debt once a start is about to be asked for.</summary>
    /// <param name="type">The type.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="isForced">Whether a trigger, the creation or an older debt asks.</param>
    /// <param name="now">The present.</param>
    /// <param name="runs">The runs that are known.</param>
    public static StartDebt Ask(string type, DateTimeOffset? slot, bool isForced, DateTimeOffset now, IEnumerable<Run> runs) =>
        new(new(now, type, slot, isForced, [.. runs.Where(run => run.CreatedAt >= now - KnownBefore).Select(static run => run.Uuid)]), IsOwed: false);

    /// <summary>The debt once it is sure that the start that was asked for has started nothing.</summary>
    public StartDebt Failed() => new(Asked: null, IsOwed || Asked is { IsForced: true });

    /// <summary>Settles by what was read: a run that has appeared is the one that was asked for; when none has for long enough, there is none.</summary>
    /// <param name="history">The runs.</param>
    /// <param name="now">The present.</param>
    /// <param name="limit">How many runs are kept.</param>
    public (StartDebt Debt, RunHistory History) Resolve(RunHistory history, DateTimeOffset now, int limit)
    {
        if (Asked is not { } asked) return (this, history);

        var found = AmbiguousStartDecision.Decide(new AmbiguousStartSituation
        {
            AskedAt = asked.At,
            Type = asked.Type,
            KnownUuids = asked.Known.ToHashSet(StringComparer.Ordinal),
            Listed = [.. history.All.Where(run => run.CreatedAt <= asked.At + SettlingTime)],
        });
        return found switch
        {
            AmbiguousStartDecision.Ours ours => (this with { Asked = null }, With(history, ours.Run, asked, limit)),
            AmbiguousStartDecision.Adopt => (this with { Asked = null }, history),
            _ => (now > ResolvedAt ? Failed() : this, history),
        };
    }

    private static RunHistory With(RunHistory history, Run run, AskedStart asked, int limit)
    {
        var known = history.All.First(other => other.Uuid == run.Uuid);
        var ours = known with { Type = known.Type ?? asked.Type, Origin = RunOrigin.Policy, ScheduledFor = known.ScheduledFor ?? asked.Slot };
        return RunHistory.Merge([.. history.All, ours], [], limit);
    }
}
