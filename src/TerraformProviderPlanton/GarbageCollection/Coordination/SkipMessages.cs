using Planton.Registry.Runs;
using Planton.Registry.Starting;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>Explains why a run that the plan showed, or that was requested, is not started, in full sentences.</summary>
internal static class SkipMessages
{
    /// <summary>The message; null if there is nothing to report.</summary>
    /// <param name="situation">What the apply knows.</param>
    public static string? For(StartSituation situation, StartDecision.Skip skip) => skip.Reason switch
    {
        SkipReason.Disabled => Disabled(situation),
        SkipReason.Unsettled => Unsettled(situation),
        SkipReason.Unclaimed => Unclaimed(skip.Run!),
        SkipReason.AppearedMeanwhile => "The run that an earlier apply requested has appeared in the meantime, so no run was started and none is owed.",
        SkipReason.AlreadyCounted => Counted(situation.Request.PlannedSlot!.Value, skip.Run!),
        SkipReason.OutsideWindow => TooLate(situation, situation.Request.PlannedSlot!.Value),
        SkipReason.NoSlot => NoSlot(situation.Request.PlannedSlot!.Value),
        SkipReason.NotDue or SkipReason.RanJustBefore or SkipReason.InUse or _ => null,
    };

    /// <summary>The reason as a clause, for the log, which also records what no message reports.</summary>
    public static string Because(SkipReason reason) => reason switch
    {
        SkipReason.Disabled => "the policy is disabled",
        SkipReason.NotDue => "no run is due",
        SkipReason.OutsideWindow => "the maintenance window of its slot has closed",
        SkipReason.AlreadyCounted => "another run counts for its slot",
        SkipReason.RanJustBefore => "an equivalent run succeeded within the past hour",
        SkipReason.Unsettled => "it is not known yet whether an earlier request started a run",
        SkipReason.Unclaimed => "a run that no apply has recorded counts as the requested one",
        SkipReason.AppearedMeanwhile => "the run that an earlier apply requested has appeared",
        SkipReason.NoSlot => "the policy no longer has the slot that the plan showed",
        SkipReason.InUse => "something uses the images that it would delete, or may use them",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, message: null),
    };

    /// <summary>Why a disabled policy does not start a run; null if none was requested.</summary>
    /// <param name="situation">What the apply knows.</param>
    private static string? Disabled(StartSituation situation) => situation switch
    {
        { Request.TriggersChanged: true } => "The triggers changed while the policy is disabled, so no run was started. To run garbage collection, enable the policy and "
            + "change a value of triggers again.",
        { Request.RunOnCreate: true } => "The policy is disabled, so run_on_create did not start a run. To run garbage collection, enable the policy and change a value of triggers.",
        { Debt.IsOpen: true } => "The policy has been disabled, so the run that it owes was not started. The run is due again when the policy is enabled.",
        { Request.PlannedSlot: { } slot } => $"The garbage collection for the slot {Rfc3339.FormatSeconds(slot)} was not started, because the policy has been disabled.",
        _ => null,
    };

    /// <summary>Why no run is started while an earlier request is not resolved.</summary>
    /// <param name="situation">What the apply knows.</param>
    private static string Unsettled(StartSituation situation) =>
        $"An apply requested garbage collection at {Rfc3339.FormatSeconds(situation.Debt.Asked!.At)} and received no response. No run has appeared yet, but one still may, so "
        + $"the request was not repeated. After {Rfc3339.FormatSeconds(situation.Debt.ResolvedAt)}, a plan shows whether a run is due.";

    /// <summary>Why an existing run counts as the requested one.</summary>
    /// <param name="run">The run that counts as the requested one.</param>
    private static string Unclaimed(Run run) =>
        $"The run {run.Uuid} of {Rfc3339.FormatSeconds(run.CreatedAt)} is equivalent to the requested run, and no apply has recorded it: an apply that was killed may have "
        + "started it. It counts as the requested run, so no new run was started. To start another, change a value of triggers.";

    /// <summary>Which run already counts for the slot.</summary>
    private static string Counted(DateTimeOffset planned, Run run) =>
        $"The garbage collection for the slot {Rfc3339.FormatSeconds(planned)} was not started: the run {run.Uuid} of {Rfc3339.FormatSeconds(run.CreatedAt)}, which did not exist "
        + "at plan, counts for it.";

    /// <summary>That the planned slot no longer exists.</summary>
    private static string NoSlot(DateTimeOffset planned) =>
        $"The garbage collection for the slot {Rfc3339.FormatSeconds(planned)} was not started: the policy no longer has this slot. The settings that were just applied are in force from now on.";

    /// <summary>That the window has closed.</summary>
    /// <param name="situation">What the apply knows.</param>
    private static string TooLate(StartSituation situation, DateTimeOffset planned)
    {
        var next = situation.Request.Policy.Schedule.NextAfter(situation.Now, situation.Request.Policy.Zone) is { } slot
            ? $" The next slot is at {Rfc3339.FormatSeconds(slot)}."
            : "";
        return $"The garbage collection for the slot {Rfc3339.FormatSeconds(planned)} was not started: its maintenance window closed at "
            + $"{Rfc3339.FormatSeconds(planned + situation.Request.Policy.Window)}, before this plan was applied.{next} "
            + "To start a run now, change a value of triggers.";
    }
}
