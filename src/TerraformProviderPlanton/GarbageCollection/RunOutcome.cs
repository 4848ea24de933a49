using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>Tells the user how a run ended when it did not end well: always a warning, since the resource itself is whole.</summary>
internal static class RunOutcome
{
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
            case { Status: GarbageCollectionStatus.Succeeded, FreedBytes: 0 or null, BlobsDeleted: 0 or null }:
                diagnostics.Warning(
                    "Garbage collection freed nothing",
                    $"The run {run.Uuid} in the registry \"{registry}\" found nothing to delete. {Reason(run)}");
                break;
            default:
                break;
        }
    }

    private static string Reason(RunRecord run) => run.Covers(GarbageCollectionTypes.UntaggedManifestsAndUnreferencedBlobs)
        ? "That is in order when nothing was pushed again or deleted since the last run."
        : $"The type \"{run.Type}\" leaves untagged manifests and the blobs they hold; \"{GarbageCollectionTypes.UntaggedManifestsAndUnreferencedBlobs}\" deletes both.";
}
