using System.Net;
using System.Text;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class DockerCredentialsClientTests
{
    private static readonly DigitalOceanClientOptions Revoking = TestClient.Options with { RevocationEndpoint = new Uri("https://cloud.example.test/v1/oauth/revoke") };

    [Theory]
    [InlineData("a@example.test:tok", "a@example.test", "tok")]
    [InlineData("tok:tok", "tok", "tok")]
    [InlineData("odd:user@example.test:tok", "odd:user@example.test", "tok")]
    [InlineData("a@example.test:tok\n", "a@example.test", "tok")]
    public async Task Credentials_are_parted_at_the_last_colon(string pair, string username, string password)
    {
        var body = Config("registry.digitalocean.com", pair);
        var api = new StubApi().Then(200, body);
        using var client = TestClient.Of(api);
        var credentials = await client.DockerCredentials.CreateAsync("reg", readWrite: true, expirySeconds: 3600);
        Assert.Equal((body, "registry.digitalocean.com", username, password), (credentials.ConfigJson, credentials.Server, credentials.Username, credentials.Password));
        Assert.Equal("/v2/registries/reg/docker-credentials?read_write=true&expiry_seconds=3600", api.Requests[0].PathAndQuery);
        Assert.DoesNotContain(password, credentials.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"auths":null}""")]
    [InlineData("""{"auths":{}}""")]
    [InlineData("""{"auths":{"registry.digitalocean.com":null}}""")]
    [InlineData("""{"auths":{"registry.digitalocean.com":{}}}""")]
    [InlineData("""{"auths":{"registry.digitalocean.com":{"auth":"%%%"}}}""")]
    [InlineData("""{"auths":{"registry.digitalocean.com":{"auth":"c2VjcmV0"}}}""")]
    public async Task An_answer_without_credentials_is_malformed_and_not_quoted(string body)
    {
        using var client = TestClient.Of(new StubApi().Then(200, body));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.DockerCredentials.CreateAsync("reg", readWrite: false, expirySeconds: 0));
        Assert.Equal(FailureKind.Malformed, error.Kind);
        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_576_800_001)]
    public async Task A_life_that_the_API_would_refuse_is_not_asked_for(long seconds)
    {
        using var client = TestClient.Of(new StubApi());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.DockerCredentials.CreateAsync("reg", readWrite: false, seconds));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    public async Task A_token_is_revoked_by_itself(int status, bool revoked)
    {
        var api = new StubApi().Then(status);
        using var client = TestClient.Of(api, options: Revoking);
        Assert.Equal(revoked, await client.DockerCredentials.RevokeAsync(new DockerCredentials("{}", "s", "u", "to+k/=")));
        var request = Assert.Single(api.Requests);
        Assert.Equal(("POST", "https://cloud.example.test/v1/oauth/revoke", "token=to%2Bk%2F%3D"), (request.Method, request.Address.AbsoluteUri, request.Body));
        Assert.Equal(("Bearer to+k/=", "application/x-www-form-urlencoded"), (request.Headers["Authorization"], request.ContentType));
    }

    [Fact]
    public async Task A_revocation_that_fails_is_told()
    {
        var api = new StubApi { Always = static _ => StubApi.Answer(HttpStatusCode.BadGateway, "no tokens today: secret-token") };
        using var client = TestClient.Of(api, options: Revoking);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.DockerCredentials.RevokeAsync(new DockerCredentials("{}", "s", "u", "secret-token")));
        Assert.DoesNotContain("secret-token", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revocation_whose_answer_is_lost_is_repeated_since_revoking_twice_is_revoking_once()
    {
        var api = new StubApi().Then(HttpStatusCode.BadGateway).Then(401);
        using var client = TestClient.Of(api, options: Revoking);
        Assert.False(await client.DockerCredentials.RevokeAsync(new DockerCredentials("{}", "s", "u", "tok")));
        Assert.Equal(2, api.Requests.Count);
    }

    private static string Config(string server, string pair) =>
        $$"""{"auths":{"{{server}}":{"auth":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}}"} } }""";
}
