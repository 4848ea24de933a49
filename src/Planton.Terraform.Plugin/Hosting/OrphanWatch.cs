namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Ends a plugin whose host died without a word: the parent has changed and nobody is connected any more.</summary>
/// <remarks>Both must hold. A host may start its plugins through a helper that ends at once, and still be there.</remarks>
internal static class OrphanWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public static void Start(PluginEnvironment environment, PluginServer server, StopSignal stop)
    {
        if (environment.ParentProcessId() is { } parent)
            _ = WatchAsync(parent, environment, server, stop);
    }

    private static async Task WatchAsync(int parent, PluginEnvironment environment, PluginServer server, StopSignal stop)
    {
        using var timer = new PeriodicTimer(Interval, environment.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (environment.ParentProcessId() != parent && server.Connections == 0)
                    stop.Raise();
            }
        }
        catch (OperationCanceledException)
        {
            // The process is ending anyway.
        }
    }
}
