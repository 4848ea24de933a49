using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;

namespace Planton.ProcessBenchmarks;

/// <summary>One start of a provider, as a CLI starts it.</summary>
/// <param name="Handshake">Milliseconds from the start of the process to its line on stdout.</param>
/// <param name="FirstCall">Milliseconds from there to the answer of the first call, which asks for the schemas; the connection and its TLS are part of it.</param>
/// <param name="Resident">Megabytes of memory at the handshake.</param>
/// <param name="Private">Megabytes of it that no other process could share.</param>
/// <param name="Processor">Milliseconds of processor time until the answer.</param>
internal sealed record ProviderStart(double Handshake, double FirstCall, double Resident, double Private, double Processor)
{
    private const string Cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

    private static readonly X509Certificate2 Client = MakeClient();

    /// <summary>Starts it once.</summary>
    public static async Task<ProviderStart> MeasureAsync(string executable)
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(Plugin(executable)) ?? throw new InvalidOperationException($"{executable} did not start.");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            if (line?.Split('|') is not [_, _, _, _, "grpc", _, ..] fields)
            {
                process.Kill();
                throw new InvalidOperationException($"{executable} is no provider: {line}\n{await process.StandardError.ReadToEndAsync()}");
            }

            var handshake = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            var memory = await File.ReadAllLinesAsync($"/proc/{process.Id}/status");
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();

            begun = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var channel = Connect(fields);
            await channel.CreateCallInvoker().AsyncUnaryCall(Schemas(fields[1]), host: null, new CallOptions(cancellationToken: patience.Token), []);
            var answered = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            process.Refresh();
            return new(handshake, answered, ProcessMemory.Megabytes(memory, "VmRSS:"), ProcessMemory.Megabytes(memory, "RssAnon:"), process.TotalProcessorTime.TotalMilliseconds);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>How a CLI starts a provider, or a program that starts one.</summary>
    public static ProcessStartInfo Plugin(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TF_PLUGIN_MAGIC_COOKIE"] = Cookie;
        start.Environment["PLUGIN_PROTOCOL_VERSIONS"] = "5,6";
        start.Environment["PLUGIN_CLIENT_CERT"] = Client.ExportCertificatePem();
        return start;
    }

    /// <summary>The call for the schemas, of either protocol. What the answer says is of no interest, so it stays bytes.</summary>
    private static Method<byte[], byte[]> Schemas(string protocol)
    {
        var bytes = Marshallers.Create(static message => message, static message => message);
        return new(MethodType.Unary, $"tfplugin{protocol}.Provider", protocol == "5" ? "GetSchema" : "GetProviderSchema", bytes, bytes);
    }

    private static GrpcChannel Connect(string[] handshake)
    {
        var server = Convert.FromBase64String(handshake[5].PadRight((handshake[5].Length + 3) / 4 * 4, '='));
        return GrpcChannel.ForAddress("https://localhost", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellation) =>
                {
                    EndPoint place = handshake[2] == "unix" ? new UnixDomainSocketEndPoint(handshake[3]) : IPEndPoint.Parse(handshake[3]);
                    var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(place, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                },
                SslOptions = new SslClientAuthenticationOptions
                {
                    LocalCertificateSelectionCallback = static (_, _, _, _, _) => Client,
                    RemoteCertificateValidationCallback = (_, remote, _, _) => remote is not null && remote.GetRawCertData().AsSpan().SequenceEqual(server),
                },
            },
        });
    }

    /// <summary>Of the curve and the shape that the CLI uses; Go looks at all of it.</summary>
    private static X509Certificate2 MakeClient()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2"), new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12));
    }
}
