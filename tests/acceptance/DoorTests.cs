using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>Who gets into the released executable, and what it says to somebody who starts it by hand.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DoorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Started_by_hand_it_says_what_it_is_and_ends()
    {
        using var process = Start([]);

        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) + await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("plugin", said, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("terraform", said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_socket_is_the_users_alone_and_a_client_without_the_certificate_hears_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var process = Start(new()
        {
            ["TF_PLUGIN_MAGIC_COOKIE"] = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
            ["PLUGIN_PROTOCOL_VERSIONS"] = "6",
            ["PLUGIN_CLIENT_CERT"] = certificate.ExportCertificatePem(),
        });
        try
        {
            var handshake = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken))!.Split('|');
            Assert.Equal(["1", "6", "unix"], handshake[..3]);
            var socket = handshake[3];

            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(socket) & Others);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(socket)!));
            Assert.Empty(await PlainTextAsync(socket));
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>What the server says to HTTP/2 without TLS, but for alerts of TLS itself, which begin with 0x15.</summary>
    private static async Task<byte[]> PlainTextAsync(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"), TestContext.Current.CancellationToken);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Closed without a word.
        }

        var said = answer.ToArray();
        return said is [0x15, ..] ? [] : said;
    }

    private static Process Start(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Tools.Provider) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment.Remove("TF_PLUGIN_MAGIC_COOKIE");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
    }
}
