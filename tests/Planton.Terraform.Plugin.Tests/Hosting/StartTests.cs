using System.Security.Cryptography.X509Certificates;
using Planton.Terraform.Plugin.Hosting;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>From the command line to the handshake, and the ways not to get there.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("D602BF8F470BC67CA7FAA0386276BBDD4330EFAF76D1A219CB4D6991CA9872B2")]
    public async Task Without_the_cookie_it_explains_itself_to_a_person_and_exits_with_1(string? cookie)
    {
        await using var cli = new FakeCli().With("TF_PLUGIN_MAGIC_COOKIE", cookie);

        Assert.Equal(1, await cli.RunAsync());
        Assert.Contains("is a Terraform and OpenTofu provider", cli.Errors.Text, StringComparison.Ordinal);
        Assert.Contains("source = \"example/planton\"", cli.Errors.Text, StringComparison.Ordinal);
        Assert.Equal("", cli.Output.Text);
    }

    [Theory]
    [InlineData("-version")]
    [InlineData("--version")]
    public async Task It_tells_its_version(string argument)
    {
        await using var cli = new FakeCli();

        Assert.Equal(0, await cli.RunAsync(argument));
        Assert.Matches(@"^terraform-provider-planton 1\.2\.3\n\.NET [0-9]+\.[0-9]+\.[0-9]+(, OpenSSL [0-9]+\.[0-9]+\.[0-9]+, .+)?\n$", cli.Output.Text);
        if (OperatingSystem.IsLinux()) Assert.Contains(", OpenSSL ", cli.Output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x300000D0, "3.0.13")]
    [InlineData(0x30500040, "3.5.4")]
    [InlineData(0x40000000, "4.0.0")]
    public void OpenSSL_tells_its_version_as_a_number(long number, string version) => Assert.Equal(version, RuntimeVersions.OpenSsl(number));

    [Theory]
    [InlineData("-h")]
    [InlineData("-help")]
    [InlineData("--help")]
    public async Task It_tells_its_usage(string argument)
    {
        await using var cli = new FakeCli();

        Assert.Equal(0, await cli.RunAsync(argument));
        Assert.Contains("Usage: terraform-provider-planton", cli.Output.Text, StringComparison.Ordinal);
        Assert.Contains("TF_LOG_PROVIDER_PLANTON", cli.Output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("--debug", "--version")]
    [InlineData("")]
    public async Task It_refuses_arguments_that_it_does_not_know(params string[] arguments)
    {
        await using var cli = new FakeCli();

        Assert.Equal(2, await cli.RunAsync(arguments));
        Assert.Contains("not understood", cli.Errors.Text, StringComparison.Ordinal);
        Assert.Equal("", cli.Output.Text);
    }

    [Fact]
    public async Task The_handshake_is_one_line_and_all_that_stdout_ever_sees()
    {
        await using var cli = new FakeCli();

        var line = await cli.StartAsync();
        await new Terraform.Plugin.Protocol.Provider.ProviderClient(cli.Connect(line)).GetMetadataAsync(new());

        Assert.Equal(["1", "6", "unix", line.Address, "grpc", line.Fields[5]], line.Fields);
        Assert.Single(cli.Output.Writes);
        Assert.EndsWith("\n", cli.Output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('=', line.Fields[5]);
        Assert.Equal("", cli.Errors.Text);
    }

    [Fact]
    public async Task The_server_certificate_is_one_that_Go_and_OpenSSL_accept()
    {
        await using var cli = new FakeCli();

        using var certificate = (await cli.StartAsync()).Certificate!;

        Assert.Equal("CN=localhost", certificate.Subject);
        Assert.Equal(["localhost"], certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
        using var key = certificate.GetECDsaPublicKey()!;
        Assert.Equal(256, key.KeySize);
        Assert.Equal("1.2.840.10045.4.3.2", certificate.SignatureAlgorithm.Value); // ECDSA with SHA-256.
        Assert.InRange(certificate.NotBefore.ToUniversalTime(), DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddMinutes(-5));
        Assert.True(certificate.NotAfter.ToUniversalTime() > DateTime.UtcNow.AddYears(1));
        Assert.Contains(certificate.Extensions.OfType<X509KeyUsageExtension>(), e => e.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));
        Assert.Equal(2, certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Count);
    }

    [Fact]
    public async Task Two_processes_never_share_an_address_or_a_certificate()
    {
        await using var one = new FakeCli();
        await using var other = new FakeCli();

        var (a, b) = (await one.StartAsync(), await other.StartAsync());

        Assert.NotEqual(a.Address, b.Address);
        Assert.NotEqual(a.Fields[5], b.Fields[5]);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_host_that_knows_multiplexing_learns_that_there_is_none(string asked)
    {
        await using var cli = new FakeCli().With("PLUGIN_MULTIPLEX_GRPC", asked);

        Assert.Equal("false", (await cli.StartAsync()).Fields[6]);
    }

    [Fact]
    public async Task A_host_without_our_protocol_gets_our_version_and_reports_it_itself()
    {
        await using var cli = new FakeCli().With("PLUGIN_PROTOCOL_VERSIONS", "5").With("TF_LOG", "warn");

        Assert.Equal("6", (await cli.StartAsync()).Fields[1]);
        Assert.Contains("The host speaks the plugin protocols 5, this provider 6.", cli.Errors.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public async Task A_client_certificate_that_is_none_stops_the_start(string pem)
    {
        await using var cli = new FakeCli().With("PLUGIN_CLIENT_CERT", pem);

        Assert.Equal(1, await cli.RunAsync());
        Assert.StartsWith("terraform-provider-planton: The environment variable PLUGIN_CLIENT_CERT", cli.Errors.Text, StringComparison.Ordinal);
        // It is no handshake, and so the CLI shows it.
        Assert.Equal(cli.Errors.Text, cli.Output.Text);
    }

    [Fact]
    public async Task A_crash_looks_to_the_CLI_like_a_panic()
    {
        await using var cli = new FakeCli();

        Assert.Equal(2, await cli.Run(_ => throw new InvalidOperationException("no memory of that")));
        Assert.StartsWith("panic: System.InvalidOperationException: no memory of that\n", cli.Errors.Text, StringComparison.Ordinal);
        Assert.Contains("   at ", cli.Errors.Text, StringComparison.Ordinal);
        Assert.Equal("", cli.Output.Text);
    }

    [Fact]
    public async Task Settings_of_the_user_for_web_programs_have_no_say()
    {
        // Process-wide, but without effect on any other test exactly if this test is right.
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://127.0.0.1:1;nonsense");
        Environment.SetEnvironmentVariable("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", "No.Such.Assembly");
        Environment.SetEnvironmentVariable("Kestrel__Endpoints__Http__Url", "http://127.0.0.1:1");
        await using var cli = new FakeCli().With("TF_LOG", "trace");

        var line = await cli.StartAsync();

        Assert.True((await new Terraform.Plugin.Protocol.Provider.ProviderClient(cli.Connect(line)).GetMetadataAsync(new())).ServerCapabilities.PlanDestroy);
        Assert.DoesNotContain("127.0.0.1:1", cli.Errors.Text, StringComparison.Ordinal);
    }
}
