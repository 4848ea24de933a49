using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Planton.DigitalOcean.Kubernetes;
using Planton.DigitalOcean.Tests.Tls;

namespace Planton.DigitalOcean.Tests.ClusterApi;

/// <summary>Whom a client with the credentials of a cluster gives its token to.</summary>
public sealed class ClusterTrustTests
{
    private readonly Issued _authority = Issued.Authority("CN=Cluster");
    private readonly List<string> _tokens = [];

    [Fact]
    public async Task The_server_of_the_given_authority_is_believed()
    {
        await ListAsync(_authority.ForHost("127.0.0.1"), _authority.Pem);

        Assert.Equal(["Bearer token-of-the-cluster"], _tokens);
    }

    [Fact]
    public async Task One_of_several_given_authorities_is_enough() =>
        await ListAsync(_authority.ForHost("127.0.0.1"), Issued.Authority("CN=Old").Pem + "\n" + _authority.Pem);

    [Fact]
    public async Task A_server_of_another_authority_is_refused_before_it_sees_the_token() =>
        await AssertRefusedAsync(Issued.Authority("CN=Cluster").ForHost("127.0.0.1"), _authority.Pem);

    [Fact]
    public async Task A_server_with_the_certificate_of_another_host_is_refused_before_it_sees_the_token() =>
        await AssertRefusedAsync(_authority.ForHost("other.test"), _authority.Pem);

    /// <summary>An authority that this machine trusts for the rest of the world says nothing about a cluster.</summary>
    [Fact]
    public async Task An_authority_of_the_machine_is_not_trusted()
    {
        var other = Issued.Authority("CN=Machine");
        var bundle = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(bundle, other.Pem);
            await AssertRefusedAsync(other.ForHost("127.0.0.1"), _authority.Pem, name => name == "SSL_CERT_FILE" ? bundle : null);
        }
        finally
        {
            File.Delete(bundle);
        }
    }

    [Fact]
    public async Task Certificates_that_cannot_be_read_are_an_error_of_the_credentials()
    {
        var failure = await Assert.ThrowsAsync<ApiException>(() => ListAsync(_authority.ForHost("127.0.0.1"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));

        Assert.Equal((FailureKind.Malformed, "/v2/kubernetes/clusters/c-1/credentials"), (failure.Kind, failure.Path));
    }

    private async Task AssertRefusedAsync(X509Certificate2 server, string trusted, Func<string, string?>? variable = null)
    {
        var failure = await Assert.ThrowsAsync<ApiException>(() => ListAsync(server, trusted, variable));

        Assert.Equal(FailureKind.NotSent, failure.Kind);
        Assert.Contains("no secure connection", failure.ApiMessage, StringComparison.Ordinal);
        Assert.Empty(_tokens);
    }

    private async Task ListAsync(X509Certificate2 certificate, string trusted, Func<string, string?>? variable = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        await using var server = builder.Build();
        server.Run(async context =>
        {
            _tokens.Add(context.Request.Headers.Authorization.ToString());
            await context.Response.WriteAsync("""{"kind":"PodList","items":[]}""");
        });
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        using var client = new DigitalOceanClient(TestClient.Options with { RetryMax = 0 }, TimeProvider.System, new Random(1), variable: variable ?? (static _ => null));
        using var cluster = client.ConnectTo(new ClusterCredentials("c-1", new Uri(address), trusted, "token-of-the-cluster"));
        Assert.Empty(await cluster.ListPodsAsync());
    }
}
