using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Registries;

namespace TerraformProviderPlanton.Tests.Registries;

public sealed class RegistryCreationTests
{
    [Fact]
    public async Task Before_the_time_of_the_service_is_known_no_registry_is_taken_for_ours()
    {
        using var client = new DigitalOceanClient(
            new() { Token = ProviderFixture.Token, Endpoint = new("https://api.example.test") }, TimeProvider.System, new Random(1), primary: new Silent());
        var creation = new RegistryCreation(client, TimeProvider.System, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => creation.RunAsync(new() { Name = "main" }));

        Assert.Equal("The registry \"main\" already exists", Assert.Single(refused.Diagnostics).Summary);
    }

    /// <summary>Loses the answer to a create, tells no time, and has had the registry for years.</summary>
    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is null)
            {
                return new(HttpStatusCode.OK) { Content = new StringContent("""{"registry":{"name":"main","created_at":"2020-01-01T00:00:00Z"}}""") };
            }

            await request.Content.ReadAsByteArrayAsync(cancellationToken);
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection closed.");
        }
    }
}
