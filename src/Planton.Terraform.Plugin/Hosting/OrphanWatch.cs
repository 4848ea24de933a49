namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Ends a plugin whose host died without a word: the parent has changed and nobody is connected any more.</summary>
/// <remarks>Both must hold. A host may start its plugins through a helper that ends at once, and still be there.</remarks>
internal static class OrphanWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Watches from now on.</summary>
    /// <param name="parent">The parent's process id when the process started, or null where the system does not tell: then there is no watch.</param>
    /// <param name="environment">Tells the parent of now, and the time.</param>
    /// <param name="server">Knows whether anybody is connected.</param>
    /// <param name="stop">Raised for an orphan.</param>
    public static void Start(int? parent, PluginEnvironment environment, PluginServer server, ShutdownSignal stop)
    {
        if (parent is { } id) _ = WatchAsync(id, environment, server, stop);
    }

    private static async Task WatchAsync(int parent, PluginEnvironment environment, PluginServer server, ShutdownSignal stop)
    {
        using var timer = new PeriodicTimer(Interval, environment.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (environment.ParentProcessId() != parent && server.Connections == 0) stop.Raise();
            }
        }
        catch (OperationCanceledException)
        {
            // The process is ending anyway.
        }
    }
}
