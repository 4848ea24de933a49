using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Planton.Terraform.Plugin.Hosting.Rpc;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The gRPC server of one plugin process: one listener, HTTP/2 only, with or without TLS.</summary>
/// <remarks>
/// The web server alone, without the host, the container of services and the routing that usually stand around it: they would take more than half of
/// the time from start to handshake, and would read settings and variables that the user meant for other programs.
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

    private readonly KestrelServer _server;
    private readonly RpcApplication _application;
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
        _application = new RpcApplication(services.Routes(), _calls, MaxMessageBytes, loggers.CreateLogger<RpcApplication>(), time);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => listener.Bind() }), loggers);
        _server = new KestrelServer(Options.Create(Settings(tls is null ? null : new TlsConnection(tls, loggers.CreateLogger<TlsConnection>(), time))), transport, loggers);
    }

    /// <summary>How many clients are connected now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Starts to listen.</summary>
    /// <returns>Where.</returns>
    public async Task<PluginAddress> StartAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync(_application, cancellationToken);
        return _listener.Address;
    }

    /// <summary>Stops, once the replies under way are out. Called after the end was signalled, which cut off the provider's calls.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAny(_calls.NoneAsync(), Task.Delay(LastReplies, _time));
        using var grace = new CancellationTokenSource(GracePeriod, _time);
        try
        {
            await _server.StopAsync(grace.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            // Connections that did not end by themselves are closed by now.
        }
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private KestrelServerOptions Settings(TlsConnection? tls)
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
}
