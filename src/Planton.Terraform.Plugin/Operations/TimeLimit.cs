using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Operations;

/// <summary>How long an operation may take.</summary>
/// <param name="Setting">The entry of <c>timeouts</c> that raises it; null when users cannot set it.</param>
internal sealed record TimeLimit(TimeSpan Value, string? Setting = null)
{
    // A timer cannot be set longer; whoever allows more than that sets no limit.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Runs work under the limit. The token it gets ends at the limit or with the call.</summary>
    /// <exception cref="TimeLimitException">The work ended because the time was up.</exception>
    public async Task RunAsync(CallContext call, Func<CancellationToken, Task> work)
    {
        using var timer = new CancellationTokenSource(Value > MaxTimer ? Timeout.InfiniteTimeSpan : Value < TimeSpan.Zero ? TimeSpan.Zero : Value, call.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, call.Cancellation);
        using var deadline = call.Provider.BeginOperation(Value);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException exception) when (timer.IsCancellationRequested)
        {
            throw new TimeLimitException(this, exception);
        }
    }
}

/// <summary>An operation ended because it took longer than it may.</summary>
internal sealed class TimeLimitException(TimeLimit limit, OperationCanceledException cause) : OperationCanceledException(
    $"The operation exceeded its time limit of {GoDuration.Format(limit.Value)}{(limit.Setting is { } name ? $". Raise timeouts.{name} if the service needs longer" : string.Empty)}.",
    cause,
    cause.CancellationToken);
