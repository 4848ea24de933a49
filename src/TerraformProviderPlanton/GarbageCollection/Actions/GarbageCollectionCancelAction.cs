using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Actions;

/// <summary>
/// Cancels a run of garbage collection, so that pushes are possible again. Its goal is that no run is active, so a run that has already ended is a
/// warning and not an error.
/// </summary>
internal sealed class GarbageCollectionCancelAction() : ProviderAction<GarbageCollectionCancelModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_garbage_collection_cancel";

    /// <inheritdoc/>
    protected override Schema<GarbageCollectionCancelModel> Schema { get; } = new()
    {
        Description = "Cancels garbage collection of a container registry and waits for it to end, so that the registry accepts pushes again. What the run has "
            + "already deleted stays deleted. If no run is active, the action warns.",
        Attributes =
        {
            // Required
            {
                "registry_name", static m => ref m.RegistryName, new StringAttribute
                {
                    Required = true,
                    Description = "The name of the registry.",
                    Validators = [RegistryRules.Name],
                }
            },

            // Optional
            {
                "uuid", static m => ref m.Uuid, new StringAttribute
                {
                    Optional = true,
                    Description = "The UUID of the run to cancel. Default: the active run.",
                    Validators = [RegistryRules.Uuid],
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(invoke: TimeSpan.FromMinutes(60)) },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(GarbageCollectionCancelModel config) => config.RegistryName.IsKnown ? config.RegistryName.Value : null;

    /// <inheritdoc/>
    protected override Task CheckPlanAsync(GarbageCollectionCancelModel config, OperationContext<ProviderServices> context) =>
        new RegistryCheck(context, "The action").RunAsync(config.RegistryName);

    /// <inheritdoc/>
    protected override async Task InvokeAsync(GarbageCollectionCancelModel config, ActionContext<ProviderServices> context)
    {
        var registry = config.RegistryName.Value;
        var found = config.Uuid.IsKnown
            ? await FindAsync(registry, config.Uuid.Value, context)
            : await FindActiveAsync(registry, context);
        if (found is null)
        {
            context.Diagnostics.Warning("There is nothing to cancel", $"No garbage collection is active in the registry \"{registry}\".");
            return;
        }

        if (RunStatus.IsTerminal(found.Status))
        {
            WarnOver(registry, found, context.Diagnostics);
            return;
        }

        var asked = await RequestAsync(registry, found, context);
        await context.ReportAsync(ProgressMessages.Cancelling(registry, found));
        var progress = new RunProgress(registry, context);
        var watch = new RunPoller(context.ProviderData.Client.GarbageCollections, registry, context, progress.ReportAsync);
        var (run, givenUp) = await watch.FollowAsync(asked);
        if (givenUp is not null) throw NotEnded(registry, run, givenUp);
        if (run.Status == RunStatus.Cancelled) await context.ReportAsync(ProgressMessages.Ended(registry, run, progress.Elapsed));
        else WarnOver(registry, run, context.Diagnostics);
    }

    private static async Task<Run?> FindActiveAsync(string registry, ActionContext<ProviderServices> context)
    {
        var client = context.ProviderData.Client;
        if (await client.GarbageCollections.FindActiveAsync(registry, context.Cancellation) is { } run) return Observed(run, context);

        // The API does not distinguish a registry without an active run from an unknown registry.
        return await client.Registries.FindAsync(registry, context.Cancellation) is null ? throw Errors.RegistryNotFound(registry, "registry_name") : null;
    }

    private static async Task<Run> FindAsync(string registry, string uuid, ActionContext<ProviderServices> context)
    {
        try
        {
            var run = await context.ProviderData.Client.GarbageCollections.FindAsync(registry, uuid, cancellationToken: context.Cancellation);
            return run is null ? throw UnknownRun(registry, uuid) : Observed(run, context);
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            throw Errors.RegistryNotFound(registry, "registry_name", ApiFailure.Explain(failure));
        }
    }

    /// <summary>Requests cancellation. If the API refuses, the run is read: it may just have ended, or be ending already.</summary>
    private static async Task<Run> RequestAsync(string registry, Run run, ActionContext<ProviderServices> context)
    {
        if (run.Status == RunStatus.Cancelling) return run;

        ApiException? refusal = null;
        try
        {
            if (await context.ProviderData.Client.GarbageCollections.CancelAsync(registry, run.Uuid, context.Cancellation) is { } asked) return Observed(asked, context);
        }
        catch (ApiException failure) when (failure.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity)
        {
            refusal = failure;
        }

        var now = await FindAsync(registry, run.Uuid, context);
        return now.Status == RunStatus.Cancelling || RunStatus.IsTerminal(now.Status)
            ? now
            : throw NotCancelled(registry, now, refusal);
    }

    private static Run Observed(GarbageCollectionRun run, ActionContext<ProviderServices> context) =>
        RunReader.Observed(run, context.ProviderData.Client.Clock.UtcNow());

    private static void WarnOver(string registry, Run run, DiagnosticList diagnostics) => diagnostics.Warning(
        "Garbage collection ended before it could be cancelled",
        $"The run {run.Uuid} in the registry \"{registry}\" ended with the status {run.Status} at {Rfc3339.Format(run.UpdatedAt)}.");

    private static DiagnosticException UnknownRun(string registry, string uuid) => new(
        $"The registry \"{registry}\" has no run {uuid}",
        "To cancel the active run, leave uuid out. To find the UUIDs of runs, use the data source planton_docr_garbage_collections.",
        "uuid");

    private static DiagnosticException NotCancelled(string registry, Run run, ApiException? refusal) => new(
        "Garbage collection could not be cancelled",
        $"The run {run.Uuid} in the registry \"{registry}\" is still active ({run.Status}). "
        + (refusal is null ? "The API reports that the run does not exist, but lists it. Invoke the action again." : ApiFailure.Explain(refusal)));

    private static DiagnosticException NotEnded(string registry, Run run, string why) => new(
        "Garbage collection has not ended yet",
        $"Cancellation of the run {run.Uuid} in the registry \"{registry}\" was requested. The run still had the status {run.Status} when the action stopped waiting: {why}.\n\nPushes are "
        + "refused until it has ended. Invoke the action again to wait for it.");
}

/// <summary>Arguments of the action <c>planton_docr_garbage_collection_cancel</c>.</summary>
internal sealed class GarbageCollectionCancelModel
{
    public TfValue<string> RegistryName;
    public TfValue<string> Uuid;
    public TfValue<Timeouts> Timeouts;
}
