using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator;

/// <summary>How a simulator starts.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Simulated seconds per real second. The default of 0 freezes the clock: tests move it with <see cref="SimulatedClock.Advance"/>.</summary>
    public double Speed { get; init; }

    /// <summary>The simulated time at the start.</summary>
    public DateTimeOffset StartTime { get; init; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The rate limits; null to refuse nothing. Off by default because a frozen clock never leaves the minute that a test
    /// has filled; the executable has them on.
    /// </summary>
    public RateLimits? RateLimits { get; init; }

    /// <summary>The world to start with; empty when null.</summary>
    public WorldSeed? Seed { get; init; }

    /// <summary>Seeds the random numbers behind identities and faults with a probability: equal seeds, equal identities.</summary>
    public int RandomSeed { get; init; } = 1;
}
