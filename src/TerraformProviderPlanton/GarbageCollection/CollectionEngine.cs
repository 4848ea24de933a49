using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>
/// Carries out garbage collection: reads, lets the pure decisions decide, starts or adopts, waits. The only place of the provider
/// that starts a run. What time it is, DigitalOcean says: a wrong clock on this machine must not open a maintenance window, and the
/// times of runs are DigitalOcean's too.
/// </summary>
/// <param name="services">The API and what is shared around it.</param>
/// <param name="context">The surroundings of the operation.</param>
internal sealed partial class CollectionEngine(ProviderServices services, OperationContext<ProviderServices> context)
{
    // Runs of a busy registry are minutes long; nothing older than this many can decide anything.
    private const int ListedRuns = 100;

    private GarbageCollectionsClient Api => services.Client.GarbageCollections;

    /// <summary>Reads the registry's runs and judges the policy. Starts nothing.</summary>
    /// <exception cref="ApiException">The registry is unknown (404), or the call failed.</exception>
    public async Task<CollectionView> ObserveAsync(string registry, PolicyTerms terms, IReadOnlyCollection<RunRecord> recorded, int historyLimit)
    {
        var listed = await ListAsync(registry, historyLimit).ConfigureAwait(false);
        return Judge(terms, RunHistory.Merge(recorded, listed, historyLimit));
    }

    /// <summary>Starts or adopts a run where the request and the present call for one, and follows it to its end.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="save">Is told of every step, so that a started run is never lost from state.</param>
    /// <exception cref="ApiException">The run could not be started, or the runs could not be read.</exception>
    public async Task<CollectionView> CollectAsync(CollectionRequest request, Action<CollectionView> save)
    {
        RunRecord? run;
        CollectionView view;
        using (await services.RegistryLock.EnterAsync(request.Registry, context.Cancellation).ConfigureAwait(false))
        {
            (run, view) = await StartOrAdoptAsync(request).ConfigureAwait(false);
        }

        if (run is null) return view;

        save(view);
        if (!request.Wait) return view;

        var recorded = view.History.All;
        var (ended, givenUp) = await new RunWatch(Api, request.Registry, context).FollowAsync(run.ToObserved()).ConfigureAwait(false);
        var final = Judge(request.Terms, RunHistory.Merge([.. recorded, run], [ended], request.HistoryLimit));
        save(final);
        if (givenUp is not null) RunOutcome.ReportUnfinished(request.Registry, run.Uuid, givenUp, context.Diagnostics);
        RunOutcome.Report(request.Registry, run with { Status = ended.Status, BlobsDeleted = ended.BlobsDeleted, FreedBytes = ended.FreedBytes }, context.Diagnostics);
        return final;
    }

    /// <summary>Starts a run that somebody asked for by hand, unless one is active already. Whether that one will do, the answer tells.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="type">What to delete.</param>
    /// <exception cref="ApiException">The registry is unknown (404), or the run could not be started.</exception>
    public async Task<RunAtWork> RunNowAsync(string registry, string type)
    {
        using var turn = await services.RegistryLock.EnterAsync(registry, context.Cancellation).ConfigureAwait(false);
        var listed = await ListAsync(registry, ListedRuns).ConfigureAwait(false);
        var active = await ActiveAsync(registry).ConfigureAwait(false);
        return active is not null && !GarbageCollectionStatus.IsTerminal(active.Status)
            ? new(active, IsOurs: false, RunTypes.Covers(active.Type, type))
            : await StartAsync(registry, type, listed, services.Client.Clock.UtcNow()).ConfigureAwait(false);
    }

    private async Task<(RunRecord? Run, CollectionView View)> StartOrAdoptAsync(CollectionRequest request)
    {
        var listed = await ListAsync(request.Registry, request.HistoryLimit).ConfigureAwait(false);
        var history = RunHistory.Merge(request.Recorded, listed, request.HistoryLimit);
        var active = await ActiveAsync(request.Registry).ConfigureAwait(false);
        if (active is not null) history = RunHistory.Merge(history.All, [active], request.HistoryLimit);

        var now = services.Client.Clock.UtcNow();
        var decision = StartDecision.Decide(new StartSituation
        {
            Policy = request.Terms,
            Now = now,
            Runs = history.All,
            PlannedSlot = request.PlannedSlot,
            TriggersChanged = request.TriggersChanged,
            RunOnCreate = request.RunOnCreate,
            ActiveRun = active is null ? null : history.All.First(run => run.Uuid == active.Uuid),
        });

        var run = decision switch
        {
            StartDecision.Start start => Record(
                request, start, await StartAsync(request.Registry, request.Terms.Type, history.All.Select(static run => run.ToObserved()), now).ConfigureAwait(false)),
            StartDecision.Adopt adopt => Adopt(request, adopt),
            StartDecision.Skip { Warning: { } warning } => Warn("Garbage collection skipped", warning),
            StartDecision.Skip skip => Skip(request.Registry, skip.Reason),
            _ => null,
        };

        // A run taken over for its slot is recorded with it; the slot is settled then.
        var known = run is null ? history : RunHistory.Merge([.. history.All, run], [], request.HistoryLimit);
        return (run, Judge(request.Terms, known));
    }

