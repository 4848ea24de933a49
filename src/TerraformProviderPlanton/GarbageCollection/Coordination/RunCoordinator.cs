using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>
/// Coordinates garbage collection: reads, applies the pure decisions, starts or adopts a run, waits. The time is DigitalOcean's: a wrong clock on
/// this machine must not open a maintenance window, and the times of runs are DigitalOcean's too.
/// </summary>
internal sealed partial class RunCoordinator(ProviderServices services, OperationContext<ProviderServices> context)
{
    private readonly RunReader _reader = new(services);
    private readonly RunStarter _starter = new(services, context);

    /// <summary>Reads the registry's runs and evaluates the policy, without starting a run.</summary>
    /// <exception cref="ApiException">The registry is unknown (404), or the call failed.</exception>
    public async Task<CollectionView> ObserveAsync(
        string registry, PolicySchedule terms, IReadOnlyCollection<Run> recorded, int historyLimit, StartDebt? debt = null)
    {
        var listed = await _reader.ListAsync(registry, context.Cancellation, historyLimit);
        return Judge(terms, RunHistory.Merge(recorded, listed, historyLimit), debt ?? StartDebt.None, historyLimit);
    }

    /// <summary>Starts or adopts a run if the request and the current time require one, and follows it to its end.</summary>
    /// <param name="save">Saves every step, so that neither a started run nor one that may have been started is ever lost from state.</param>
    /// <param name="mayStart">Tells before each start whether it may be made, and reports why not; null when every start may.</param>
    /// <exception cref="ApiException">The run was not started, or the runs could not be read.</exception>
    public async Task<CollectionView> CollectAsync(StartRequest request, Action<CollectionView> save, Func<Task<bool>>? mayStart = null)
    {
        Run? run;
        CollectionView view;
        using (await services.RegistryLock.EnterAsync(request.Registry, context.Cancellation))
        {
            (run, view) = await StartOrAdoptAsync(request, save, mayStart);
        }

        save(view);
        if (run is null || !request.Wait) return view;

        var recorded = view.History.All;
        var watch = new RunPoller(services.Client.GarbageCollections, request.Registry, context);
        var (ended, givenUp) = await watch.FollowAsync(run);
        var final = Judge(request.Policy, RunHistory.Merge([.. recorded, run], [ended], request.HistoryLimit), view.Debt, request.HistoryLimit);
        save(final);
        if (givenUp is not null) RunOutcome.ReportUnfinished(request.Registry, run.Uuid, givenUp, context.Diagnostics);
        RunOutcome.Report(request.Registry, run with { Status = ended.Status, BlobsDeleted = ended.BlobsDeleted, FreedBytes = ended.FreedBytes }, context.Diagnostics);
        return final;
    }

    /// <summary>Starts a run on demand, unless one is already active. The result says whether that one is sufficient.</summary>
    /// <param name="type">What to delete.</param>
    /// <exception cref="ApiException">The registry is unknown (404), or the run was not started.</exception>
    /// <exception cref="DiagnosticException">It is not known whether a run was started.</exception>
    public async Task<StartedRun> RunNowAsync(string registry, string type)
    {
        using var turn = await services.RegistryLock.EnterAsync(registry, context.Cancellation);
        for (var round = 0; ; round++)
        {
            var listed = await _reader.ListAsync(registry, context.Cancellation);
            var active = await _reader.ActiveAsync(registry, context.Cancellation);
            if (active is not null && !RunStatus.IsTerminal(active.Status)) return new(active, IsOurs: false, RunType.Covers(active.Type, type));

            var known = listed.Select(static run => run.Uuid).ToHashSet(StringComparer.Ordinal);
            var call = new StartCall(registry, type, services.Client.Clock.UtcNow(), known);
            switch (await _starter.StartAsync(call))
            {
                case StartOutcome.Began began: return began.Work;
                case StartOutcome.Unknown unknown: throw RunOutcome.UnknownByHand(registry, unknown.Why);
                case StartOutcome.NotNow notNow when !services.Client.MayRepeat(notNow.Failure, round): throw notNow.Failure;
            }
        }
    }

    /// <summary>
    /// Decides and requests in a loop: after every wait, it reads and decides again, since the window may have closed and another run may have
    /// started and ended in the meantime. The request does not wait for the rate limit; the read in the next iteration does.
    /// </summary>
    private async Task<(Run? Run, CollectionView View)> StartOrAdoptAsync(StartRequest request, Action<CollectionView> save, Func<Task<bool>>? mayStart)
    {
        ApiException? refused = null;
        for (var round = 0; ; round++)
        {
            var (situation, decision) = await DecideAsync(request, refused, mayStart);
            if (decision is not StartDecision.Start start) return Conclude(request, situation, decision);

            var debt = StartDebt.Ask(request.Policy.Type, start.ScheduledFor, situation.IsForced, situation.Now, situation.Runs);
            save(View(request, situation.Runs, debt));
            try
            {
                switch (await _starter.StartAsync(Call(request, situation, start)))
                {
                    case StartOutcome.Began began: return Conclude(request, situation, start, began.Work);
                    case StartOutcome.Unknown unknown:
                        RunOutcome.ReportUnknown(request.Registry, unknown.Why, isError: !request.RunOnCreate, context.Diagnostics);
                        return (null, View(request, situation.Runs, debt));
                    case StartOutcome.NotNow notNow when !services.Client.MayRepeat(notNow.Failure, round): throw notNow.Failure;
                    case StartOutcome.NotNow notNow:
                        refused = notNow.Failure;
                        save(View(request, situation.Runs, debt.Failed()));
                        break;
                }
            }
            catch (ApiException)
            {
                save(View(request, situation.Runs, debt.Failed()));
                throw;
            }
        }
    }

