using Planton.Registry.Runs;
using Planton.Registry.Starting;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>Tells why a run that the plan showed, or that somebody asked for, is not started: as full sentences.</summary>
internal static class SkipMessages
{
    /// <summary>What to tell the user; null when nothing is amiss.</summary>
    /// <param name="situation">What the apply knows.</param>
    /// <param name="skip">The decision.</param>
    public static string? For(StartSituation situation, StartDecision.Skip skip) => skip.Reason switch
    {
        SkipReason.Disabled => Disabled(situation),
        SkipReason.Unsettled => Unsettled(situation),
        SkipReason.Unclaimed => Unclaimed(skip.Run!),
        SkipReason.AppearedMeanwhile => "The run that an earlier apply asked for has appeared meanwhile: nothing was started, and nothing is owed any more.",
        SkipReason.AlreadyCounted => Counted(situation.Request.PlannedSlot!.Value, skip.Run!),
        SkipReason.OutsideWindow => TooLate(situation, situation.Request.PlannedSlot!.Value),
        SkipReason.NoSlot => NoSlot(situation.Request.PlannedSlot!.Value),
        SkipReason.NotDue or SkipReason.RanJustBefore or _ => null,
    };

    /// <summary>Why a disabled policy starts nothing; null when nothing asked it to.</summary>
    /// <param name="situation">What the apply knows.</param>
    private static string? Disabled(StartSituation situation) => situation switch
    {
        { Request.TriggersChanged: true } => "The triggers changed while the policy is not enabled, so nothing was started. To run garbage collection, enable the policy and "
            + "change a value of triggers again.",
        { Request.RunOnCreate: true } => "The policy is not enabled, so run_on_create started nothing. To run garbage collection, enable the policy and change a value of triggers.",
        { Debt.IsOpen: true } => "The policy is not enabled any more, so the run that it owes was not started. It is due again when the policy is enabled.",
        { Request.PlannedSlot: { } slot } => $"The garbage collection of the slot {Rfc3339.FormatSeconds(slot)} was not started, because the policy is not enabled any more.",
        _ => null,
    };

    /// <summary>Why nothing is started while an earlier start is not settled.</summary>
    /// <param name="situation">What the apply knows.</param>
    private static string Unsettled(StartSituation situation) =>
        $"An apply asked for garbage collection at {Rfc3339.FormatSeconds(situation.Debt.Asked!.At)} and got no answer. No run of it has appeared yet, and it still may, so "
        + $"none was asked for a second time. After {Rfc3339.FormatSeconds(situation.Debt.ResolvedAt)} a plan shows whether one is due.";

    /// <summary>Why a run is not started again.</summary>
    /// <param name="run">The run that is taken for it.</param>
    private static string Unclaimed(Run run) =>
        $"The run {run.Uuid} of {Rfc3339.FormatSeconds(run.CreatedAt)} does what was asked for, and no apply has recorded it: it may be the run of an apply that was killed. "
        + "It is taken for the one that was asked for, so none was started. To start another, change a value of triggers.";

    /// <summary>Which run has made one for a slot needless.</summary>
    /// <param name="planned">The slot.</param>
    /// <param name="run">The run.</param>
    private static string Counted(DateTimeOffset planned, Run run) =>
        $"The garbage collection of the slot {Rfc3339.FormatSeconds(planned)} was not started: the run {run.Uuid} of {Rfc3339.FormatSeconds(run.CreatedAt)}, which was not there "
        + "at the plan, counts for it.";

    /// <summary>That the slot of the plan is none any more.</summary>
    /// <param name="planned">The slot.</param>
    private static string NoSlot(DateTimeOffset planned) =>
        $"The garbage collection of the slot {Rfc3339.FormatSeconds(planned)} was not started: the policy has no such slot now. The terms that it is applied with hold from now on.";

    /// <summary>That the window has closed.</summary>
    /// <param name="situation">What the apply knows.</param>
    /// <param name="planned">The slot.</param>
    private static string TooLate(StartSituation situation, DateTimeOffset planned)
    {
        var next = situation.Request.Policy.Schedule.NextAfter(situation.Now, situation.Request.Policy.Zone) is { } slot
            ? $" The next slot is at {Rfc3339.FormatSeconds(slot)}."
            : "";
        return $"The garbage collection of the slot {Rfc3339.FormatSeconds(planned)} was not started: its maintenance window closed at "
            + $"{Rfc3339.FormatSeconds(planned + situation.Request.Policy.Window)}, before this plan was applied.{next} "
            + "To run it at once, change a value of triggers.";
    }
}
