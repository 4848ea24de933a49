using Planton.Terraform.Plugin.Hosting.Rpc;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The calls that are being answered, so that the end of the process can wait for the last reply, and for nothing else.</summary>
/// <param name="stop">The end: cuts off the provider's calls. go-plugin's own streams end by themselves, in good order.</param>
internal sealed class CallsInFlight(ShutdownSignal stop)
{
    private const string OfProvider = $"/{PluginServices.Provider}/";

    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Counts a call until the last of its answer is out.</summary>
    /// <returns>Ends the right to cut it off, when its handler is done.</returns>
    public CancellationTokenRegistration Track(RpcCall call)
    {
        Interlocked.Increment(ref _count);
        call.OnCompleted(Completed);
        return call.Path.StartsWith(OfProvider, StringComparison.Ordinal) ? stop.Token.UnsafeRegister(static c => ((RpcCall)c!).Abort(), call) : default;
    }

    /// <summary>Completes once no call is left. To be awaited after the end was signalled, when calls only become fewer.</summary>
    public Task NoneAsync()
    {
        if (Volatile.Read(ref _count) == 0) _none.TrySetResult();
        return _none.Task;
    }

    private void Completed()
    {
        if (Interlocked.Decrement(ref _count) == 0 && stop.Token.IsCancellationRequested) _none.TrySetResult();
    }
}
