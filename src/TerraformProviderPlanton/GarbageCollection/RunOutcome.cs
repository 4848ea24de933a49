using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.GarbageCollection;

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
        + $"the record. Pushes are refused until it has ended. To stop it: doctl registry garbage-collection cancel {registry} {uuid}");

    /// <summary>Reports an ended run. One that did its work is not worth a word.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="run">The run.</param>
    /// <param name="diagnostics">Where the warning goes.</param>
    public static void Report(string registry, RunRecord run, DiagnosticList diagnostics)
    {
        switch (run)
        {
            case { Status: GarbageCollectionStatus.Failed }:
                diagnostics.Warning(
                    "Garbage collection failed",
                    $"The run {run.Uuid} in the registry \"{registry}\" ended as failed. It is recorded and counts for its slot; the next slot gets a new "
                    + "run. To run it at once, change a value of triggers. If it keeps failing, DigitalOcean's support asks for the uuid.");
                break;
            case { Status: GarbageCollectionStatus.Cancelled }:
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
    public static void ReportNothingFreed(string registry, RunRecord run, DiagnosticList diagnostics)
    {
        if (run is not { Status: GarbageCollectionStatus.Succeeded, FreedBytes: 0 or null, BlobsDeleted: 0 or null }) return;

        diagnostics.Warning(
            "Garbage collection freed nothing", $"The run {run.Uuid} in the registry \"{registry}\" found nothing to delete. {Reason(run)}");
    }

    private static string Reason(RunRecord run) => run.Covers(GarbageCollectionTypes.UntaggedManifestsAndUnreferencedBlobs)
        ? "That is in order when nothing was pushed again or deleted since the last run."
        : $"The type \"{run.Type}\" leaves untagged manifests and the blobs they hold; \"{GarbageCollectionTypes.UntaggedManifestsAndUnreferencedBlobs}\" deletes both.";
}
