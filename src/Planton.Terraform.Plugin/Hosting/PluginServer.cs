using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The gRPC server of one plugin process: one listener, HTTP/2 only, with or without TLS.</summary>
/// <remarks>
/// The generic host, gRPC's library and Kestrel, without a web host around them: that one takes twice as long to start (design/0028), and routes requests
/// where a table of methods does.
/// </remarks>
internal sealed class PluginServer : IAsyncDisposable
{
    /// <summary>Largest message in either direction, in bytes: what Go providers allow. State may be large.</summary>
    public const int MaxMessageBytes = 256 * 1024 * 1024;

    // Calls beyond this wait at the host. Terraform's parallelism is the user's choice, so no usual default may bind it.
    private const int MaxConcurrentCalls = 10_000;

    // Bounds the wait for a call of the provider that does not heed its cancellation. The host itself waits two seconds.
    private static readonly TimeSpan LastReplies = TimeSpan.FromMilliseconds(500);

    // Bounds the farewell of HTTP/2, for clients that do not hang up by themselves as the CLI does.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMilliseconds(100);

    private readonly IHost _host;
    private readonly PluginListener _listener;
    private readonly CallsInFlight _calls;
    private readonly TimeProvider _time;
    private int _connections;

    /// <summary>Prepares the server; nothing listens yet.</summary>
    /// <param name="services">What it serves.</param>
    /// <param name="listener">Where it will listen.</param>
    /// <param name="tls">Who may connect, or null for plain HTTP/2.</param>
    /// <param name="stop">The end, which cuts off the provider's calls.</param>
    /// <param name="loggers">Where the server's own troubles go.</param>
    /// <param name="time">Clock of the waits at the end.</param>
    public PluginServer(PluginServices services, PluginListener listener, MutualTls? tls, ShutdownSignal stop, ILoggerFactory loggers, TimeProvider time)
    {
        _listener = listener;
        _calls = new CallsInFlight(stop);
        _time = time;
        // An empty builder reads no settings files and no DOTNET_ variables: both would be the user's, meant for other programs.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "plugin",
            EnvironmentName = Environments.Production,
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        AddGrpc(builder.Services, services);
        AddOptions(builder.Services);
        var tlsConnection = tls is null ? null : new TlsConnection(tls, loggers.CreateLogger<TlsConnection>(), time);
        builder.Services.AddSingleton<IHostedService>(provider => new WebServer(
            new KestrelServer(Options.Create(ServerOptions(tlsConnection)), Transport(loggers), loggers), new GrpcApplication(provider, _calls)));

        _host = builder.Build();
    }

    /// <summary>How many clients are connected now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Starts to listen.</summary>
    /// <returns>Where.</returns>
    public async Task<PluginAddress> StartAsync(CancellationToken cancellationToken)
    {
        await _host.StartAsync(cancellationToken);
        return _listener.Address;
    }

    /// <summary>Stops, once the replies under way are out. Called after the end was signalled, which cut off the provider's calls.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAny(_calls.NoneAsync(), Task.Delay(LastReplies, _time));
        using var grace = new CancellationTokenSource(GracePeriod, _time);
        try
        {
            await _host.StopAsync(grace.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            // Connections that did not end by themselves are closed by now.
        }
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void AddGrpc(IServiceCollection collection, PluginServices services)
    {
        collection.AddGrpc();
        // Leaves only our own list; the provider that AddGrpc brings would search the service's type by reflection.
        collection.RemoveAll(typeof(IServiceMethodProvider<>));
        collection.AddSingleton<IServiceMethodProvider<PluginServices>>(services);
        collection.AddSingleton(services);
    }

    /// <summary>Registers the options of everything that is resolved at the start, each as it is.</summary>
    /// <remarks>
    /// <c>Configure</c> would be the usual way. But <see cref="IOptions{T}"/> is an open generic service, behind which stand five more, and code compiled
    /// ahead of time builds each of those types at run time: a twentieth of the start for every class of options. design/0028 has the figures, and the
    /// benchmarks a budget that shows when an update brings in another class.
    /// </remarks>
    private static void AddOptions(IServiceCollection collection)
    {
        collection.AddSingleton(Options.Create(new GrpcServiceOptions
        {
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
            CompressionProviders = [new GzipCompressionProvider(CompressionLevel.Fastest)],
        }));
        collection.AddSingleton(Options.Create(new GrpcServiceOptions<PluginServices>()));
        collection.AddSingleton(Options.Create(new HostOptions()));
        collection.AddSingleton(Options.Create(new RouteHandlerOptions()));
        // The host's metrics bring it in, to validate options that nobody sets here. It takes a third of the start.
        collection.RemoveAll<IStartupValidator>();
    }

    private SocketTransportFactory Transport(ILoggerFactory loggers) =>
        new(Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => _listener.Bind() }), loggers);

    private KestrelServerOptions ServerOptions(TlsConnection? tls)
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            // TLS ends before the server, so what it sees is "http", while clients say "https".
            AllowAlternateSchemes = true,
            Limits =
            {
                MaxRequestBodySize = null,
                MinRequestBodyDataRate = null,
                MinResponseDataRate = null,
                // While other providers work, this one may hear nothing for hours and must still be there afterwards.
                KeepAliveTimeout = Timeout.InfiniteTimeSpan,
                Http2 = { MaxStreamsPerConnection = MaxConcurrentCalls },
            },
        };
        options.Listen(_listener.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(CountConnection);
            if (tls is not null) listen.Use(next => connection => tls.ServeAsync(connection, next));
        });
        return options;
    }

    private ConnectionDelegate CountConnection(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    };

    /// <summary>Leaves the end to <see cref="ShutdownSignal"/>. The default would end the process on Ctrl-C, which reaches plugins while the CLI still needs them.</summary>
    private sealed class PassiveLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>The web server as a part of the host.</summary>
    private sealed class WebServer(KestrelServer server, GrpcApplication application) : IHostedService, IDisposable
    {
        public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(application, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

        public void Dispose() => server.Dispose();
    }
}
