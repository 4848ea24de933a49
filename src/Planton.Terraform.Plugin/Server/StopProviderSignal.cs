namespace Planton.Terraform.Plugin.Server;

/// <summary>
/// Tells running calls that the user asked to stop. Calls that come later run normally: stopping is no shutdown, and a provider
/// under a debugger serves many runs.
/// </summary>
internal sealed class StopProviderSignal : IDisposable
{
    private CancellationTokenSource _current = new();

    /// <summary>Ends when the next stop is asked for.</summary>
    public CancellationToken Token => Volatile.Read(ref _current).Token;

    /// <summary>Stops every call that took a token before now.</summary>
    public void Stop() => Interlocked.Exchange(ref _current, new CancellationTokenSource()).Cancel();

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();
}
