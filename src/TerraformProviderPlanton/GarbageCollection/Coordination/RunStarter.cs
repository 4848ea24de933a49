using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>One request to start a run.</summary>
/// <param name="Registry">The registry.</param>
/// <param name="Type">What to delete.</param>
/// <param name="AskedAt">The present, on the service's clock.</param>
/// <param name="Known">The uuids of the runs that are known.</param>
internal sealed record StartCall(string Registry, string Type, DateTimeOffset AskedAt, IReadOnlySet<string> Known)
{
    /// <summary>What is left of the window that the decision depends on: a request that would go after it is not sent. Null when it depends on none.</summary>
    public TimeSpan? WindowLeft { get; init; }
}

/// <summary>What became of a request to start a run.</summary>
internal abstract record StartOutcome
{
    private StartOutcome()
    {
    }

    /// <summary>There is a run.</summary>
    /// <param name="Work">The run.</param>
    internal sealed record Began(StartedRun Work) : StartOutcome;

    /// <summary>Nothing was started, and nothing speaks against asking again, after a new decision.</summary>
    /// <param name="Failure">What kept it from being accepted.</param>
    internal sealed record NotNow(ApiException Failure) : StartOutcome;

    /// <summary>It is not known whether a run was started.</summary>
    /// <param name="Why">What happened, as full sentences.</param>
    internal sealed record Unknown(string Why) : StartOutcome;
}

/// <summary>
/// Sends one request to start a run and finds out what became of it. The only place of the provider that starts a run. A second request could
/// start a second run, so there is none: what a lost answer means is settled by reading.
/// </summary>
/// <param name="services">The API.</param>
/// <param name="context">The surroundings of the operation.</param>
internal sealed partial class RunStarter(ProviderServices services, OperationContext<ProviderServices> context)
{
    // For a run that appears only after the answer was lost. Longer belongs to the next refresh.
    private static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(10);

    private readonly RunReader _reader = new(services);

    /// <summary>Asks for a run.</summary>
    /// <param name="call">What is asked for.</param>
    /// <exception cref="ApiException">The API refused, and no run was in the way: nothing was started.</exception>
    public async Task<StartOutcome> StartAsync(StartCall call)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        try
        {
            LogStart(context.Log, call.Registry, call.Type);
            using var window = call.WindowLeft is { } left ? services.Client.BeginDeadline(left) : null;
            var run = await services.Client.GarbageCollections.StartAsync(call.Registry, call.Type, context.Cancellation);
            return new StartOutcome.Began(new(_reader.Observed(run), IsOurs: true, Covers: true));
        }
        catch (ApiException failure) when (failure.Kind == FailureKind.NotSent || failure.Status == HttpStatusCode.TooManyRequests)
        {
            return new StartOutcome.NotNow(failure);
        }
        catch (ApiException failure) when (IsInTheWay(failure))
        {
            if (await LookAsync(call, refused: true) is not { } work) throw;
            return new StartOutcome.Began(work);
        }
        catch (ApiException failure) when (failure.MayHaveTakenEffect)
        {
            return await LookAsync(call, refused: false) is { } work
                ? new StartOutcome.Began(work)
                : new StartOutcome.Unknown(ApiFailure.Explain(failure));
        }
        catch (OperationCanceledException)
        {
            var why = context.IsStopping ? "The CLI was interrupted while the request was under way." : "The time limit (timeouts) was reached while the request was under way.";
            return await LookAsync(call, refused: false) is { } work ? new StartOutcome.Began(work) : new StartOutcome.Unknown(why);
        }
    }

    // The code for "one is active already" is not documented.
    private static bool IsInTheWay(ApiException failure) =>
        failure.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity;

    /// <summary>
    /// Reads until a run has appeared or its time is over, under a limit of its own: the operation's may be what has ended. After a refusal one look
    /// is enough, since nothing can appear any more.
    /// </summary>
    private async Task<StartedRun?> LookAsync(StartCall call, bool refused)
    {
        using var limit = new CancellationTokenSource(LookUpTimeout, context.Time);
        try
        {
            for (var poll = new Poll(context.Time, LookUpTimeout); ;)
            {
                if (await LookOnceAsync(call, refused, limit.Token) is { } work) return work;
                if (refused) return null;
                await poll.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<StartedRun?> LookOnceAsync(StartCall call, bool refused, CancellationToken cancellation)
    {
        try
        {
            var decision = AmbiguousStartDecision.Decide(new AmbiguousStartSituation
            {
                AskedAt = call.AskedAt,
                Type = call.Type,
                Refused = refused,
                KnownUuids = call.Known,
                Listed = await _reader.ListAsync(call.Registry, cancellation),
                ActiveRun = await _reader.ActiveAsync(call.Registry, cancellation),
            });
            return decision switch
            {
                AmbiguousStartDecision.Ours ours => new(ours.Run, IsOurs: true, Covers: true),
                AmbiguousStartDecision.Adopt adopt => new(adopt.Run, IsOurs: false, adopt.Covers),
                _ => null,
            };
        }
        catch (ApiException failure)
        {
            LogFault(context.Log, call.Registry, failure.Message);
            return null;
        }
    }

    [LoggerMessage(110, LogLevel.Information, "Starting garbage collection of {registry}: {type}")]
    private static partial void LogStart(ILogger logger, string registry, string type);

    [LoggerMessage(114, LogLevel.Warning, "What became of the garbage collection of {registry} that was asked for could not be read just now: {reason}")]
    private static partial void LogFault(ILogger logger, string registry, string reason);
}
