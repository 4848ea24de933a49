using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Actions;

/// <summary>The progress messages of an action, one line each.</summary>
internal static class ProgressMessages
{
    /// <summary>That a run was started, or found.</summary>
    public static string Begun(string registry, string type, StartedRun work) => work.IsOurs
        ? $"Started garbage collection of \"{registry}\": run {work.Run.Uuid}, {type}."
        : $"Garbage collection of \"{registry}\" was already active: run {work.Run.Uuid}, {work.Run.Type ?? "of unknown type"}, started at {Rfc3339.Format(work.Run.CreatedAt)}.";

    /// <summary>That cancellation was requested.</summary>
    public static string Cancelling(string registry, Run run) =>
        $"Requested cancellation of garbage collection of \"{registry}\": run {run.Uuid}, {run.Status}.";

    /// <summary>The phase of a run, the elapsed time, and the effects on others; null for a run that has ended.</summary>
    public static string? Phase(string registry, string status, TimeSpan elapsed) => RunStatus.IsTerminal(status)
        ? null
        : $"\"{registry}\": {status}, {Text(elapsed)} so far. {Meanwhile(status)}";

    /// <summary>How a run ended and what it did.</summary>
    public static string Ended(string registry, Run run, TimeSpan elapsed) =>
        $"Garbage collection of \"{registry}\" {run.Status} after {Text(elapsed)}: {run.BlobsDeleted ?? 0} blobs deleted, {run.FreedBytes ?? 0} bytes freed. "
        + "Pushes are accepted again.";

    private static string Meanwhile(string status) => status switch
    {
        RunStatus.Requested => "The registry is about to refuse pushes.",
        RunStatus.WaitingForWriteJwtsToExpire => "New pushes are refused; those in progress have up to 15 minutes to end. Pulls still work.",
        RunStatus.Cancelling => "Pushes are refused until it has ended. Pulls still work.",
        _ => "Pushes and deletions are refused. Pulls still work.",
    };

    private static string Text(TimeSpan elapsed) => GoDuration.Format(TimeSpan.FromSeconds(Math.Floor(elapsed.TotalSeconds)));
}
