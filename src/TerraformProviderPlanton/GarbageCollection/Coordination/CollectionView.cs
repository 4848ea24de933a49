using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>A registry's runs, and what follows from them now.</summary>
/// <param name="History">The runs.</param>
/// <param name="DueState">The status of the policy.</param>
/// <param name="Debt">The requests that are not confirmed.</param>
internal sealed record CollectionView(RunHistory History, DueState DueState, StartDebt Debt)
{
    /// <summary>Whether an open debt makes a run due, regardless of the slots.</summary>
    public bool OwesRun { get; init; }

    /// <summary>Whether a due run is held back because something uses what it would delete, or may.</summary>
    public bool IsHeld { get; init; }

    /// <summary>How many bytes a due run would free, as far as that is known; null if it was not asked for.</summary>
    public long? ReclaimableBytes { get; init; }

    /// <summary>Whether the next apply has to handle a run.</summary>
    public bool Due => !IsHeld && (DueState.Due || OwesRun);
}

/// <summary>The run that fulfils a request.</summary>
/// <param name="IsOurs">Whether the request started it; otherwise it was already active.</param>
/// <param name="Covers">Whether it deletes everything that was requested.</param>
internal sealed record StartedRun(Run Run, bool IsOurs, bool Covers);
