using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

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