    private async Task<RunAtWork> StartAsync(string registry, string type, IEnumerable<ObservedRun> before, DateTimeOffset askedAt)
    {
        try
        {
            LogStart(context.Log, registry, type);
            return new(Observed(await Api.StartAsync(registry, type, context.Cancellation).ConfigureAwait(false)), IsOurs: true, Covers: true);
        }
        catch (ApiException failure) when (IsUnsettled(failure))
        {
            return await SettleAsync(registry, type, before, askedAt, failure).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads what became of a request whose answer says nothing. The code for "one is active already" is not documented, and a lost
    /// answer may hide a started run; a second request could start a second run, so there is none.
    /// </summary>
    private async Task<RunAtWork> SettleAsync(
        string registry, string type, IEnumerable<ObservedRun> before, DateTimeOffset askedAt, ApiException failure)
    {
        var listed = await ListAsync(registry, ListedRuns).ConfigureAwait(false);
        var decision = AnswerLostDecision.Decide(new AnswerLostSituation
        {
            AskedAt = askedAt,
            Type = type,
            Refused = failure.Kind == FailureKind.Refused,
            KnownUuids = before.Select(static run => run.Uuid).ToHashSet(StringComparer.Ordinal),
            Listed = listed,
            ActiveRun = await ActiveAsync(registry).ConfigureAwait(false),
        });

        return decision switch
        {
            AnswerLostDecision.Ours ours => new(ours.Run, IsOurs: true, Covers: true),
            AnswerLostDecision.Adopt adopt => new(adopt.Run, IsOurs: false, adopt.Covers),
            _ => throw failure,
        };
    }

    private static bool IsUnsettled(ApiException failure) =>
        failure.Kind is FailureKind.Ambiguous or FailureKind.Malformed
        || failure.EarlierAttemptMayHaveTakenEffect
        || failure.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity;

    private RunRecord Record(CollectionRequest request, StartDecision.Start start, RunAtWork work)
    {
        var run = work.Run.AsExternal();
        return work.IsOurs
            ? run with { Type = run.Type ?? request.Terms.Type, Origin = RunOrigin.Policy, ScheduledFor = start.ScheduledFor }
            : Adopt(request, new StartDecision.Adopt(run, work.Covers, work.Covers ? start.ScheduledFor : null));
    }

    private RunRecord Adopt(CollectionRequest request, StartDecision.Adopt adopt)
    {
        if (!adopt.Covers)
        {
            Warn(
                "Another kind of garbage collection is running",
                $"The registry \"{request.Registry}\" is running garbage collection of the type \"{adopt.Run.Type}\" (run {adopt.Run.Uuid}), which does not do "
                + $"all that \"{request.Terms.Type}\" does. A registry has one run at a time, so none was started. Run again when it has ended.");
        }

        return adopt.Run with { ScheduledFor = adopt.Run.ScheduledFor ?? adopt.ScheduledFor };
    }

    private RunRecord? Warn(string summary, string detail)
    {
        context.Diagnostics.Warning(summary, detail);
        return null;
    }

    private RunRecord? Skip(string registry, SkipReason reason)
    {
        LogSkip(context.Log, registry, reason);
        return null;
    }

    private CollectionView Judge(PolicyTerms terms, RunHistory history) =>
        new(history, Slots.Evaluate(terms, services.Client.Clock.UtcNow(), history.All));

    private async Task<IReadOnlyList<ObservedRun>> ListAsync(string registry, int historyLimit)
    {
        var runs = await Api.ListAsync(registry, Math.Max(historyLimit, ListedRuns), context.Cancellation).ConfigureAwait(false);
        return [.. runs.Select(Observed)];
    }

    private async Task<ObservedRun?> ActiveAsync(string registry) =>
        await Api.FindActiveAsync(registry, context.Cancellation).ConfigureAwait(false) is { } run ? Observed(run) : null;

    /// <summary>The run in the terms of the decisions. A run without a time of creation counts as of now: it was just read.</summary>
    internal static ObservedRun Observed(GarbageCollectionRun run, DateTimeOffset now)
    {
        var created = Rfc3339.Parse(run.CreatedAt) ?? now;
        return new(run.Uuid, run.Type, run.Status, created, Rfc3339.Parse(run.UpdatedAt) ?? created, run.BlobsDeleted, run.FreedBytes);
    }

    private ObservedRun Observed(GarbageCollectionRun run) => Observed(run, services.Client.Clock.UtcNow());

    [LoggerMessage(110, LogLevel.Information, "Starting garbage collection of {registry}: {type}")]
    private static partial void LogStart(ILogger logger, string registry, string type);

    [LoggerMessage(111, LogLevel.Information, "Starting no garbage collection of {registry}: {reason}")]
    private static partial void LogSkip(ILogger logger, string registry, SkipReason reason);
}
