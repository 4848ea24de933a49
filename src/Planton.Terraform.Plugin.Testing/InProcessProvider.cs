using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Providers;
using Planton.Terraform.Plugin.Server;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>A provider behind a real gRPC channel, without a process around it.</summary>
public sealed class InProcessProvider : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly GrpcChannel _channel;
    private readonly ProviderServer _server;

    private InProcessProvider(WebApplication application, ProviderServer server)
    {
        (_application, _server) = (application, server);
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = application.GetTestServer().CreateHandler() });
    }

    /// <summary>The way to the provider, below the rules of the core.</summary>
    public CallInvoker Channel => _channel.CreateCallInvoker();

    /// <summary>Serves a provider.</summary>
    /// <param name="time">The clock of the calls; the system's when not given.</param>
    /// <param name="loggers">Where the calls are logged; nowhere when not given.</param>
    /// <param name="sourceAddress">The provider's source address in full, by which it knows states of its own in a move.</param>
    public static async Task<InProcessProvider> StartAsync(
        Provider provider, TimeProvider? time = null, ILoggerFactory? loggers = null, string sourceAddress = "registry.terraform.io/example/test")
    {
        ProviderRuleException.ThrowIfAny("Declaring the schemas", [.. provider.FindSchemaMistakes().Select(static mistake => new RuleBreak(CtyPath.Root, mistake))]);
        var server = new ProviderServer(provider, sourceAddress, loggers ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
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

    /// <summary>Connects as a command of the CLI does: reads the schemas, checks them, and configures the provider.</summary>
    /// <param name="config">The provider block, as <see cref="ValueText"/> has it.</param>
    public async Task<CoreSimulation> ConnectAsync(string config = "")
    {
        var core = await CoreSimulation.ConnectAsync(Channel);
        await core.ConfigureAsync(config);
        return core;
    }

    /// <summary>What happens when the CLI ends the provider's process.</summary>
    public Task EndAsync() => _server.EndAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _application.DisposeAsync();
        _server.Dispose();
    }
}