    private async Task<(StartSituation Situation, StartDecision Decision)> DecideAsync(StartRequest request, ApiException? refused, Func<Task<bool>>? mayStart)
    {
        var situation = await ReadAsync(request, refused);
        var decision = StartDecision.Decide(situation);
        if (decision is not StartDecision.Start || mayStart is null) return (situation, decision);
        if (!await mayStart()) return (situation, new StartDecision.Skip(SkipReason.InUse));

        // Looking for users takes its time, in which the window may close and somebody else may start a run.
        situation = await ReadAsync(request, refused);
        return (situation, StartDecision.Decide(situation));
    }

    /// <summary>Reads what an apply needs to know. If the read fails after a refusal, the refusal is reported.</summary>
    private async Task<StartSituation> ReadAsync(StartRequest request, ApiException? refused)
    {
        try
        {
            var listed = await _reader.ListAsync(request.Registry, context.Cancellation, request.HistoryLimit);
            var history = RunHistory.Merge(request.Recorded, listed, request.HistoryLimit);
            var active = await _reader.ActiveAsync(request.Registry, context.Cancellation);
            if (active is not null) history = RunHistory.Merge(history.All, [active], request.HistoryLimit);
            return Situation(request, history, active);
        }
        catch (ApiException) when (refused is not null)
        {
            throw refused;
        }
    }

    private StartSituation Situation(StartRequest request, RunHistory history, Run? active)
    {
        var now = services.Client.Clock.UtcNow();
        var (debt, settled) = request.Debt.Resolve(history, now, request.HistoryLimit);
        return new StartSituation
        {
            Request = request,
            Now = now,
            Runs = settled.All,
            Debt = debt,
            ActiveRun = active is null ? null : settled.All.First(run => run.Uuid == active.Uuid),
        };
    }

    private static StartCall Call(StartRequest request, StartSituation situation, StartDecision.Start start)
    {
        var known = situation.Runs.Select(static run => run.Uuid).ToHashSet(StringComparer.Ordinal);
        var left = start.ScheduledFor + request.Policy.Window - situation.Now;
        return new(request.Registry, request.Policy.Type, situation.Now, known) { WindowLeft = situation.IsForced ? null : left };
    }

    private (Run? Run, CollectionView View) Conclude(StartRequest request, StartSituation situation, StartDecision.Start start, StartedRun work)
    {
        var run = work.Run;
        return work.IsOurs
            ? Followed(request, situation, run with { Type = run.Type ?? request.Policy.Type, Origin = RunOrigin.Policy, ScheduledFor = start.ScheduledFor }, StartDebt.None)
            : Conclude(request, situation, new StartDecision.Adopt(run, work.Covers, work.Covers ? start.ScheduledFor : null));
    }

    private (Run? Run, CollectionView View) Conclude(StartRequest request, StartSituation situation, StartDecision decision)
    {
        if (decision is StartDecision.Adopt adopt)
        {
            if (!adopt.Covers) RunOutcome.ReportOtherKind(request.Registry, adopt.Run, request.Policy.Type, context.Diagnostics);
            var left = adopt.Covers ? StartDebt.None : situation.Debt with { IsOwed = situation.IsForced };
            return Followed(request, situation, adopt.Run with { ScheduledFor = adopt.Run.ScheduledFor ?? adopt.ScheduledFor }, left);
        }

        var skip = (StartDecision.Skip)decision;
        LogSkip(context.Log, request.Registry, SkipMessages.Because(skip.Reason));
        if (SkipMessages.For(situation, skip) is { } detail)
        {
            var summary = "Garbage collection skipped";
            context.Diagnostics.Warning(summary, detail);
        }

        var debt = skip.Reason switch
        {
            SkipReason.Unsettled => situation.Debt with { IsOwed = situation.Debt.IsOwed || situation.Request.TriggersChanged || situation.Request.RunOnCreate },
            SkipReason.InUse => situation.Debt with { IsOwed = situation.IsForced },
            SkipReason.RanJustBefore or SkipReason.Unclaimed => StartDebt.None,
            _ => situation.Debt,
        };
        return (null, View(request, situation.Runs, debt) with { IsHeld = skip.Reason == SkipReason.InUse || request is { IsHeld: true, TriggersChanged: false } });
    }

    // A run that is adopted for a slot is recorded with that slot, which is then served.
    private (Run? Run, CollectionView View) Followed(StartRequest request, StartSituation situation, Run run, StartDebt debt) =>
        (run, View(request, [.. situation.Runs, run], debt));

    private CollectionView View(StartRequest request, IEnumerable<Run> runs, StartDebt debt) =>
        Judge(request.Policy, RunHistory.Merge(runs, [], request.HistoryLimit), debt, request.HistoryLimit);

    private CollectionView Judge(PolicySchedule terms, RunHistory history, StartDebt debt, int limit)
    {
        var now = services.Client.Clock.UtcNow();
        var (left, settled) = debt.Resolve(history, now, limit);
        return new(settled, DueEvaluation.Evaluate(terms, now, settled.All), left) { OwesRun = terms.Enabled && left.IsOpen };
    }

    [LoggerMessage(111, LogLevel.Information, "No garbage collection of {registry} is started, because {reason}")]
    private static partial void LogSkip(ILogger logger, string registry, string reason);
}
