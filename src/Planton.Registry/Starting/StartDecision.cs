using Planton.Registry.Runs;
using Planton.Registry.Schedules;

namespace Planton.Registry.Starting;

/// <summary>What an apply knows when it decides whether to start a run.</summary>
internal sealed record StartSituation
{
    /// <summary>What is asked for.</summary>
    public required StartRequest Request { get; init; }

    /// <summary>The present, at apply.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>All runs that are known, read just now.</summary>
    public required IReadOnlyCollection<Run> Runs { get; init; }

    /// <summary>What is open of earlier applies, as resolved by what was read just now.</summary>
    public StartDebt Debt { get; init; } = StartDebt.None;

    /// <summary>The run that the service shows as active; null when none is. One that has ended since counts as none.</summary>
    public Run? ActiveRun { get; init; }

    /// <summary>Whether a run is asked for, whatever the window.</summary>
    public bool IsForced => Request.TriggersChanged || Request.RunOnCreate || Debt.IsOwed;
}

/// <summary>Why an apply starts nothing.</summary>
internal enum SkipReason
{
    /// <summary>The policy is disabled: it records, and never starts.</summary>
    Disabled,

    /// <summary>The plan showed no run.</summary>
    NotDue,

    /// <summary>The plan was approved too late: the slot's window has passed.</summary>
    OutsideWindow,

    /// <summary>Someone started a run since the plan.</summary>
    AlreadyCounted,

    /// <summary>The creation asks for a run, and one that does has just ended: that is it.</summary>
    RanJustBefore,

    /// <summary>It is not known yet whether an earlier apply has started a run.</summary>
    Unsettled,

    /// <summary>A trigger or the creation asks for a run, and one that no apply has recorded does what is asked for: it may be that of an apply that was killed.</summary>
    Unclaimed,

    /// <summary>The run that an earlier apply asked for has appeared since the plan.</summary>
    AppearedMeanwhile,

    /// <summary>The policy has no such slot now.</summary>
    NoSlot,

    /// <summary>Something uses what the run would delete, or may.</summary>
    InUse,
}

/// <summary>What an apply does about a run: start one, adopt the active one, or nothing.</summary>
internal abstract record StartDecision
{
    /// <summary>
    /// For how long a run that succeeded is the one that <c>run_on_create</c> asks for. An apply that was killed after it had started the run
    /// leaves no policy behind, and the next one creates it again: a run that has ended meanwhile must not be made twice. Who started it makes no
    /// difference to what is left to collect.
    /// </summary>
    public static readonly TimeSpan CountsAtCreation = TimeSpan.FromHours(1);

    private StartDecision()
    {
    }

    /// <summary>Start a run.</summary>
    /// <param name="ScheduledFor">The slot that it serves; null when a trigger or the creation asked for it and no slot is due.</param>
    internal sealed record Start(DateTimeOffset? ScheduledFor) : StartDecision;

    /// <summary>Follow the run that is active: a registry has one at a time.</summary>
    /// <param name="Run">The active run.</param>
    /// <param name="Covers">
    /// Whether it deletes all that the policy asks for; if not, a due slot stays due and a trigger is not served.
    /// </param>
    /// <param name="ScheduledFor">The slot to record with the run, so that it is settled; null when it settles none.</param>
    internal sealed record Adopt(Run Run, bool Covers, DateTimeOffset? ScheduledFor) : StartDecision;

    /// <summary>Start nothing.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Run">The run that makes another one needless; null when that is not the reason.</param>
    internal sealed record Skip(SkipReason Reason, Run? Run = null) : StartDecision;

    /// <summary>Decides. A run that the plan did not show is never started, however due it has become since.</summary>
    /// <param name="situation">What the apply knows.</param>
    public static StartDecision Decide(StartSituation situation)
    {
        if (!situation.Request.Policy.Enabled) return new Skip(SkipReason.Disabled);

        if (situation.Request is { IsHeld: true, TriggersChanged: false }) return new Skip(SkipReason.NotDue);

        var isForced = situation.IsForced;
        if (!isForced && situation.Request.PlannedSlot is null && !situation.Request.Debt.IsOpen) return new Skip(SkipReason.NotDue);
        if (situation.Debt.IsUnsettled) return new Skip(SkipReason.Unsettled);

        // The window is judged now. A later slot than the planned one may be due by now, and is then the one to serve.
        var dueSlot = DueEvaluation.Evaluate(situation.Request.Policy, situation.Now, situation.Runs).DueSlot;
        if (situation.Request is { RunOnCreate: true, TriggersChanged: false } && dueSlot is null && HasJustRun(situation)) return new Skip(SkipReason.RanJustBefore);
        if (isForced && dueSlot is null && Unclaimed(situation) is { } unclaimed) return new Skip(SkipReason.Unclaimed, unclaimed);
        if (situation.ActiveRun is { HasEnded: false } active)
        {
            var covers = active.Covers(situation.Request.Policy.Type);
            if (covers) return new Adopt(active, Covers: true, dueSlot ?? situation.Request.PlannedSlot);
            if (isForced || dueSlot is not null) return new Adopt(active, Covers: false, ScheduledFor: null);
        }

        if (isForced || dueSlot is not null) return new Start(dueSlot);
        return situation.Request.PlannedSlot is { } planned ? WhyNotDue(situation, planned) : new Skip(SkipReason.AppearedMeanwhile);
    }

    private static Run? Unclaimed(StartSituation situation) => situation.Runs.FirstOrDefault(run =>
        run.HasEnded && situation.Request.Unclaimed.Contains(run.Uuid) && run.Covers(situation.Request.Policy.Type) && situation.Now - run.CreatedAt <= CountsAtCreation);

    private static bool HasJustRun(StartSituation situation) => situation.Runs.Any(run =>
        run.Status == RunStatus.Succeeded && run.Covers(situation.Request.Policy.Type) && situation.Now - run.UpdatedAt <= CountsAtCreation);

    private static Skip WhyNotDue(StartSituation situation, DateTimeOffset planned)
    {
        if (situation.Runs.FirstOrDefault(run => situation.Request.Policy.IsServed(planned, run)) is { } counted)
        {
            return new Skip(SkipReason.AlreadyCounted, counted);
        }

        return situation.Now - planned > situation.Request.Policy.Window
            ? new Skip(SkipReason.OutsideWindow)
            : new Skip(SkipReason.NoSlot);
    }
}
