namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The end of the process: raised once, by whoever is first, and awaited by all that must not outlive it.</summary>
internal sealed class ShutdownSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isRaised;

    /// <summary>Cancelled when the process ends.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Completes when the process ends, after <see cref="Token"/> was cancelled: whoever awaits it finds the calls told.</summary>
    public Task Raised => _raised.Task;

    /// <summary>Ends the process. Further calls do nothing.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref _isRaised, 1) != 0) return;

        try
        {
            _source.Cancel();
        }
        finally
        {
            _raised.TrySetResult();
        }
    }

    /// <summary>Completes, without an exception, when the process ends or the caller gives up.</summary>
    public async Task WaitAsync(CancellationToken callerGivesUp)
    {
        var givenUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = callerGivesUp.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), givenUp);
        await Task.WhenAny(Raised, givenUp.Task);
    }

    public void Dispose() => _source.Dispose();
}
