using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Tests.Hosting;

/// <summary>Who gets in.</summary>
public sealed class MutualTlsTests
{
    [Fact]
    public async Task The_host_with_its_certificate_gets_in()
    {
        await using var cli = new FakeCli();
        var line = await cli.StartAsync();

        var metadata = await new Provider.ProviderClient(cli.Connect(line)).GetMetadataAsync(new());

        Assert.True(metadata.ServerCapabilities.PlanDestroy);
    }

    [Fact]
    public async Task A_host_that_connects_again_gets_in_again()
    {
        await using var cli = new FakeCli();
        var line = await cli.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            using var channel = cli.Connect(line);
            await new Provider.ProviderClient(channel).GetMetadataAsync(new());
        }

        Assert.Equal(3, cli.Provider.Calls);
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_equal_looks_stays_out()
    {
        using var lookalike = Certificates.Host();
        var errors = await RefusedAsync(lookalike, tls: true);

        Assert.Contains("is not the one of PLUGIN_CLIENT_CERT", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_certificate_stays_out()
    {
        var errors = await RefusedAsync(certificate: null, tls: true);

        Assert.Contains("the client has no certificate", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_TLS_stays_out() => await RefusedAsync(certificate: null, tls: false);

    [Theory]
    [InlineData(-2, -1)]
    [InlineData(1, 2)]
    public async Task The_right_certificate_at_the_wrong_time_stays_out(int fromHours, int toHours)
    {
        var now = DateTimeOffset.UtcNow;
        using var certificate = Certificates.Host(now.AddHours(fromHours), now.AddHours(toHours));
        await using var cli = new FakeCli().With("PLUGIN_CLIENT_CERT", certificate.ExportCertificatePem()).With("TF_LOG", "WARN");
        var line = await cli.StartAsync();

        await Assert.ThrowsAsync<RpcException>(() => CallAsync(cli.Connect(line, certificate, tls: true)));

        Assert.Equal(0, cli.Provider.Calls);
        Assert.Contains("is valid from", cli.Errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_client_certificate_the_server_speaks_plain_HTTP_2()
    {
        await using var cli = new FakeCli().WithoutTls();
        var line = await cli.StartAsync();

        Assert.Equal("", line.Fields[5]);
        await new Provider.ProviderClient(cli.Connect(line)).GetMetadataAsync(new());
        Assert.Equal(1, cli.Provider.Calls);
    }

    /// <summary>Checks that the connection fails, nothing reaches the provider, and the host still gets in afterwards.</summary>
    /// <returns>The log.</returns>
    private static async Task<string> RefusedAsync(X509Certificate2? certificate, bool tls)
    {
        await using var cli = new FakeCli().With("TF_LOG", "WARN");
        var line = await cli.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CallAsync(cli.Connect(line, certificate, tls)));

        Assert.Contains(refusal.StatusCode, (StatusCode[])[StatusCode.Unavailable, StatusCode.Internal]);
        Assert.Equal(0, cli.Provider.Calls);
        await CallAsync(cli.Connect(line));
        Assert.Equal(1, cli.Provider.Calls);
        return cli.Errors.Text;
    }

    private static async Task CallAsync(ChannelBase channel) => await new Provider.ProviderClient(channel).GetMetadataAsync(new());
}
