using Microsoft.AspNetCore.Http;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The calls that are being answered, so that the end of the process can wait for the last reply, and for nothing else.</summary>
/// <param name="stop">The end: cuts off the provider's calls. go-plugin's own streams end by themselves, in good order.</param>
internal sealed class CallsInFlight(ShutdownSignal stop)
{
    private static readonly PathString OfProvider = $"/{PluginServices.Provider}";

    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Answers a call and counts it until the last of its answer is out. It can be cut off until its handler is done.</summary>
    public async Task TrackAsync(HttpContext call, RequestDelegate answer)
    {
        Interlocked.Increment(ref _count);
        call.Response.OnCompleted(Completed);
        var ofProvider = call.Request.Path.StartsWithSegments(OfProvider, StringComparison.Ordinal);
        using var cutOff = ofProvider ? stop.Token.UnsafeRegister(static c => ((HttpContext)c!).Abort(), call) : default;
        await answer(call);
    }

    /// <summary>Completes once no call is left. To be awaited after the end was signalled, when calls only become fewer.</summary>
    public Task NoneAsync()
    {
        if (Volatile.Read(ref _count) == 0) _none.TrySetResult();
        return _none.Task;
    }

    private Task Completed()
    {
        if (Interlocked.Decrement(ref _count) == 0 && stop.Token.IsCancellationRequested) _none.TrySetResult();
        return Task.CompletedTask;
    }
}
