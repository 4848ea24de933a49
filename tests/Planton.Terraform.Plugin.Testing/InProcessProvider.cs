using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Server;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>A provider behind a real gRPC channel, without a process around it.</summary>
internal sealed class InProcessProvider : IAsyncDisposable
{
    private const string Address = "registry.terraform.io/example/planton";

    private readonly WebApplication _application;
    private readonly GrpcChannel _channel;
    private readonly ProviderServer _server;

    private InProcessProvider(WebApplication application, ProviderServer server)
    {
        (_application, _server) = (application, server);
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = application.GetTestServer().CreateHandler() });
    }

    public CallInvoker Channel => _channel.CreateCallInvoker();

    /// <summary>Serves a provider.</summary>
    /// <param name="time">The clock of the calls; the system's when not given.</param>
    /// <param name="loggers">Where the calls are logged; nowhere when not given.</param>
    public static async Task<InProcessProvider> StartAsync(Provider provider, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        var server = new ProviderServer(provider, Address, loggers ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(server);
        var application = builder.Build();
        application.MapGrpcService<ProviderServer>();
        await application.StartAsync();
        return new(application, server);
    }

    /// <summary>What happens when the CLI ends the provider's process.</summary>
    public Task EndAsync() => _server.EndAsync();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _application.DisposeAsync();
        _server.Dispose();
    }
}
