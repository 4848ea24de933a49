using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>What an apply asks of garbage collection in one registry.</summary>
internal sealed record CollectionRequest
{
    /// <summary>The registry.</summary>
    public required string Registry { get; init; }

    /// <summary>What the policy asks for.</summary>
    public required PolicyTerms Terms { get; init; }

    /// <summary>The runs that the state knows.</summary>
    public required IReadOnlyCollection<RunRecord> Recorded { get; init; }

    /// <summary>How many runs the state keeps.</summary>
    public required int HistoryLimit { get; init; }

    /// <summary>The slot that the plan showed as due; null when it showed none.</summary>
    public DateTimeOffset? PlannedSlot { get; init; }

    /// <summary>Whether a changed trigger asks for a run.</summary>
    public bool TriggersChanged { get; init; }

    /// <summary>Whether the creation of the policy asks for a run.</summary>
    public bool RunOnCreate { get; init; }

    /// <summary>Whether to wait until the run has ended.</summary>
    public bool Wait { get; init; }
}

/// <summary>What is known of a registry's runs, and what follows from it now.</summary>
/// <param name="History">The runs.</param>
/// <param name="Slots">How the policy stands.</param>
internal sealed record CollectionView(RunHistory History, SlotState Slots);

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
        var ended = await new RunWatch(Api, request.Registry, context).FollowAsync(run).ConfigureAwait(false);
        var final = Judge(request.Terms, RunHistory.Merge([.. recorded, run], [ended], request.HistoryLimit));
        save(final);
        RunOutcome.Report(request.Registry, run with { Status = ended.Status, BlobsDeleted = ended.BlobsDeleted, FreedBytes = ended.FreedBytes }, context.Diagnostics);
        return final;
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
            StartDecision.Start start => await StartAsync(request, start, history, now).ConfigureAwait(false),
            StartDecision.Adopt adopt => Adopt(request, adopt),
            StartDecision.Skip { Warning: { } warning } => Warn("Garbage collection skipped", warning),
            _ => null,
        };

        // A run taken over for its slot is recorded with it; the slot is settled then.
        var known = run is null ? history : RunHistory.Merge([.. history.All, run], [], request.HistoryLimit);
        return (run, Judge(request.Terms, known));
    }

    private async Task<RunRecord> StartAsync(CollectionRequest request, StartDecision.Start start, RunHistory history, DateTimeOffset now)
    {
        try
        {
            LogStart(context.Log, request.Registry, request.Terms.Type);
            var started = Observed(await Api.StartAsync(request.Registry, request.Terms.Type, context.Cancellation).ConfigureAwait(false));
            return Own(started, request, start.ScheduledFor);
        }
        catch (ApiException failure) when (IsUnsettled(failure))
        {
            return await SettleAsync(request, start, history, now, failure).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads what became of a request whose answer says nothing. The code for "one is active already" is not documented, and a lost
    /// answer may hide a started run; a second request could start a second run, so there is none.
    /// </summary>
    private async Task<RunRecord> SettleAsync(
        CollectionRequest request, StartDecision.Start start, RunHistory before, DateTimeOffset askedAt, ApiException failure)
    {
        var listed = await ListAsync(request.Registry, request.HistoryLimit).ConfigureAwait(false);
        var decision = AnswerLostDecision.Decide(new AnswerLostSituation
        {
            AskedAt = askedAt,
            Type = request.Terms.Type,
            Refused = failure.Kind == FailureKind.Refused,
            KnownUuids = before.All.Select(static run => run.Uuid).ToHashSet(StringComparer.Ordinal),
            Listed = listed,
            ActiveRun = await ActiveAsync(request.Registry).ConfigureAwait(false),
        });

        return decision switch
        {
            AnswerLostDecision.Ours ours => Own(ours.Run, request, start.ScheduledFor),
            AnswerLostDecision.Adopt adopt => Adopt(request, new StartDecision.Adopt(adopt.Run.AsExternal(), adopt.Covers, adopt.Covers ? start.ScheduledFor : null)),
            _ => throw failure,
        };
    }

    private static bool IsUnsettled(ApiException failure) =>
        failure.Kind is FailureKind.Ambiguous or FailureKind.Malformed
        || failure.EarlierAttemptMayHaveTakenEffect
        || failure.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity;

    private static RunRecord Own(ObservedRun run, CollectionRequest request, DateTimeOffset? slot) => run.AsExternal() with
    {
        Type = string.IsNullOrEmpty(run.Type) ? request.Terms.Type : run.Type,
        Origin = RunOrigin.Policy,
        ScheduledFor = slot,
    };

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
}
