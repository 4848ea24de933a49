using System.Globalization;
using System.Text.Json;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator;

/// <summary>The executable's arguments.</summary>
internal static class CommandLine
{
    public const string Help = """
        A stateful stand-in for the DigitalOcean API on 127.0.0.1.

        Usage: digitalocean-simulator [options]

          --port <number>        Port to listen on; 0 (default) takes any free one.
          --speed <number>       Simulated seconds per real second; default 1, 60 makes a minute of a second, 0 stands still.
          --start <time>         Simulated time to begin at, RFC 3339; default now.
          --seed <file>          World to begin with, JSON; see README.md.
          --random-seed <number> Seeds identities and random faults; default 1.
          --minute <seconds>     Length of the minute of the rate limits, of which sixty are their hour; default 60.
          --no-rate-limit        Refuse nothing; the default is 5000 requests an hour and 250 a minute for each token.
          --help                 Show this text.

        When it is ready it prints its URL on a line of its own. Point clients at it with any token:
          DIGITALOCEAN_API_URL=<url> DIGITALOCEAN_TOKEN=any doctl / terraform ...
        The control path is <url>/_simulator.
        """;

    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="now">The real time, where the simulated one begins.</param>
    /// <returns>The options; null when help was asked for.</returns>
    /// <exception cref="FormatException">An argument cannot be understood; the message says which.</exception>
    /// <exception cref="IOException">The seed cannot be read.</exception>
    public static SimulatorOptions? Parse(IReadOnlyList<string> arguments, DateTimeOffset now)
    {
        var options = new SimulatorOptions { Speed = 1, StartTime = now, RateLimits = RateLimits.Documented };
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            if (name is "--help" or "-h") return null;
            if (name is "--no-rate-limit") options = options with { RateLimits = null };
            else if (++index < arguments.Count) options = With(options, name, arguments[index]);
            else throw new FormatException($"{name}: unknown, or without its value. See --help.");
        }

        return options;
    }

    private static SimulatorOptions With(SimulatorOptions options, string name, string value) => name switch
    {
        "--port" when ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) => options with { Port = port },
        "--speed" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is >= 0 and <= 1_000_000
            => options with { Speed = speed },
        "--start" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            => options with { StartTime = start },
        "--random-seed" when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
            => options with { RandomSeed = seed },
        "--minute" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.001 and <= 86_400
            => options with { RateLimits = options.RateLimits is { } limits ? limits with { Minute = TimeSpan.FromSeconds(seconds) } : null },
        "--seed" => options with { Seed = ReadSeed(value) },
        "--port" or "--speed" or "--start" or "--random-seed" or "--minute" => throw new FormatException($"{name}: '{value}' is not valid. See --help."),
        _ => throw new FormatException($"{name}: unknown option. See --help."),
    };

    private static WorldSeed ReadSeed(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<WorldSeed>(File.ReadAllText(path), SimulatorJson.Control)
                ?? throw new FormatException($"--seed: {path} is empty.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"--seed: {path}: {fault.Message}", fault);
        }
    }
}
