using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>A run that was followed.</summary>
/// <param name="Run">The run as it was last seen.</param>
/// <param name="GivenUp">Why waiting stopped before the run ended, as a clause; null if the run has ended.</param>
internal sealed record FollowedRun(Run Run, string? GivenUp);

/// <summary>
/// Follows a run until it has ended. The run continues by itself, so it is not a failure here if waiting ends early; the caller decides what that
/// means.
/// </summary>
/// <param name="onLook">Called with the run after every poll.</param>
internal sealed partial class RunPoller(
    GarbageCollectionsClient api, string registry, OperationContext<ProviderServices> context, Func<Run, Task>? onLook = null)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    private readonly Poll _poll = new(context.Time, MaxPause, growth: 1.5);

    /// <summary>Polls the run until it has ended, or the operation has.</summary>
    public async Task<FollowedRun> FollowAsync(Run run)
    {
        var last = run;
        Log(run);
        try
        {
            while (!RunStatus.IsTerminal(last.Status))
            {
                await _poll.WaitAsync(context.Cancellation);
                last = await LookAsync(last);
                if (onLook is not null) await onLook(last);
            }

            return new(last, GivenUp: null);
        }
        catch (OperationCanceledException)
        {
            return new(last, context.IsStopping ? "the CLI was interrupted" : "the time limit (timeouts) was reached");
        }
        catch (ApiException failure) when (IsFinal(failure))
        {
            return new(last, $"the run can no longer be read. {ApiFailure.Explain(failure)}");
        }
    }

    /// <summary>Polls once. A transient fault does not stop the run or the wait.</summary>
    private async Task<Run> LookAsync(Run last)
    {
        try
        {
            // The endpoint for the active run no longer returns a run once it has ended, so the list is read.
            var found = await api.FindAsync(registry, last.Uuid, last.CreatedAt, context.Cancellation);
            if (found is null) return last;
            var seen = RunReader.Observed(found, last.CreatedAt);
            if (seen.Status != last.Status) Log(seen);
            return seen;
        }
        catch (ApiException failure) when (!IsFinal(failure))
        {
            LogFault(context.Log, registry, last.Uuid, failure.Message);
            return last;
        }
    }

    private void Log(Run run)
    {
        // The CLI writes a colon and the fields behind the message.
        var elapsed = RunPhases.Text(_poll.Elapsed);
        if (RunStatus.IsTerminal(run.Status)) LogEnd(context.Log, registry, run.Uuid, run.Status, elapsed, RunPhases.Result(run).TrimEnd('.'));
        else LogPhase(context.Log, registry, run.Uuid, run.Status, elapsed, RunPhases.Effects(run.Status).TrimEnd('.'));
    }

    private static bool IsFinal(ApiException failure) =>
        failure.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

    [LoggerMessage(112, LogLevel.Information, "The garbage collection of {registry} (run {uuid}) has the status \"{status}\" after {elapsed}. {effects}")]
    private static partial void LogPhase(ILogger logger, string registry, string uuid, string status, string elapsed, string effects);

    [LoggerMessage(115, LogLevel.Information, "The garbage collection of {registry} (run {uuid}) has ended with the status \"{status}\" after {elapsed}: {result}")]
    private static partial void LogEnd(ILogger logger, string registry, string uuid, string status, string elapsed, string result);

    [LoggerMessage(113, LogLevel.Warning, "The garbage collection of {registry} (run {uuid}) could not be read just now: {reason}")]
    private static partial void LogFault(ILogger logger, string registry, string uuid, string reason);
}
