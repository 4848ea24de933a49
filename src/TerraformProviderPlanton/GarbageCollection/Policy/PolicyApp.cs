using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Apps;
using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>The part of a policy that concerns its app: what it requires of the app, and what the app shows.</summary>
internal sealed partial class PolicyApp(ResourceContext<PolicyModel, ProviderServices> context)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeploymentTimeout = TimeSpan.FromMinutes(5);

    private readonly ScheduledApp _app = new(context.ProviderData, context);

    /// <summary>What a policy requires of its app.</summary>
    /// <param name="policy">The policy, with a schedule that was validated.</param>
    public static JobTerms TermsOf(PolicyModel policy)
    {
        var settings = policy.AppPlatform.Or(new AppPlatformModel());
        var cron = AppCron.TryExpress(policy.Schedule.Value, out var expressed, out var error) ? expressed : throw new DiagnosticException("Invalid schedule", error, "schedule");
        return new(policy.RegistryName.Value, cron, policy.TimeZone.Or("UTC"), policy.Type.Or(RunType.UntaggedManifestsAndUnreferencedBlobs))
        {
            Region = settings.Region.IsKnown ? settings.Region.Value : null,
            InstanceSizeSlug = settings.InstanceSizeSlug.Or(DoctlJob.SmallestSize),
            ImageTag = settings.ImageTag.Or(AppPlatformModel.DefaultImageTag),
            ReplacesEntryPoint = settings.RunCommandReplacesEntryPoint.Or(true),
        };
    }

    /// <summary>
    /// Makes the app match the policy, and returns the resulting state. The state that is saved before says that there may be an app, so one whose
    /// creation was not confirmed is found, or removed, by its name.
    /// </summary>
    /// <param name="policy">The state so far.</param>
    /// <param name="before">The state before; null on create.</param>
    public async Task<PolicyModel> ApplyAsync(PolicyModel policy, PolicyModel? before)
    {
        var registry = policy.RegistryName.Value;
        if (!policy.WantsApp)
        {
            await RemoveAsync(before);
            return Without(policy);
        }

        var state = policy.Copy();
        state.App = before is { AppId: not null } ? before.App : new AppModel { Name = AppName.For(registry) };
        state.LastInvocation = before?.LastInvocation ?? default;
        context.Save(state);

        var settings = context.Config?.AppPlatform.Or(new AppPlatformModel()) ?? new AppPlatformModel();
        var terms = TermsOf(policy);
        var app = await _app.EnsureAsync(terms, before?.AppId, settings, IsNewToken(policy, before));
        state.App = AppModel.From(app, terms.InstanceSizeSlug, []);
        context.Save(state);

        var deployment = Newest(app)?.Id;
        if (policy.WaitForCompletion.Or(true)) app = await DeployedAsync(app, registry);
        _app.ReportDeployment(app, registry, deployment);
        state.App = AppModel.From(app, terms.InstanceSizeSlug, AppDrift.Of(app, terms).Others);
        return state;
    }

    /// <summary>Removes the app of a policy, even if state contains only its name.</summary>
    /// <param name="state">The state; null when there is none.</param>
    public async Task RemoveAsync(PolicyModel? state)
    {
        if (state is null || !(state.RunsAsApp || state.App.IsKnown)) return;
        var id = state.AppId ?? (await _app.FindAsync(state.RegistryName.Value, id: null))?.Id;
        if (id is not null) await _app.RemoveAsync(id);
    }

    /// <summary>The app of a policy; null when there is none.</summary>
    public Task<App?> FindAsync(PolicyModel state) => _app.FindAsync(state.RegistryName.Value, state.AppId);

    /// <summary>The state with the changes made to the app, and whether the app still exists.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="app">The app; null when there is none.</param>
    public PolicyModel Observe(PolicyModel state, App? app)
    {
        var seen = state.Copy();
        if (app is null)
        {
            seen.App = default;
            return seen;
        }

        _app.ReportDeployment(app, state.RegistryName.Value);
        var terms = TermsOf(state);
        var drift = AppDrift.Of(app, terms);
        if (drift.Schedule is { } schedule) seen.Schedule = schedule;
        if (drift.TimeZone is { } zone) seen.TimeZone = zone;
        if (drift.Type is { } type) seen.Type = type;
        if (drift is not { ImageTag: null, InstanceSizeSlug: null, Region: null }) seen.AppPlatform = state.AppPlatform.Or(new AppPlatformModel()).With(drift);
        seen.App = AppModel.From(app, drift.InstanceSizeSlug ?? terms.InstanceSizeSlug, drift.Others);
        return seen;
    }

    /// <summary>
    /// The runs, with those that the app started marked as the policy's own, and the policy's status by successful runs only: nobody sees a job fail,
    /// so a slot whose run failed is overdue.
    /// </summary>
    /// <param name="view">The runs that were read.</param>
    /// <param name="appId">The app; null when there is none.</param>
    /// <returns>The runs, and the newest invocation of the job.</returns>
    public async Task<(CollectionView View, TfValue<InvocationModel> Last)> AttributeAsync(PolicyModel policy, PolicySchedule terms, CollectionView view, string? appId)
    {
        var now = context.ProviderData.Client.Clock.UtcNow();
        var invocations = appId is null ? [] : await _app.InvocationsAsync(appId, Math.Max(policy.Limit, 20));
        var runs = InvocationMatch.Attribute(view.History.All, invocations, terms, now);
        var history = RunHistory.Merge(runs, [], policy.Limit);
        var slots = DueEvaluation.Evaluate(terms, now, runs.Where(static run => !run.HasEnded || run.Status == RunStatus.Succeeded));
        TfValue<InvocationModel> last = invocations.Count == 0 ? policy.LastInvocation.IsKnown ? policy.LastInvocation : default
            : InvocationModel.From(invocations[0], InvocationMatch.RunOf(invocations[0], runs, now)?.Uuid);
        return (new CollectionView(history, slots, StartDebt.None), last);
    }

    /// <summary>The state of a policy whose runs applies start.</summary>
    public static PolicyModel Without(PolicyModel policy)
    {
        var copy = policy.Copy();
        (copy.App, copy.LastInvocation) = (default, default);
        return copy;
    }

    private static bool IsNewToken(PolicyModel policy, PolicyModel? before) =>
        before is not null && VersionOf(policy) != VersionOf(before);

    private static TfValue<long> VersionOf(PolicyModel policy) => policy.AppPlatform.IsKnown ? policy.AppPlatform.Value.TokenWoVersion : default;

    /// <summary>Waits until the newest deployment has ended. It continues by itself, so it is not a failure if waiting ends early.</summary>
    private async Task<App> DeployedAsync(App app, string registry)
    {
        var poll = new Poll(context.Time, MaxPause, growth: 1.5);
        try
        {
            while (IsUnderWay(app) && poll.Elapsed <= DeploymentTimeout)
            {
                await poll.WaitAsync(context.Cancellation);
                if (await LookAsync(app) is not { } seen) break;
                app = seen;
                LogDeployment(context.Log, registry, app.Name, Newest(app)?.Phase ?? AppDeploymentPhases.Active, (long)poll.Elapsed.TotalSeconds);
            }
        }
        catch (OperationCanceledException)
        {
            // Reported below, like a deployment that takes too long.
        }

        if (IsUnderWay(app))
        {
            context.Diagnostics.Warning(
                "app_platform",
                $"The garbage collection app of \"{registry}\" is still being deployed",
                $"App Platform is still deploying the app {app.Name} ({app.Id}). Its schedule is in force once the deployment is complete. The next plan shows how it ended.");
        }

        return app;
    }

    /// <summary>The current app; null if it cannot be read, which waiting does not change. The app has been created anyway, so that is not a failure.</summary>
    private async Task<App?> LookAsync(App app)
    {
        try
        {
            return await _app.FindAsync(string.Empty, app.Id) ?? app;
        }
        catch (ApiException failure)
        {
            LogFault(context.Log, app.Name, failure.Message);
            return failure.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? null : app;
        }
    }

    private static AppDeployment? Newest(App app) => app.PendingDeployment ?? app.InProgressDeployment;

    private static bool IsUnderWay(App app) => Newest(app) is { } deployment && !AppDeploymentPhases.IsTerminal(deployment.Phase);

    [LoggerMessage(130, LogLevel.Information, "Deploying the app {app} for the garbage collection of {registry}: {phase} after {elapsed_s} s; its schedule is not in force yet")]
    private static partial void LogDeployment(ILogger logger, string registry, string app, string phase, long elapsed_s);

    [LoggerMessage(131, LogLevel.Warning, "The app {app} could not be read just now: {reason}")]
    private static partial void LogFault(ILogger logger, string app, string reason);
}
