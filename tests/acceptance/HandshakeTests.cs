using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>Who gets into the released executable, and what it says to somebody who starts it by hand.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HandshakeTests
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

    [Theory]
    [InlineData("PLUGIN_PROTOCOL_VERSIONS", "6")]
    [InlineData("TF_PLUGIN_MAGIC_COOKIE", "another")]
    public async Task Without_the_cookie_of_a_CLI_it_says_so_whatever_else_is_set(string variable, string value)
    {
        using var process = Start(new() { [variable] = value });

        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("plugin", said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_socket_and_its_folder_are_the_users_alone()
    {
        await using var host = await Host.StartAsync();

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(host.Socket) & Others);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(host.Socket)!));
    }

    [Fact]
    public async Task Another_user_of_the_machine_can_neither_connect_nor_list_the_folder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only root can act as another user; run as root, with setpriv (util-linux).");
        await using var host = await Host.StartAsync();
        const string Connect = "require('net').connect(process.argv[1]).on('connect', function () { console.log('connected'); this.destroy(); }).on('error', e => console.log(e.code))";

        Assert.Equal("connected", await RunAsync("node", "-e", Connect, host.Socket));
        Assert.Equal("EACCES", await RunAsync("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "node", "-e", Connect, host.Socket));
        Assert.Equal(string.Empty, await RunAsync("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "ls", "-a", Path.GetDirectoryName(host.Socket)!));
        Assert.Contains(Path.GetFileName(host.Socket), await RunAsync("ls", "-a", Path.GetDirectoryName(host.Socket)!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_CLI_with_its_certificate_gets_an_answer()
    {
        await using var host = await Host.StartAsync();
        Assert.NotEmpty(await AnswerAsync(host, host.Certificate));
    }

    [Fact]
    public async Task A_client_without_TLS_hears_nothing()
    {
        await using var host = await Host.StartAsync();
        Assert.Empty(await PlainTextAsync(host.Socket));
    }

    [Fact]
    public async Task A_client_without_a_certificate_hears_nothing()
    {
        await using var host = await Host.StartAsync();
        Assert.Empty(await AnswerAsync(host, certificate: null));
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_equal_looks_hears_nothing()
    {
        await using var host = await Host.StartAsync();
        using var lookalike = Issue(Valid);
        Assert.Empty(await AnswerAsync(host, lookalike));
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_another_authority_hears_nothing()
    {
        await using var host = await Host.StartAsync();
        using var authority = Issue(Valid);
        using var issued = Issue(Valid, authority);
        Assert.Empty(await AnswerAsync(host, issued));
    }

    [Theory]
    [InlineData(-2, -1)]
    [InlineData(1, 2)]
    public async Task The_right_certificate_out_of_its_time_is_answered_nothing(int fromHours, int toHours)
    {
        await using var host = await Host.StartAsync((fromHours, toHours));
        Assert.Empty(await AnswerAsync(host, host.Certificate));
    }

    private static (int From, int To) Valid => (-1, 1);

    /// <summary>What the server says over TLS to the beginning of HTTP/2; nothing when it closes the door.</summary>
    private static async Task<byte[]> AnswerAsync(Host host, X509Certificate2? certificate)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(host.Socket), TestContext.Current.CancellationToken);
        await using var stream = new SslStream(new NetworkStream(socket));
        var answer = new byte[64];
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    ApplicationProtocols = [SslApplicationProtocol.Http2],
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
                    RemoteCertificateValidationCallback = (_, server, _, _) => server is not null && server.GetRawCertData().AsSpan().SequenceEqual(host.ServerCertificate),
                },
                TestContext.Current.CancellationToken);
            await stream.WriteAsync(Greeting, TestContext.Current.CancellationToken);
            var length = await stream.ReadAsync(answer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
            return answer[..length];
        }
        catch (Exception refusal) when (refusal is IOException or AuthenticationException)
        {
            return [];
        }
    }

    /// <summary>What the server says to HTTP/2 without TLS, but for alerts of TLS itself, which begin with 0x15.</summary>
    private static async Task<byte[]> PlainTextAsync(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Greeting, TestContext.Current.CancellationToken);
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

    private static ReadOnlyMemory<byte> Greeting { get; } = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");

    private static X509Certificate2 Issue((int From, int To) hours, X509Certificate2? authority = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(authority is null ? "CN=localhost" : "CN=client", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority is null, false, 0, critical: true));
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(hours.From), DateTimeOffset.UtcNow.AddHours(hours.To));
        if (authority is null) return request.CreateSelfSigned(from, to);

        using var issued = request.Create(authority, new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter), [1]);
        return issued.CopyWithPrivateKey(key);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await error;
        return (await output).Trim();
    }

    /// <summary>The executable as a CLI starts it, and the certificate that it was told to expect.</summary>
    private sealed class Host(Process process, string socket, byte[] serverCertificate, X509Certificate2 certificate) : IAsyncDisposable
    {
        public string Socket => socket;

        public byte[] ServerCertificate => serverCertificate;

        public X509Certificate2 Certificate => certificate;

        public static Task<Host> StartAsync() => StartAsync(Valid);

        public static async Task<Host> StartAsync((int From, int To) hours)
        {
            var certificate = Issue(hours);
            var process = Start(new()
            {
                ["TF_PLUGIN_MAGIC_COOKIE"] = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
                ["PLUGIN_PROTOCOL_VERSIONS"] = "6",
                ["PLUGIN_CLIENT_CERT"] = certificate.ExportCertificatePem(),
            });
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
            var handshake = line!.Split('|');
            Assert.Equal(["1", "6", "unix"], handshake[..3]);
            // go-plugin writes base64 without its padding.
            return new(process, handshake[3], Convert.FromBase64String(handshake[5].PadRight((handshake[5].Length + 3) / 4 * 4, '=')), certificate);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            certificate.Dispose();
        }
    }

    private static Process Start(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Tools.Provider) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment.Remove("TF_PLUGIN_MAGIC_COOKIE");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
    }
}
