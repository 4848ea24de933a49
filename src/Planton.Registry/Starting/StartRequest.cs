using Planton.Registry.Runs;
using Planton.Registry.Schedules;

namespace Planton.Registry.Starting;

/// <summary>What an apply asks of garbage collection in one registry.</summary>
internal sealed record StartRequest
{
    /// <summary>The registry.</summary>
    public required string Registry { get; init; }

    /// <summary>What the policy asks for.</summary>
    public required PolicySchedule Policy { get; init; }

    /// <summary>The runs that the state knows.</summary>
    public IReadOnlyCollection<Run> Recorded { get; init; } = [];

    /// <summary>How many runs the state keeps.</summary>
    public required int HistoryLimit { get; init; }

    /// <summary>The slot that the plan showed as due; null when it showed none.</summary>
    public DateTimeOffset? PlannedSlot { get; init; }

    /// <summary>Whether a changed trigger asks for a run.</summary>
    public bool TriggersChanged { get; init; }

    /// <summary>Whether the creation of the policy asks for a run.</summary>
    public bool RunOnCreate { get; init; }

    /// <summary>What is open of earlier applies; the plan showed it as due.</summary>
    public StartDebt Debt { get; init; } = StartDebt.None;

    /// <summary>The runs that no apply has recorded: one of them may be that of an apply that was killed.</summary>
    public IReadOnlyCollection<string> Unclaimed { get; init; } = [];

    /// <summary>
    /// Whether the last refresh held back what is due, because something uses what a run would delete: the plan showed no run then. A changed trigger
    /// is shown all the same.
    /// </summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether to wait until the run has ended.</summary>
    public bool Wait { get; init; } = true;
}
