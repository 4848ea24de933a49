using Planton.Registry.Runs;
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
        : $"\"{registry}\": {status}, {RunPhases.Text(elapsed)} so far. {RunPhases.Effects(status)}";

    /// <summary>How a run ended and what it did.</summary>
    public static string Ended(string registry, Run run, TimeSpan elapsed) =>
        $"Garbage collection of \"{registry}\" {run.Status} after {RunPhases.Text(elapsed)}: {RunPhases.Result(run)}";
}
