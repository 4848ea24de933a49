using System.Net;
using Planton.DigitalOcean;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Actions;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.Validators;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Actions;

/// <summary>
/// Runs garbage collection on demand. Unlike a policy, which fulfils a schedule and records, it is a single request: if the run does not succeed, the
/// action fails.
/// </summary>
internal sealed class GarbageCollectionAction() : ProviderAction<GarbageCollectionActionModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_garbage_collection";

    /// <inheritdoc/>
    protected override Schema<GarbageCollectionActionModel> Schema { get; } = new()
    {
        Description = "Runs garbage collection of a container registry now, and waits for it to end. If a run is active already, the action follows that run instead of "
            + "starting another. During the run the registry refuses pushes.",
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
                "type", static m => ref m.Type, new StringAttribute
                {
                    Optional = true,
                    DefaultValue = RunType.UntaggedManifestsAndUnreferencedBlobs,
                    Description = $"What the run deletes: `{RunType.UntaggedManifestsAndUnreferencedBlobs}` (default), "
                        + $"`{RunType.UnreferencedBlobsOnly}` or `{RunType.UntaggedManifestsOnly}`. Deleting untagged manifests breaks "
                        + "deployments that pull such a manifest by digest.",
                    Validators = [new OneOf(RunType.All)],
                }
            },
            {
                "wait_for_completion", static m => ref m.WaitForCompletion, new BoolAttribute
                {
                    Optional = true,
                    DefaultValue = true,
                    Description = "Whether to wait for the run to end. If `false`, the action is complete once the run has started. Default `true`.",
                }
            },
            { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(invoke: TimeSpan.FromMinutes(60)) },
        },
    };

    /// <inheritdoc/>
    protected override string? NameOf(GarbageCollectionActionModel config) => config.RegistryName.IsKnown ? config.RegistryName.Value : null;

    /// <inheritdoc/>
    protected override Task CheckPlanAsync(GarbageCollectionActionModel config, OperationContext<ProviderServices> context) =>
        new RegistryCheck(context, "The action").RunAsync(config.RegistryName);

    /// <inheritdoc/>
    protected override async Task InvokeAsync(GarbageCollectionActionModel config, ActionContext<ProviderServices> context)
    {
        var (registry, type) = (config.RegistryName.Value, config.Type.Value);
        var work = await BeginAsync(registry, type, context);
        await context.ReportAsync(ProgressMessages.Begun(registry, type, work));
        if (!work.Covers) throw OtherKind(registry, type, work.Run);
        if (!config.WaitForCompletion.Value) return;

        var progress = new RunProgress(registry, context);
        var watch = new RunPoller(context.ProviderData.Client.GarbageCollections, registry, context, progress.ReportAsync);
        var (run, givenUp) = await watch.FollowAsync(work.Run);
        if (givenUp is not null) throw StillRunning(registry, run, givenUp);
        await ConcludeAsync(registry, type, run, progress, context);
    }

    private static async Task<StartedRun> BeginAsync(string registry, string type, ActionContext<ProviderServices> context)
    {
        try
        {
            return await new RunCoordinator(context.ProviderData, context).RunNowAsync(registry, type);
        }
        catch (ApiException failure) when (failure.Status == HttpStatusCode.NotFound)
        {
            throw Errors.RegistryNotFound(registry, "registry_name", ApiFailure.Explain(failure));
        }
    }

    private static async Task ConcludeAsync(
        string registry, string type, Run run, RunProgress progress, ActionContext<ProviderServices> context)
    {
        switch (run.Status)
        {
            case RunStatus.Failed:
                throw new DiagnosticException(
                    "Garbage collection failed",
                    $"The run {run.Uuid} in the registry \"{registry}\" failed. Invoke the action again. If runs keep failing, contact DigitalOcean's support and give the UUID.");
            case RunStatus.Cancelled:
                throw new DiagnosticException(
                    "Garbage collection was cancelled",
                    $"The run {run.Uuid} in the registry \"{registry}\" was cancelled by someone else. What it had already deleted stays deleted. Invoke "
                    + "the action again to start a new run.");
            default:
                await context.ReportAsync(ProgressMessages.Ended(registry, run, progress.Elapsed));
                RunOutcome.ReportNothingFreed(registry, run with { Type = run.Type ?? type }, context.Diagnostics);
                break;
        }
    }

    private static DiagnosticException OtherKind(string registry, string type, Run run) => new(
        "A different type of garbage collection is running",
        $"The registry \"{registry}\" is running garbage collection of the type \"{run.Type}\" (run {run.Uuid}), which does not cover \"{type}\". A registry "
        + $"can have only one run at a time, so no run was started. Invoke the action again when that run has ended, or cancel it with {GarbageCollectionCancelAction.Name}.",
        "type");

    private static DiagnosticException StillRunning(string registry, Run run, string why) => new(
        "Garbage collection is still running",
        $"The run {run.Uuid} in the registry \"{registry}\" was still active ({run.Status}) when the action stopped waiting: {why}.\n\nPushes are refused until it has ended. Invoke the "
        + $"action again to wait for the same run, or cancel it with {GarbageCollectionCancelAction.Name}.");
}

/// <summary>Arguments of the action <c>planton_docr_garbage_collection</c>.</summary>
internal sealed class GarbageCollectionActionModel
{
    public TfValue<string> RegistryName;
    public TfValue<string> Type;
    public TfValue<bool> WaitForCompletion;
    public TfValue<Timeouts> Timeouts;
}
