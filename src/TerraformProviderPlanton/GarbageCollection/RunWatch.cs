using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>
/// Follows a run until it has ended. Waiting is a courtesy: the run goes on by itself, so whatever ends the waiting early is a
/// warning and never an error.
/// </summary>
/// <param name="api">The API.</param>
/// <param name="registry">The registry.</param>
/// <param name="context">The surroundings of the operation.</param>
internal sealed partial class RunWatch(GarbageCollectionsClient api, string registry, OperationContext<ProviderServices> context)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>The run as it was last seen: ended, unless the waiting ended first.</summary>
    /// <param name="run">The run.</param>
    public async Task<ObservedRun> FollowAsync(RunRecord run)
    {
        var last = new ObservedRun(run.Uuid, run.Type, run.Status, run.CreatedAt, run.UpdatedAt, run.BlobsDeleted, run.FreedBytes);
        try
        {
            for (var pause = FirstPause; !GarbageCollectionStatus.IsTerminal(last.Status); pause = Longer(pause))
            {
                await Task.Delay(pause, context.Time, context.Cancellation).ConfigureAwait(false);
                last = await LookAsync(last).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            StopWaiting(run.Uuid, context.IsStopping ? "the run was interrupted" : "the time limit (timeouts) was reached");
        }
        catch (ApiException failure) when (IsFinal(failure))
        {
            StopWaiting(run.Uuid, $"the run can no longer be read. {ApiFailure.Explain(failure)}");
        }

        return last;
    }

    /// <summary>Looks once. A fault of the moment changes nothing: the run goes on, and so does the waiting.</summary>
    private async Task<ObservedRun> LookAsync(ObservedRun last)
    {
        try
        {
            // The endpoint of the active run forgets a run as soon as it has ended, so the list is read.
            var found = await api.FindAsync(registry, last.Uuid, context.Cancellation).ConfigureAwait(false);
            if (found is null) return last;
            if (found.Status != last.Status) LogStatus(context.Log, registry, last.Uuid, found.Status);
            return CollectionEngine.Observed(found, last.CreatedAt);
        }
        catch (ApiException failure) when (!IsFinal(failure))
        {
            LogFault(context.Log, registry, last.Uuid, failure.Message);
            return last;
        }
    }

    private static bool IsFinal(ApiException failure) =>
        failure.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

    private static TimeSpan Longer(TimeSpan pause) => pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;

    private void StopWaiting(string uuid, string why) => context.Diagnostics.Warning(
        "Garbage collection is still running",
        $"The registry \"{registry}\" went on with the run {uuid} when waiting for it ended: {why}.\n\nThe run is recorded; the next refresh completes "
        + $"the record. Pushes are refused until it has ended. To stop it: doctl registry garbage-collection cancel {registry} {uuid}");

    [LoggerMessage(111, LogLevel.Information, "Garbage collection of {registry}, run {uuid}: {status}")]
    private static partial void LogStatus(ILogger logger, string registry, string uuid, string status);

    [LoggerMessage(112, LogLevel.Warning, "Garbage collection of {registry}, run {uuid}, could not be read just now: {reason}")]
    private static partial void LogFault(ILogger logger, string registry, string uuid, string reason);
}
