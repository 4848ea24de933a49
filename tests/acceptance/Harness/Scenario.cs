using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.Http;

namespace Planton.Acceptance.Harness;

/// <summary>A simulated account and a workspace on it. Every scenario has its own, so scenarios run side by side.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    private Scenario(Engine engine, SimulatorHost simulator)
    {
        Simulator = simulator;
        Cli = new Workspace(engine, simulator.Endpoint);
    }

    /// <summary>DigitalOcean. Its clock is the provider's too: the provider takes the time from the API's answers.</summary>
    public SimulatorHost Simulator { get; }

    public Workspace Cli { get; }

    /// <summary>Starts one. The clock stands at a Friday, 10:00 UTC, unless a speed is given.</summary>
    public static async Task<Scenario> StartAsync(Engine engine, double speed = 0, RateLimits? limits = null) => new(engine, await SimulatorHost.StartAsync(new SimulatorOptions
    {
        Speed = speed,
        StartTime = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
        RateLimits = limits,
    }));

    public int Count(string method, string path) => Simulator.Requests.Count(method, path);

    public async ValueTask DisposeAsync()
    {
        Cli.Dispose();
        await Simulator.DisposeAsync();
    }
}
