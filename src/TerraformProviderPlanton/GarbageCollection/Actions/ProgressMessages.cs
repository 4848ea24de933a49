using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Actions;

/// <summary>What an action says of a run, each time in one line.</summary>
internal static class ProgressMessages
{
    /// <summary>That a run was started, or found.</summary>
    public static string Begun(string registry, string type, StartedRun work) => work.IsOurs
        ? $"Started garbage collection of \"{registry}\": run {work.Run.Uuid}, {type}."
        : $"Garbage collection of \"{registry}\" was active already: run {work.Run.Uuid}, {work.Run.Type ?? "of unknown type"}, started at {Rfc3339.Format(work.Run.CreatedAt)}.";

    /// <summary>That a run was asked to stop.</summary>
    public static string Cancelling(string registry, Run run) =>
        $"Asked garbage collection of \"{registry}\" to stop: run {run.Uuid}, {run.Status}.";

    /// <summary>The phase of a run, how long it has been waited for, and what that means for others; null for one that has ended.</summary>
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
        RunStatus.WaitingForWriteJwtsToExpire => "New pushes are refused; those under way have up to 15 minutes to end. Pulls go on.",
        RunStatus.Cancelling => "Pushes are refused until it has ended. Pulls go on.",
        _ => "Pushes and deletions are refused, pulls go on.",
    };

    private static string Text(TimeSpan elapsed) => GoDuration.Format(TimeSpan.FromSeconds(Math.Floor(elapsed.TotalSeconds)));
}
