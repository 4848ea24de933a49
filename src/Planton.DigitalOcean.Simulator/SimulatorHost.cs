using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Planton.DigitalOcean.Simulator.Account;
using Planton.DigitalOcean.Simulator.Apps;
using Planton.DigitalOcean.Simulator.ClusterApi;
using Planton.DigitalOcean.Simulator.Control;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.GarbageCollections;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.Kubernetes;
using Planton.DigitalOcean.Simulator.Registries;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator;

/// <summary>
/// A running simulator on loopback. It takes nothing from its surroundings: no environment variables, no settings files,
/// no current directory.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private const long LargestBody = 256L * 1024 * 1024;

    private readonly WebApplication _server;
    private readonly ClusterGates _gates;

    private SimulatorHost(WebApplication server, ClusterGates gates, World world, FaultList faults, HeldRequests held, RequestLog requests)
    {
        _server = server;
        _gates = gates;
        World = world;
        Faults = faults;
        Held = held;
        Requests = requests;
        var addresses = server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Endpoint = new Uri(addresses.Single(address => address.StartsWith("http://127", StringComparison.Ordinal)));
    }

    /// <summary>The base address, for example <c>http://127.0.0.1:4010/</c>; paths carry <c>/v2</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>What the API knows.</summary>
    public World World { get; }

    /// <summary>The time of the world.</summary>
    public SimulatedClock Clock => World.Clock;

    /// <summary>The faults in force.</summary>
    public FaultList Faults { get; }

    /// <summary>The requests whose effect is still to come.</summary>
    public HeldRequests Held { get; }

    /// <summary>The requests so far.</summary>
    public RequestLog Requests { get; }

    /// <summary>Starts a simulator.</summary>
    /// <param name="options">How; defaults when null.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The simulator, which answers already.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulatorOptions();
        var world = new World(new SimulatedClock(options.StartTime, options.Speed), new Random(options.RandomSeed));
        var faults = new FaultList(new Random(options.RandomSeed));
        var held = new HeldRequests();
        var log = new RequestLog();
        var limiter = new RateLimiter();
        if (options.Seed is not null) Seed(world, faults, options.Seed);
        var gates = new ClusterGates(world);
        var api = new ApiPipeline(world, Routes(world, gates), faults, held, log, limiter, options.RateLimits);
        var clusters = new ClusterApiPipeline(world, faults, log);
        var control = new ControlPipeline(new ControlEndpoints(world, faults, held, log, limiter), world);
        var server = Build(options.Port, gates.Transport, context => context.Features.Get<ClusterGate>() switch
        {
            { } gate => clusters.HandleAsync(context, gate),
            null when context.Request.Path.StartsWithSegments(ControlPipeline.Prefix, StringComparison.Ordinal) => control.HandleAsync(context),
            null => api.HandleAsync(context),
        });
        await server.StartAsync(cancellationToken);
        return new SimulatorHost(server, gates, world, faults, held, log);
    }

    /// <summary>Adds a seed, its faults included.</summary>
    /// <param name="seed">The seed.</param>
    public void Seed(WorldSeed seed) => Seed(World, Faults, seed);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(grace.Token);
        await _server.DisposeAsync();
        _gates.Dispose();
    }

    internal static void Seed(World world, FaultList faults, WorldSeed seed)
    {
        world.Seed(seed);
        foreach (var rule in seed.Faults) faults.Add(rule);
    }

    private static Router Routes(World world, ClusterGates gates)
    {
        var router = new Router();
        new AccountEndpoints(world).MapTo(router);
        new OAuthEndpoints(world).MapTo(router);
        new RegistryEndpoints(world).MapTo(router);
        new SubscriptionEndpoints(world).MapTo(router);
        new DockerCredentialsEndpoints(world).MapTo(router);
        new RepositoryEndpoints(world).MapTo(router);
        new GarbageCollectionEndpoints(world).MapTo(router);
        new ClusterEndpoints(world).MapTo(router);
        new NodePoolEndpoints(world).MapTo(router);
        new ClusterAccessEndpoints(world, gates).MapTo(router);
        new RegistryIntegrationEndpoints(world).MapTo(router);
        new AppEndpoints(world).MapTo(router);
        new DeploymentEndpoints(world).MapTo(router);
        new JobInvocationEndpoints(world).MapTo(router);
        return router;
    }

    private static WebApplication Build(int port, ClusterTransport clusters, RequestDelegate handle)
    {
        // The empty builder reads no configuration: ASPNETCORE_URLS or a stray appsettings.json must not move the server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(clusters.EndPoint, listen => listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = Certify }));
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(clusters);
        var server = builder.Build();
        server.Run(handle);
        return server;
    }

    private static ValueTask<SslServerAuthenticationOptions> Certify(TlsHandshakeCallbackContext context) =>
        ValueTask.FromResult(context.Connection.Features.GetRequiredFeature<ClusterGate>().Authority.Tls);
}
