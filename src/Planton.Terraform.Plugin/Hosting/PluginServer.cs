using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The gRPC server of one plugin process: one listener, HTTP/2 only, with or without TLS.</summary>
internal sealed class PluginServer : IAsyncDisposable
{
    /// <summary>Largest message in either direction, in bytes: what Go providers allow. State may be large.</summary>
    public const int MaxMessageBytes = 256 * 1024 * 1024;

    // Calls beyond this wait at the host. Terraform's parallelism is the user's choice, so no usual default may bind it.
    private const int MaxConcurrentCalls = 10_000;

    // Bounds the wait for a call of the provider that does not heed its cancellation. The host itself waits two seconds.
    private static readonly TimeSpan LastReplies = TimeSpan.FromMilliseconds(500);

    // Bounds the farewell of HTTP/2, for clients that do not hang up by themselves as the CLI does.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(100);

    private readonly WebApplication _application;
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
    public PluginServer(PluginServices services, PluginListener listener, MutualTls? tls, StopSignal stop, ILoggerFactory loggers, TimeProvider time)
    {
        _listener = listener;
        _calls = new CallsInFlight(stop);
        _time = time;
        // An empty builder reads no settings files and no ASPNETCORE_ variables: both would be the user's, meant for other programs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "plugin",
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, tls));
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = _ => listener.Bind());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, SignalsAreHandledElsewhere>();
        AddServices(builder.Services, services);

        _application = builder.Build();
        _application.Use(next => call => _calls.TrackAsync(call, next));
        _application.MapGrpcService<PluginServices>();
    }

    /// <summary>How many clients are connected now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Starts to listen.</summary>
    /// <returns>Where.</returns>
    public async Task<PluginAddress> StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken);
        return _listener.Address;
    }

    /// <summary>Stops, once the replies under way are out. Called after the end was signalled, which cut off the provider's calls.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAny(_calls.NoneAsync(), Task.Delay(LastReplies, _time));
        using var patience = new CancellationTokenSource(Farewell, _time);
        try
        {
            await _application.StopAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // Connections that did not end by themselves are closed by now.
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void AddServices(IServiceCollection collection, PluginServices services)
    {
        collection.AddRoutingCore();
        collection.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
        });
        // Leaves only our own list; the provider that AddGrpc brings would search the service's type by reflection.
        collection.RemoveAll(typeof(IServiceMethodProvider<>));
        collection.AddSingleton<IServiceMethodProvider<PluginServices>>(services);
        collection.AddSingleton(services);
    }

    private void Configure(KestrelServerOptions options, MutualTls? tls)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        // While other providers work, this one may hear nothing for hours and must still be there afterwards.
        options.Limits.KeepAliveTimeout = Timeout.InfiniteTimeSpan;
        options.Limits.Http2.MaxStreamsPerConnection = MaxConcurrentCalls;
        options.Listen(_listener.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(CountConnection);
            if (tls is not null)
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => tls.ServerOptionsAsync() });
        });
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

    /// <summary>The default lifetime would end the process on Ctrl-C, which reaches plugins while the CLI still needs them.</summary>
    private sealed class SignalsAreHandledElsewhere : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
