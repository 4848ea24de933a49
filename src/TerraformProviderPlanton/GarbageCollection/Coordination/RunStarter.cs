using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>One request to start a run.</summary>
/// <param name="Type">What to delete.</param>
/// <param name="AskedAt">The current time, by DigitalOcean's clock.</param>
/// <param name="Known">The UUIDs of the known runs.</param>
internal sealed record StartCall(string Registry, string Type, DateTimeOffset AskedAt, IReadOnlySet<string> Known)
{
    /// <summary>
    /// The remaining time of the window that the decision depends on: the request is not sent after it. Null if the decision does not depend on a
    /// window.
    /// </summary>
    public TimeSpan? WindowLeft { get; init; }
}

/// <summary>The outcome of a request to start a run.</summary>
internal abstract record StartOutcome
{
    private StartOutcome()
    {
    }

    /// <summary>A run exists.</summary>
    /// <param name="Work">The run.</param>
    internal sealed record Began(StartedRun Work) : StartOutcome;

    /// <summary>No run was started, and the request may be repeated after a new decision.</summary>
    /// <param name="Failure">Why it was not accepted.</param>
    internal sealed record NotNow(ApiException Failure) : StartOutcome;

    /// <summary>It is not known whether a run was started.</summary>
    /// <param name="Why">What happened, as full sentences.</param>
    internal sealed record Unknown(string Why) : StartOutcome;
}

/// <summary>
/// Sends one request to start a run and determines its outcome. This is the only place in the provider that starts a run. A second request could
/// start a second run, so it is never sent: the outcome of a lost response is resolved by reading.
/// </summary>
internal sealed partial class RunStarter(ProviderServices services, OperationContext<ProviderServices> context)
{
    // For a run that appears only after the response was lost. Later runs are found by the next refresh.
    private static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(10);

    private readonly RunReader _reader = new(services);

    /// <summary>Requests a run.</summary>
    /// <param name="call">The request.</param>
    /// <exception cref="ApiException">The API refused, although no run was active. No run was started.</exception>
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
            var why = context.IsStopping ? "The CLI was interrupted while the request was in progress." : "The time limit (timeouts) was reached while the request was in progress.";
            return await LookAsync(call, refused: false) is { } work ? new StartOutcome.Began(work) : new StartOutcome.Unknown(why);
        }
    }

    // The status for "a run is already active" is not documented.
    private static bool IsInTheWay(ApiException failure) =>
        failure.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity;

    /// <summary>
    /// Reads until a run has appeared or a time limit is reached. The limit is separate, since the operation's own may have expired. After a refusal
    /// one read is enough, since no run can appear later.
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

    [LoggerMessage(114, LogLevel.Warning, "The outcome of the request to start garbage collection of {registry} could not be read just now: {reason}")]
    private static partial void LogFault(ILogger logger, string registry, string reason);
}
