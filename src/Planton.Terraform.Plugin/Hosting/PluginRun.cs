using Microsoft.Extensions.Logging;
using Planton.Terraform.Plugin.Protocol;
using Planton.Terraform.Plugin.Server;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>One serving life of the process: under a host, or on its own for a developer.</summary>
internal sealed partial class PluginRun(
    PluginProcessOptions options,
    Func<ILoggerFactory, Provider.ProviderBase> createService,
    PluginEnvironment environment,
    StandardStream output,
    StandardStream errors)
{
    /// <summary>Whether a CLI started the process.</summary>
    public bool StartedByHost => environment.Variable(Handshake.CookieVariable) == Handshake.Cookie;

    /// <summary>Serves the host that started the process, until it says Shutdown.</summary>
    public async Task AsPluginAsync(CancellationToken cancellationToken)
    {
        var parent = environment.ParentProcessId();
        using var loggers = CreateLoggers();
        var logger = loggers.CreateLogger<PluginRun>();
        if (environment.Variable(Handshake.ProtocolVersionsVariable) is { } versions && !Handshake.HostSpeaksOurProtocol(versions))
        {
            HostSpeaksOtherProtocols(logger, versions, Handshake.ProtocolVersion);
        }

        var pem = environment.Variable(MutualTls.ClientCertificateVariable);
        using var tls = string.IsNullOrEmpty(pem) ? null : new MutualTls(pem, environment.Time, logger);
        var multiplex = !string.IsNullOrEmpty(environment.Variable(Handshake.MultiplexVariable));
        using var stop = new ShutdownSignal();
        // Ctrl-C reaches the CLI and its plugins alike. The CLI then still makes calls: it cancels, and ends us when it is done.
        using var signals = new SignalHandlers(environment, stop, endOnInterrupt: false);
        await ServeAsync(loggers, tls, stop, OnListening, cancellationToken);

        void OnListening(PluginServer server, PluginAddress address)
        {
            output.Write(Handshake.Line(address, tls is null ? [] : tls.ServerCertificate, multiplex) + "\n");
            OrphanWatch.Start(parent, environment, server, stop);
        }
    }

    /// <summary>Serves whoever attaches, until Ctrl-C. Without TLS: the address goes through hands that carry no certificates.</summary>
    public async Task AsDebugServerAsync(CancellationToken cancellationToken)
    {
        using var loggers = CreateLoggers();
        using var stop = new ShutdownSignal();
        using var signals = new SignalHandlers(environment, stop, endOnInterrupt: true);
        await ServeAsync(loggers, tls: null, stop, OnListening, cancellationToken);

        void OnListening(PluginServer server, PluginAddress address)
            => output.Write(Reattach.Instructions(Reattach.Json(options.SourceAddress, Environment.ProcessId, address)));
    }

    private async Task ServeAsync(
        ILoggerFactory loggers, MutualTls? tls, ShutdownSignal stop, Action<PluginServer, PluginAddress> onListening, CancellationToken cancellationToken)
    {
        using var listener = PluginListener.Create(environment);
        var service = createService(loggers);
        var services = new PluginServices(
            service, new ControllerService(stop, () => EndAsync(service)), new StdioService(stop), new BrokerService(stop), new HealthService(stop));
        await using var server = new PluginServer(services, listener, tls, stop, loggers, environment.Time);
        onListening(server, await server.StartAsync(cancellationToken));
        await stop.WaitAsync(cancellationToken);
        stop.Raise();
        await EndAsync(service);
        await server.StopAsync();
    }

    private static Task EndAsync(Provider.ProviderBase service) => service is IEndOfService ending ? ending.EndAsync() : Task.CompletedTask;

    private LoggerFactory CreateLoggers()
    {
        var level = TfLogLevel.From(environment.Variable, options.TypeName);
        var filters = new LoggerFilterOptions { MinLevel = level };
        // The server's own life is of no interest to the user of a provider, only its trouble.
        foreach (var category in (string[])["Microsoft", "Grpc"])
        {
            filters.AddFilter(category, level > LogLevel.Warning ? level : LogLevel.Warning);
        }

        var loggers = new LoggerFactory([], filters);
#pragma warning disable CA2000 // The factory owns its providers.
        if (level != LogLevel.None) loggers.AddProvider(new HclogLoggerProvider($"provider.{options.TypeName}", errors, environment.Time));
#pragma warning restore CA2000
        return loggers;
    }

    [LoggerMessage(LogLevel.Warning, "The host speaks the plugin protocols {host_versions}, this provider {tf_proto_version}.")]
    private static partial void HostSpeaksOtherProtocols(ILogger logger, string host_versions, int tf_proto_version);
}
