namespace Planton.DigitalOcean.Http;

/// <summary>Random shares for spreading waits; safe on any thread.</summary>
/// <param name="random">Where it comes from.</param>
internal sealed class Jitter(Random random)
{
    private readonly Lock _gate = new();

    /// <summary>From 0 to below 1.</summary>
    public double Next()
    {
        lock (_gate)
        {
#pragma warning disable CA5394 // Spreads waits; nothing secret depends on it.
            return random.NextDouble();
#pragma warning restore CA5394
        }
    }
}
