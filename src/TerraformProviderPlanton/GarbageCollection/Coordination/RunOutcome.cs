using Planton.Registry.Runs;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>Tells the user how a run of a policy ended when it did not end well: always a warning, since the resource itself is whole.</summary>
internal static class RunOutcome
{
    /// <summary>Reports that nobody waits for a run any more.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="uuid">The run.</param>
    /// <param name="why">What ended the waiting.</param>
    /// <param name="diagnostics">Where the warning goes.</param>
    public static void ReportUnfinished(string registry, string uuid, string why, DiagnosticList diagnostics) => diagnostics.Warning(
        "Garbage collection is still running",
        $"The registry \"{registry}\" went on with the run {uuid} when waiting for it ended: {why}.\n\nThe run is recorded; the next refresh completes "
        + $"the record. Pushes are refused until it has ended. To stop it: doctl registries garbage-collection cancel {registry} {uuid}");

    /// <summary>Reports that a run of another kind is in the way.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="run">The run.</param>
    /// <param name="type">The type that is asked for.</param>
    /// <param name="diagnostics">Where the warning goes.</param>
    public static void ReportOtherKind(string registry, Run run, string type, DiagnosticList diagnostics) => diagnostics.Warning(
        "Another kind of garbage collection is running",
        $"The registry \"{registry}\" is running garbage collection of the type \"{run.Type}\" (run {run.Uuid}), which does not do "
        + $"all that \"{type}\" does. A registry has one run at a time, so none was started. Run again when it has ended.");

    /// <summary>Reports that it is not known whether a run was started. The policy remembers it.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="why">What happened, as full sentences.</param>
    /// <param name="isError">Whether it is an error; one would taint a policy that is being created.</param>
    /// <param name="diagnostics">Where it goes.</param>
    public static void ReportUnknown(string registry, string why, bool isError, DiagnosticList diagnostics)
    {
        var (summary, detail) = ("It is not known whether garbage collection was started", $"The registry \"{registry}\" was asked for garbage collection, and no run has appeared so far.\n\n{why}\n\nThe policy remembers it and asks for no second run before "
            + $"this is settled: a plan within {StartDebt.SettlingTime.TotalMinutes:0} minutes looks for the run, and a later one shows whether a run is still due. Change nothing for that; plan again.");
        if (isError) diagnostics.Error(summary, detail);
        else diagnostics.Warning(summary, detail);
    }

    /// <summary>The same for a run that somebody asked for by hand, which nothing remembers.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="why">What happened, as full sentences.</param>
    public static DiagnosticException UnknownByHand(string registry, string why) => new(
        "It is not known whether garbage collection was started",
        $"The registry \"{registry}\" was asked for garbage collection, and no run has appeared so far.\n\n{why}\n\nWithin {StartDebt.SettlingTime.TotalMinutes:0} minutes one may still appear: "
        + $"look with doctl registries garbage-collection list {registry} before you invoke the action again.");

    /// <summary>Reports an ended run. One that did its work is not worth a word.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="run">The run.</param>
    /// <param name="diagnostics">Where the warning goes.</param>
    public static void Report(string registry, Run run, DiagnosticList diagnostics)
    {
        switch (run)
        {
            case { Status: RunStatus.Failed }:
                diagnostics.Warning(
                    "Garbage collection failed",
                    $"The run {run.Uuid} in the registry \"{registry}\" ended as failed. It is recorded and counts for its slot; the next slot gets a new "
                    + "run. To run it at once, change a value of triggers. If it keeps failing, DigitalOcean's support asks for the uuid.");
                break;
            case { Status: RunStatus.Cancelled }:
                diagnostics.Warning(
                    "Garbage collection was cancelled",
                    $"The run {run.Uuid} in the registry \"{registry}\" was cancelled by someone else. What it had deleted until then stays deleted. It is "
                    + "recorded and counts for its slot; to run it again at once, change a value of triggers.");
                break;
            default:
                ReportNothingFreed(registry, run, diagnostics);
                break;
        }
    }

    /// <summary>Reports a run that succeeded and freed nothing; any other is not worth a word.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="run">The run.</param>
    /// <param name="diagnostics">Where the warning goes.</param>
    public static void ReportNothingFreed(string registry, Run run, DiagnosticList diagnostics)
    {
        if (run is not { Status: RunStatus.Succeeded, FreedBytes: 0 or null, BlobsDeleted: 0 or null }) return;

        diagnostics.Warning(
            "Garbage collection freed nothing", $"The run {run.Uuid} in the registry \"{registry}\" found nothing to delete. {Reason(run)}");
    }

    private static string Reason(Run run) => run.Covers(RunType.UntaggedManifestsAndUnreferencedBlobs)
        ? "That is in order when nothing was pushed again or deleted since the last run."
        : $"The type \"{run.Type}\" leaves untagged manifests and the blobs they hold; \"{RunType.UntaggedManifestsAndUnreferencedBlobs}\" deletes both.";
}
