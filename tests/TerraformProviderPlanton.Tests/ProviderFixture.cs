using Grpc.Core;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests;

/// <summary>The provider behind gRPC, an account of its own in a simulator, and Terraform's rules between them.</summary>
internal sealed class ProviderFixture : IAsyncDisposable
{
    public const string Token = "dop_v1_secret-of-the-tests";

    private readonly InProcessProvider _provider;

    private ProviderFixture(SimulatorHost simulator, InProcessProvider provider, CoreSimulation core) =>
        (Simulator, _provider, Core) = (simulator, provider, core);

    public SimulatorHost Simulator { get; }

    public World World => Simulator.World;

    public CoreSimulation Core { get; }

    /// <summary>The way to the provider below Terraform's rules.</summary>
    public CallInvoker Channel => _provider.Channel;

    /// <summary>The behavior of an account whose garbage collection is done as soon as it is started.</summary>
    public static Behavior Prompt { get; } = new()
    {
        GarbageCollection = new()
        {
            Requested = TimeSpan.Zero,
            WaitingForTokens = TimeSpan.Zero,
            Scanning = TimeSpan.Zero,
            Deleting = TimeSpan.Zero,
        },
    };

    /// <summary>Starts one.</summary>
    /// <param name="seed">What the account holds.</param>
    /// <param name="speed">How fast its clock runs; it stands still unless told otherwise.</param>
    /// <param name="time">The provider's clock for waits; the system's when not given.</param>
    /// <param name="loggers">Where the provider logs; nowhere when not given.</param>
    public static async Task<ProviderFixture> StartAsync(WorldSeed? seed = null, double speed = 0, TimeProvider? time = null, ILoggerFactory? loggers = null) =>
        await BeforeAsync(await SimulatorHost.StartAsync(new SimulatorOptions { Seed = seed ?? new WorldSeed(), Speed = speed }), time: time, loggers: loggers);

    /// <summary>Puts the provider before a simulator, which it then owns.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="settings">Environment variables that win over the usual ones.</param>
    /// <param name="time">The provider's clock; the system's when null.</param>
    /// <param name="loggers">Where the provider logs to; nowhere when null.</param>
    public static async Task<ProviderFixture> BeforeAsync(
        SimulatorHost simulator, IReadOnlyDictionary<string, string>? settings = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DIGITALOCEAN_TOKEN"] = Token,
            ["DIGITALOCEAN_API_URL"] = simulator.Endpoint.ToString(),
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MIN"] = "0.01",
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MAX"] = "0.05",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal)) environment[name] = value;
        var provider = await InProcessProvider.StartAsync(new PlantonProvider(environment.GetValueOrDefault, "1.2.3", new Random(1)), time, loggers);
        var core = await CoreSimulation.ConnectAsync(provider.Channel);
        await core.ConfigureAsync();
        return new(simulator, provider, core);
    }

    public int Count(string method, string path) => Simulator.Requests.Count(method, path);

    /// <summary>What happens when the CLI ends the provider's process.</summary>
    public Task EndAsync() => _provider.EndAsync();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}
