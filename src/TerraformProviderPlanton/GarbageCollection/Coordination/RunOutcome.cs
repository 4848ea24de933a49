using Planton.Registry.Runs;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>Reports how a policy's run ended if it did not succeed: always as a warning, since the resource itself is intact.</summary>
internal static class RunOutcome
{
    /// <summary>Reports that waiting for a run has stopped.</summary>
    /// <param name="why">Why waiting stopped.</param>
    public static void ReportUnfinished(string registry, string uuid, string why, DiagnosticList diagnostics) => diagnostics.Warning(
        "Garbage collection is still running",
        $"The run {uuid} in the registry \"{registry}\" was still active when the apply stopped waiting: {why}.\n\nThe run is recorded, and the next refresh records "
        + $"how it ended. Pushes are refused until then. To cancel the run: doctl registries garbage-collection cancel {registry} {uuid}");

    /// <summary>Reports that a run of a different type is active.</summary>
    /// <param name="type">The requested type.</param>
    public static void ReportOtherKind(string registry, Run run, string type, DiagnosticList diagnostics) => diagnostics.Warning(
        "A different type of garbage collection is running",
        $"The registry \"{registry}\" is running garbage collection of the type \"{run.Type}\" (run {run.Uuid}), which does not "
        + $"cover \"{type}\". A registry can have only one run at a time, so no run was started. Run again when it has ended.");

    /// <summary>Reports that it is not known whether a run was started. The policy remembers it.</summary>
    /// <param name="why">What happened, as full sentences.</param>
    /// <param name="isError">Whether it is an error; one would taint a policy that is being created.</param>
    public static void ReportUnknown(string registry, string why, bool isError, DiagnosticList diagnostics)
    {
        var (summary, detail) = ("It is not known whether garbage collection was started", $"Garbage collection of the registry \"{registry}\" was requested, but no run has appeared so far.\n\n{why}\n\nThe policy remembers the request and does not repeat it "
            + $"until the outcome is known: a plan within {StartDebt.SettlingTime.TotalMinutes:0} minutes looks for the run, and a later plan shows whether a run is still due. Plan again; nothing else is needed.");
        if (isError) diagnostics.Error(summary, detail);
        else diagnostics.Warning(summary, detail);
    }

    /// <summary>The same for a run on demand, which is not stored anywhere.</summary>
    /// <param name="why">What happened, as full sentences.</param>
    public static DiagnosticException UnknownByHand(string registry, string why) => new(
        "It is not known whether garbage collection was started",
        $"Garbage collection of the registry \"{registry}\" was requested, but no run has appeared so far.\n\n{why}\n\nA run may still appear within {StartDebt.SettlingTime.TotalMinutes:0} minutes. "
        + $"Check with doctl registries garbage-collection list {registry} before you invoke the action again.");

    /// <summary>Reports a run that ended without success or without an effect.</summary>
    public static void Report(string registry, Run run, DiagnosticList diagnostics)
    {
        switch (run)
        {
            case { Status: RunStatus.Failed }:
                diagnostics.Warning(
                    "Garbage collection failed",
                    $"The run {run.Uuid} in the registry \"{registry}\" failed. It is recorded and counts for its slot; the next slot gets a new run. "
                    + "To start a run now, change a value of triggers. If runs keep failing, contact DigitalOcean's support and give the UUID.");
                break;
            case { Status: RunStatus.Cancelled }:
                diagnostics.Warning(
                    "Garbage collection was cancelled",
                    $"The run {run.Uuid} in the registry \"{registry}\" was cancelled by someone else. What it had already deleted stays deleted. It is "
                    + "recorded and counts for its slot. To start a run now, change a value of triggers.");
                break;
            default:
                ReportNothingFreed(registry, run, diagnostics);
                break;
        }
    }

    /// <summary>Reports a run that succeeded and freed nothing.</summary>
    public static void ReportNothingFreed(string registry, Run run, DiagnosticList diagnostics)
    {
        if (run is not { Status: RunStatus.Succeeded, FreedBytes: 0 or null, BlobsDeleted: 0 or null }) return;

        diagnostics.Warning(
            "Garbage collection freed nothing", $"The run {run.Uuid} in the registry \"{registry}\" found nothing to delete. {Reason(run)}");
    }

    private static string Reason(Run run) => run.Covers(RunType.UntaggedManifestsAndUnreferencedBlobs)
        ? "This is normal if no tag was pushed again and nothing was deleted since the last run."
        : $"The type \"{run.Type}\" keeps untagged manifests and their blobs; \"{RunType.UntaggedManifestsAndUnreferencedBlobs}\" deletes both.";
}
