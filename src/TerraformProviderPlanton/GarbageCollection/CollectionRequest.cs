using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>What an apply asks of garbage collection in one registry.</summary>
internal sealed record CollectionRequest
{
    /// <summary>The registry.</summary>
    public required string Registry { get; init; }

    /// <summary>What the policy asks for.</summary>
    public required PolicySchedule Terms { get; init; }

    /// <summary>The runs that the state knows.</summary>
    public required IReadOnlyCollection<Run> Recorded { get; init; }

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

    /// <summary>The runs that appeared since an apply that was killed: one of them may be the one that it asked for.</summary>
    public IReadOnlyCollection<string> Unclaimed { get; init; } = [];

    /// <summary>Whether to wait until the run has ended.</summary>
    public bool Wait { get; init; }
}

/// <summary>What is known of a registry's runs, and what follows from it now.</summary>
/// <param name="History">The runs.</param>
/// <param name="DueState">How the policy stands.</param>
/// <param name="Debt">What is open of what was asked for.</param>
internal sealed record CollectionView(RunHistory History, DueState DueState, StartDebt Debt)
{
    /// <summary>Whether an open debt makes a run due, whatever the slots say.</summary>
    public bool OwesRun { get; init; }

    /// <summary>Whether the next apply has something to do about a run.</summary>
    public bool Due => DueState.Due || OwesRun;
}

/// <summary>A run that stands for one that was asked for.</summary>
/// <param name="Run">The run.</param>
/// <param name="IsOurs">Whether the request started it; else it was active already.</param>
/// <param name="Covers">Whether it deletes all that was asked for.</param>
internal sealed record StartedRun(Run Run, bool IsOurs, bool Covers);
