using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>What a phase of a run means for everybody else, and how a run ended, in sentences for logs and progress messages.</summary>
internal static class RunPhases
{
    /// <summary>What an active run prevents in the meantime.</summary>
    public static string Effects(string status) => status switch
    {
        RunStatus.Requested => "The registry is about to refuse pushes.",
        RunStatus.WaitingForWriteJwtsToExpire => "New pushes are refused; those in progress have up to 15 minutes to end. Pulls still work.",
        RunStatus.Cancelling => "Pushes are refused until it has ended. Pulls still work.",
        _ => "Pushes and deletions are refused. Pulls still work.",
    };

    /// <summary>What a run did that has ended. It is not documented whether a registry accepts pushes after a run that failed.</summary>
    public static string Result(Run run) =>
        $"{run.BlobsDeleted ?? 0} blobs deleted, {run.FreedBytes ?? 0} bytes freed.{(run.Status == RunStatus.Failed ? string.Empty : " Pushes are accepted again.")}";

    /// <summary>A time in whole seconds, such as <c>1m30s</c>.</summary>
    public static string Text(TimeSpan elapsed) => GoDuration.Format(TimeSpan.FromSeconds(Math.Floor(elapsed.TotalSeconds)));
}
