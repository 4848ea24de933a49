using Planton.Registry.Runs;

namespace Planton.Registry.Starting;

/// <summary>What was read after the request to start a run was refused, or its answer was lost.</summary>
internal sealed record AmbiguousStartSituation
{
    /// <summary>The time just before the request, on the service's clock.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The type that was asked for.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// Whether the service refused (409, 412 or 422). A refused request started nothing, so a new run is someone else's; after a lost
    /// answer (timeout, 5xx, cut connection) it may be ours.
    /// </summary>
    public bool Refused { get; init; }

    /// <summary>The uuids of the runs that were known before the request.</summary>
    public required IReadOnlySet<string> KnownUuids { get; init; }

    /// <summary>The runs that the service lists, in any order.</summary>
    public required IReadOnlyCollection<Run> Listed { get; init; }

    /// <summary>The run that the service shows as active; null when none is.</summary>
    public Run? ActiveRun { get; init; }
}

/// <summary>What became of a request whose answer says nothing: settled by reading, never by asking again.</summary>
internal abstract record AmbiguousStartDecision
{
    // The service's times have whole seconds, and its servers need not agree on the last one.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private AmbiguousStartDecision()
    {
    }

    /// <summary>The request did start a run.</summary>
    /// <param name="Run">The run.</param>
    internal sealed record Ours(Run Run) : AmbiguousStartDecision;

    /// <summary>Someone else's run stands in for ours.</summary>
    /// <param name="Run">The run.</param>
    /// <param name="Covers">Whether it deletes all that was asked for.</param>
    internal sealed record Adopt(Run Run, bool Covers) : AmbiguousStartDecision;

    /// <summary>Nothing was started: the failure can be reported as one.</summary>
    internal sealed record None : AmbiguousStartDecision;

    /// <summary>Decides.</summary>
    /// <param name="situation">What was read.</param>
    public static AmbiguousStartDecision Decide(AmbiguousStartSituation situation)
    {
        var candidates = NewRuns(situation);
        if (!situation.Refused && candidates.FirstOrDefault(run => MayBeOurs(situation, run)) is { } ours) return new Ours(ours);

        if (situation.ActiveRun is { } active && !RunStatus.IsTerminal(active.Status)) return Adopted(situation, active);

        // The run that was in the way of ours may have ended before it could be read as active.
        return candidates.FirstOrDefault(run => DoesCover(situation, run)) is { } ended ? Adopted(situation, ended) : new None();
    }

    // The oldest first: ours was asked for before anything that came later. A run that names our type is surer than one that names none.
    private static List<Run> NewRuns(AmbiguousStartSituation situation)
    {
        var shown = situation.ActiveRun is { } active ? situation.Listed.Append(active) : situation.Listed;
        return
        [
            .. shown.Where(run => !situation.KnownUuids.Contains(run.Uuid) && run.CreatedAt >= situation.AskedAt - Tolerance)
                .DistinctBy(run => run.Uuid)
                .OrderByDescending(run => run.Type == situation.Type)
                .ThenBy(run => run.CreatedAt)
                .ThenBy(run => run.Uuid, StringComparer.Ordinal),
        ];
    }

    private static bool MayBeOurs(AmbiguousStartSituation situation, Run run) =>
        string.IsNullOrEmpty(run.Type) || run.Type == situation.Type;

    private static Adopt Adopted(AmbiguousStartSituation situation, Run run) => new(run, DoesCover(situation, run));

    private static bool DoesCover(AmbiguousStartSituation situation, Run run) =>
        RunType.Covers(run.Type, situation.Type);
}
