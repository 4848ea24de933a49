using Polly;
using Polly.Retry;

namespace Planton.DigitalOcean.Http;

/// <summary>Repeats failed attempts: asks <see cref="RetrySchedule"/> whether and when, and waits.</summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<PendingCall> CallKey = new("planton.call");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly RetrySchedule _schedule;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;

    public RetryHandler(DigitalOceanClientOptions options, TimeProvider time, Jitter jitter, HttpMessageHandler inner)
        : base(inner)
    {
        _schedule = new RetrySchedule(options.RetryWaitMin, options.RetryWaitMax);
        _time = time;
        _jitter = jitter;
        _pipeline = options.RetryMax == 0 ? ResiliencePipeline<HttpResponseMessage>.Empty : Build(options.RetryMax, time);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, PendingCall.Of(request));
        try
        {
            return await _pipeline.ExecuteAsync(
                async attempt => await base.SendAsync(request, attempt.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<HttpResponseMessage> Build(int retryMax, TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = retryMax,
                ShouldHandle = arguments => ValueTask.FromResult(
                    Call(arguments.Context) is var call
                    && ShouldRepeat(call, arguments.Outcome)
                    && (arguments.AttemptNumber >= retryMax || Schedule(call, arguments.Outcome.Result, arguments.AttemptNumber))),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Call(arguments.Context).NextWait),
                OnRetry = arguments =>
                {
                    Call(arguments.Context).MayHaveTakenEffect |= MayHaveTakenEffect(arguments.Outcome);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    private static PendingCall Call(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private static bool ShouldRepeat(PendingCall call, Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } answer } => RetrySchedule.ShouldRepeat(call.Operation, answer.StatusCode),
        { Exception: AttemptException failure } => RetrySchedule.ShouldRepeat(call.Operation, failure),
        _ => false,
    };

    private static bool MayHaveTakenEffect(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } answer } => RetrySchedule.IsServerError(answer.StatusCode),
        { Exception: AttemptException failure } => failure.Kind == FailureKind.Ambiguous,
        _ => false,
    };

    /// <summary>Fixes the next wait, or refuses: a wait that nobody will see the end of is better not begun.</summary>
    private bool Schedule(PendingCall call, HttpResponseMessage? answer, int repetition)
    {
        var asked = answer is null ? null : RetrySchedule.ServerWait(answer.StatusCode, answer.Headers.RetryAfter, Now(answer));
        call.NextWait = asked ?? _schedule.Wait(repetition, _jitter.Next());
        if (asked > RetrySchedule.MaxServerWait || call.Deadline?.Remaining <= call.NextWait)
        {
            call.RefusedWait = call.NextWait;
            return false;
        }

        return true;
    }

    private DateTimeOffset Now(HttpResponseMessage answer) => answer.Headers.Date ?? _time.GetUtcNow();
}
