namespace TerraformProviderPlanton.Common;

/// <summary>The pauses between polls of something that changes by itself: each is longer than the previous one, up to a limit.</summary>
/// <param name="time">The clock for the pauses.</param>
/// <param name="maxPause">The longest pause.</param>
/// <param name="growth">The ratio of a pause to the previous one.</param>
internal sealed class Poll(TimeProvider time, TimeSpan maxPause, double growth = 2)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly long _begun = time.GetTimestamp();

    /// <summary>The time since the first poll.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_begun);

    /// <summary>The length of the next pause.</summary>
    public TimeSpan NextPause { get; private set; } = FirstPause;

    /// <summary>Waits for the next pause to end.</summary>
    /// <exception cref="OperationCanceledException">The operation has ended.</exception>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await Task.Delay(NextPause, time, cancellation);
        NextPause = NextPause * growth < maxPause ? NextPause * growth : maxPause;
    }
}
