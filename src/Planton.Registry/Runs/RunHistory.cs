using System.Collections.Immutable;

namespace Planton.Registry.Runs;

/// <summary>The runs of a registry, as its policy records them.</summary>
internal sealed class RunHistory
{
    private RunHistory(ImmutableArray<Run> all, int limit)
    {
        All = all;
        Kept = all.Length > limit ? all[..limit] : all;
    }

    /// <summary>Every run that is known, newest first: what decides whether a slot is settled.</summary>
    public ImmutableArray<Run> All { get; }

    /// <summary>The newest runs, up to the limit: what is kept in state.</summary>
    public ImmutableArray<Run> Kept { get; }

    /// <summary>The newest run; null when there is none.</summary>
    public Run? LastRun => Kept.IsEmpty ? null : Kept[0];

    /// <summary>The bytes that the kept runs freed. A run counts once it has ended: its figure is not final before.</summary>
    public long TotalFreedBytes
    {
        get
        {
            var total = Kept.Where(run => run.HasEnded).Aggregate(Int128.Zero, (sum, run) => sum + (run.FreedBytes ?? 0));
            return (long)Int128.Clamp(total, long.MinValue, long.MaxValue);
        }
    }

    /// <summary>
    /// Joins what is recorded with what the service shows. The service's facts win; what only the record knows (who started the run,
    /// for which slot, and a type that the service leaves out) is kept, and so are runs that the service has forgotten.
    /// Joining the same observation again changes nothing.
    /// </summary>
    /// <param name="recorded">The runs of the state, and the run just started or adopted; of two with one uuid the later one wins.</param>
    /// <param name="observed">The runs that the service shows, in any order; a run on two pages may come twice.</param>
    /// <param name="limit">How many runs are kept.</param>
    public static RunHistory Merge(IEnumerable<Run> recorded, IEnumerable<Run> observed, int limit)
    {
        var runs = new Dictionary<string, Run>(StringComparer.Ordinal);
        foreach (var run in recorded) runs[run.Uuid] = run;

        foreach (var run in observed.OrderBy(run => RunStatus.IsTerminal(run.Status)).ThenBy(run => run.UpdatedAt))
        {
            runs[run.Uuid] = runs.TryGetValue(run.Uuid, out var known) ? Join(known, run) : run;
        }

        return new RunHistory(
            [.. runs.Values.OrderByDescending(run => run.CreatedAt).ThenBy(run => run.Uuid, StringComparer.Ordinal)], limit);
    }

    private static Run Join(Run known, Run observed)
    {
        // A run never begins again: an answer from before its end is a stale one. The order of runs stays the service's all the same.
        if (known.HasEnded && !RunStatus.IsTerminal(observed.Status)) return known with { CreatedAt = observed.CreatedAt };

        return known with
        {
            Type = string.IsNullOrEmpty(observed.Type) ? known.Type : observed.Type,
            Status = observed.Status,
            CreatedAt = observed.CreatedAt,
            UpdatedAt = observed.UpdatedAt,
            BlobsDeleted = observed.BlobsDeleted ?? known.BlobsDeleted,
            FreedBytes = observed.FreedBytes ?? known.FreedBytes,
        };
    }
}
