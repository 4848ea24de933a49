using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Planton.Terraform.Plugin.Hosting;
using Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>Plays the CLI: starts a plugin process within the test, reads its handshake, connects, and cleans up.</summary>
internal sealed class FakeCli : IAsyncDisposable
{
    private static readonly PluginProcessOptions Options = new("registry.terraform.io/example/planton", "planton", "1.2.3");

    private readonly CancellationTokenSource _end = new();
    private readonly List<IDisposable> _channels = [];
    private readonly Dictionary<PosixSignal, Action<PosixSignalContext>> _signals = [];

    public FakeCli()
    {
        Variables = new(StringComparer.Ordinal)
        {
            ["TF_PLUGIN_MAGIC_COOKIE"] = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
            ["PLUGIN_PROTOCOL_VERSIONS"] = "6,5",
            ["PLUGIN_CLIENT_CERT"] = Certificate.ExportCertificatePem(),
        };
        Environment = new PluginEnvironment
        {
            Variable = name => Variables.GetValueOrDefault(name),
            StandardOutput = Output,
            StandardError = Errors,
            TempDirectory = Directory.FullName,
            OnSignal = Register,
        };
    }

    public Dictionary<string, string?> Variables { get; }

    public PluginEnvironment Environment { get; set; }

    public X509Certificate2 Certificate { get; } = Certificates.Host();

    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("p");

    public CapturedStream Output { get; } = new();

    public CapturedStream Errors { get; } = new();

    public FakeProvider Provider { get; } = new();

    /// <summary>What is wrong with the schemas of the provider.</summary>
    public IReadOnlyList<string> SchemaMistakes { get; init; } = [];

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Running { get; private set; } = Task.FromResult(-1);

    public FakeCli WithoutTls()
    {
        Variables.Remove("PLUGIN_CLIENT_CERT");
        return this;
    }

    public FakeCli With(string variable, string? value)
    {
        Variables[variable] = value;
        return this;
    }

    /// <summary>Runs the process to its end, for those that do not serve.</summary>
    public Task<int> RunAsync(params string[] args) => Running = Run(_ => Provider, args);

    /// <summary>Starts the process and waits for its first line on stdout.</summary>
    public async Task<HandshakeLine> StartAsync(params string[] args)
    {
        Running = Run(loggers =>
        {
            Provider.Logger = loggers.CreateLogger("Planton.Provider");
            return Provider;
        }, args);
        await Task.WhenAny(Output.FirstLine, Running);
        Assert.False(Running.IsCompleted, Errors.Text);
        return HandshakeLine.Parse(Output.Text);
    }

    public Task<int> Run(Func<ILoggerFactory, Provider.ProviderBase> createService, params string[] args)
        => Running = Task.Run(() => PluginProcess.RunAsync(Options with { FindSchemaMistakes = () => SchemaMistakes }, args, createService, Environment, _end.Token));

    /// <summary>Delivers a signal.</summary>
    /// <returns>Whether the process took it upon itself instead of leaving it to the system.</returns>
    public bool Send(PosixSignal signal)
    {
        var context = new PosixSignalContext(signal);
        _signals[signal](context);
        return context.Cancel;
    }

    /// <summary>Connects as the CLI does: with its own certificate, and with the server's as the only one that is trusted.</summary>
    public GrpcChannel Connect(HandshakeLine line) => Connect(line, line.Certificate is null ? null : Certificate, line.Certificate is not null);

    public GrpcChannel Connect(HandshakeLine line, X509Certificate2? certificate, bool tls)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(line.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(line.EndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
                RemoteCertificateValidationCallback = (_, remote, _, _) => remote is not null && line.Certificate is not null
                    && remote.GetRawCertData().AsSpan().SequenceEqual(line.Certificate.RawData),
            },
        };
        var channel = GrpcChannel.ForAddress(tls ? "https://localhost" : "http://localhost", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        });
        _channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        while (!Running.IsCompleted)
        {
            (Environment.Time as FakeTimeProvider)?.Advance(TimeSpan.FromSeconds(1)); // Waits at the end are by this clock.
            await Task.WhenAny(Running, Task.Delay(TimeSpan.FromMilliseconds(10)));
        }

        _end.Dispose();
        _channels.ForEach(c => c.Dispose());
        Directory.Delete(recursive: true);
    }

    private Registration Register(PosixSignal signal, Action<PosixSignalContext> handler)
    {
        _signals[signal] = handler;
        return new Registration(() => _signals.Remove(signal));
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}

/// <summary>A handshake line, read as a client reads it.</summary>
internal sealed record HandshakeLine(string[] Fields)
{
    public string Network => Fields[2];

    public string Address => Fields[3];

    public X509Certificate2? Certificate => Fields is [_, _, _, _, _, { Length: > 0 } encoded, ..]
        ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(encoded + new string('=', (4 - (encoded.Length % 4)) % 4)))
        : null;

    public EndPoint EndPoint => Network == "unix"
        ? new UnixDomainSocketEndPoint(Address)
        : IPEndPoint.Parse(Address);

    public int Port => int.Parse(Address.Split(':')[1], CultureInfo.InvariantCulture);

    public static HandshakeLine Parse(string output) => new(output.Split('\n')[0].Split('|'));
}
