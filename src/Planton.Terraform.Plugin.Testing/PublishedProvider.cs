using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Planton.Terraform.Plugin.Protocol.GoPlugin;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>A published provider in a process of its own, started and ended as a CLI does it, for calls that the installed CLIs are too old to make.</summary>
public sealed class PublishedProvider : IAsyncDisposable
{
    private const string Cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

    private readonly Process _process;
    private readonly GrpcChannel _channel;

    private PublishedProvider(Process process, GrpcChannel channel, CoreSimulation core) => (_process, _channel, Core) = (process, channel, core);

    /// <summary>The core on the other side.</summary>
    public CoreSimulation Core { get; }

    /// <summary>Starts and configures it.</summary>
    /// <param name="executable">The executable, or the assembly of one that is not published.</param>
    /// <param name="environment">Its variables, beside those of the handshake.</param>
    /// <param name="config">The provider block; null leaves it without a configuration.</param>
    public static async Task<PublishedProvider> StartAsync(string executable, IReadOnlyDictionary<string, string?> environment, string? config = "")
    {
        var isAssembly = executable.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : executable, isAssembly ? [executable] : [])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["TF_PLUGIN_MAGIC_COOKIE"] = Cookie;
        start.Environment["PLUGIN_PROTOCOL_VERSIONS"] = "6";

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{executable} did not start.");
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync();
        if (line?.Split('|') is not [_, "6", var network, var address, "grpc", ..]) throw new InvalidOperationException($"{executable} says \"{line}\" instead of a handshake.");

        var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = Sockets(network == "unix" ? new UnixDomainSocketEndPoint(address) : IPEndPoint.Parse(address)), DisposeHttpClient = true });
        var core = await CoreSimulation.ConnectAsync(channel.CreateCallInvoker());
        if (config is not null) await core.ConfigureAsync(config);

        return new(process, channel, core);
    }

    /// <summary>Ends it as the CLI does: by a last call, after which it has two seconds.</summary>
    public async Task EndAsync()
    {
        await new GRPCController.GRPCControllerClient(_channel).ShutdownAsync(new()).ResponseAsync;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _process.WaitForExitAsync(patience.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await EndAsync();
        _channel.Dispose();
        _process.Dispose();
    }

    private static SocketsHttpHandler Sockets(EndPoint endpoint) => new()
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(endpoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
