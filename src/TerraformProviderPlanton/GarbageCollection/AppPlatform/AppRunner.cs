using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Apps;
using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>What an apply wants of an app.</summary>
/// <param name="Terms">What the app must do.</param>
/// <param name="Before">The app in state; null if there is none.</param>
internal sealed record AppRequest(JobTerms Terms, TfValue<AppModel> Before)
{
    /// <summary>The configuration of the app, which alone contains the token.</summary>
    public required TfValue<AppPlatformModel> Settings { get; init; }

    /// <summary>Whether to send the token although the app has one.</summary>
    public bool IsNewToken { get; init; }

    /// <summary>Whether to wait for the deployment.</summary>
    public bool Wait { get; init; } = true;
}

/// <summary>The app that starts the runs of one registry, for the resource that has it: it is made to match, observed and removed.</summary>
/// <param name="attribute">The attribute of the resource that has the settings of the app.</param>
internal sealed partial class AppRunner(OperationContext<ProviderServices> context, string attribute)
{
    private const int MinInvocations = 20;

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeploymentTimeout = TimeSpan.FromMinutes(5);

    private readonly ScheduledApp _app = new(context.ProviderData, context, attribute);

    /// <summary>
    /// Makes the app match its terms. Before one is created, it is saved that there may be an app, so one whose creation was not confirmed is found,
    /// or removed, by its name. Before an app is changed, nothing is saved: a token that was not sent would count as sent.
    /// </summary>
    /// <param name="save">Keeps the app in state as it is so far.</param>
    /// <returns>The app, and how it still differs from its terms.</returns>
    public async Task<(App App, AppDrift Drift)> ApplyAsync(AppRequest request, Action<AppModel> save)
    {
        var (terms, id) = (request.Terms, AppModel.IdOf(request.Before));
        if (id is null) save(AppModel.Unconfirmed(terms.Registry));
        var app = await _app.EnsureAsync(terms, id, request.Settings.Or(new AppPlatformModel()), request.IsNewToken);
        save(AppModel.From(app, terms.InstanceSizeSlug, []));

        var deployment = Newest(app)?.Id;
        if (request.Wait) app = await DeployedAsync(app, terms.Registry);
        _app.ReportDeployment(app, terms.Registry, deployment);
        return (app, AppDrift.Of(app, terms));
    }

    /// <summary>The app of a registry; null when there is none.</summary>
    /// <param name="app">The app in state.</param>
    public Task<App?> FindAsync(string registry, TfValue<AppModel> app) => _app.FindAsync(registry, AppModel.IdOf(app));

    /// <summary>Removes an app, even if state contains only its name.</summary>
    /// <param name="app">The app in state.</param>
    public async Task RemoveAsync(string registry, TfValue<AppModel> app)
    {
        var id = AppModel.IdOf(app) ?? (await _app.FindAsync(registry, id: null))?.Id;
        if (id is not null) await _app.RemoveAsync(id);
    }

    /// <summary>How an app differs from its terms; a deployment that failed is reported.</summary>
    public AppDrift Observe(App app, JobTerms terms)
    {
        _app.ReportDeployment(app, terms.Registry);
        return AppDrift.Of(app, terms);
    }

    /// <summary>
    /// The runs, with those that the app started marked as its resource's own, and the status by successful runs only: nobody sees a job fail, so a
    /// slot whose run failed is overdue.
    /// </summary>
    /// <param name="view">The runs that were read.</param>
    /// <param name="appId">The app; null when there is none.</param>
    /// <param name="limit">How many runs the state keeps.</param>
    /// <returns>The runs, and the newest invocation of the job.</returns>
    public async Task<(CollectionView View, InvocationModel? Last)> AttributeAsync(PolicySchedule terms, CollectionView view, string? appId, int limit)
    {
        var now = context.ProviderData.Client.Clock.UtcNow();
        var invocations = appId is null ? [] : await _app.InvocationsAsync(appId, Math.Max(limit, MinInvocations));
        var runs = InvocationMatch.Attribute(view.History.All, invocations, terms, now);
        var slots = DueEvaluation.Evaluate(terms, now, runs.Where(static run => !run.HasEnded || run.Status == RunStatus.Succeeded));
        var last = invocations.Count == 0 ? null : InvocationModel.From(invocations[0], InvocationMatch.RunOf(invocations[0], runs, now)?.Uuid);
        return (new CollectionView(RunHistory.Merge(runs, [], limit), slots, StartDebt.None), last);
    }

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
                Log(app, registry, poll.Elapsed);
            }
        }
        catch (OperationCanceledException)
        {
            // Reported below, like a deployment that takes too long.
        }

        if (IsUnderWay(app))
        {
            context.Diagnostics.Warning(
                attribute,
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

    private void Log(App app, string registry, TimeSpan elapsed)
    {
        if (Newest(app) is { } deployment && IsUnderWay(app)) LogDeployment(context.Log, registry, app.Name, deployment.Phase, RunPhases.Text(elapsed));
        else LogDeployed(context.Log, registry, app.Name, RunPhases.Text(elapsed));
    }

    private static AppDeployment? Newest(App app) => app.PendingDeployment ?? app.InProgressDeployment;

    private static bool IsUnderWay(App app) => Newest(app) is { } deployment && !AppDeploymentPhases.IsTerminal(deployment.Phase);

    [LoggerMessage(130, LogLevel.Information, "The app {app} for the garbage collection of {registry} is being deployed: {phase} after {elapsed}. Its schedule is not in force yet")]
    private static partial void LogDeployment(ILogger logger, string registry, string app, string phase, string elapsed);

    [LoggerMessage(132, LogLevel.Information, "The deployment of the app {app} for the garbage collection of {registry} has ended after {elapsed}")]
    private static partial void LogDeployed(ILogger logger, string registry, string app, string elapsed);

    [LoggerMessage(131, LogLevel.Warning, "The app {app} could not be read just now: {reason}")]
    private static partial void LogFault(ILogger logger, string app, string reason);
}
