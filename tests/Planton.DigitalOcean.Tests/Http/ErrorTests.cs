using System.Net;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("""{"id":"not_found","message":"The resource you requested could not be found.","request_id":"r-1"}""", "not_found", "The resource you requested could not be found.", "r-1")]
    [InlineData("""{"id":"conflict","message":"name already exists"}""", "conflict", "name already exists", "head-1")]
    [InlineData("""{"message":"must be < 63 and > 0"}""", null, "must be < 63 and > 0", "head-1")]
    [InlineData("""{"error":"invalid","messages":["name is taken","region is unknown"],"root_causes":["validation"]}""", null, "invalid: name is taken; region is unknown: validation", "head-1")]
    [InlineData("""{"error":"invalid","messages":[],"root_causes":null}""", null, "invalid", "head-1")]
    [InlineData("""{"id":null,"message":null}""", null, "the response gives no reason (Conflict)", "head-1")]
    [InlineData("""{"message":{"detail":"odd"}}""", null, """{"detail":"odd"}""", "head-1")]
    [InlineData("""["odd"]""", null, """["odd"]""", "head-1")]
    [InlineData("\"odd\"", null, "odd", "head-1")]
    [InlineData("", null, "the response gives no reason (Conflict)", "head-1")]
    [InlineData("   ", null, "the response gives no reason (Conflict)", "head-1")]
    [InlineData("upstream connect error\r\n\t\u001b[31m reset", null, "upstream connect error [31m reset", "head-1")]
    [InlineData("<html><head><title>409 Conflict</title></head>\n<body><h1>Sorry</h1></body></html>", null, "409 Conflict Sorry", "head-1")]
    [InlineData("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad\nGateway</h1><hr>nginx</body></html>", null, "502 Bad Gateway nginx", "head-1")]
    [InlineData("<p>cut off<b", null, "cut off", "head-1")]
    [InlineData("""{"message":"half \ud800"}""", null, """{"message":"half \ud800"}""", "head-1")]
    public async Task Every_form_of_error_body_is_told(string body, string? id, string message, string requestId)
    {
        var api = new StubApi().Then(409, body, answer => answer.Headers.Add("x-request-id", "head-1"));
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal((id, message, requestId), (error.Id, error.ApiMessage, error.RequestId));
        Assert.Equal((HttpStatusCode.Conflict, FailureKind.Refused, "GET", "/v2/registries/reg", "registry:read"), (error.Status, error.Kind, error.Method, error.Path, error.RequiredScope));
    }

    [Fact]
    public async Task The_text_names_call_status_words_and_request_id()
    {
        using var client = TestClient.Of(new StubApi().Then(404, """{"id":"not_found","message":"gone","request_id":"r-1"}"""));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal("GET /v2/registries/reg: 404 NotFound: gone (id not_found, request id r-1)", error.Message);
    }

    [Theory]
    [InlineData(400, FailureKind.Refused)]
    [InlineData(401, FailureKind.Refused)]
    [InlineData(403, FailureKind.Refused)]
    [InlineData(412, FailureKind.Refused)]
    [InlineData(422, FailureKind.Refused)]
    [InlineData(500, FailureKind.Ambiguous)]
    [InlineData(501, FailureKind.Refused)]
    [InlineData(503, FailureKind.Ambiguous)]
    public async Task The_status_tells_what_became_of_a_write(int status, FailureKind kind)
    {
        using var client = TestClient.Of(new StubApi().Then(status));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Subscription.UpdateAsync(TierSlugs.Basic));
        Assert.Equal((kind, 1), (error.Kind, error.Attempts));
    }

    [Theory]
    [InlineData("{}", "does not contain a registry")]
    [InlineData("""{"registry":null}""", "does not contain a registry")]
    [InlineData("""{"registry":{}}""", "does not contain a registry")]
    [InlineData("null", "the response is null")]
    [InlineData("", "the response is empty")]
    [InlineData("[]", "at $")]
    [InlineData("""{"registry":[]}""", "at $.registry")]
    [InlineData("""{"registry":{"name":5}}""", "at $.registry.name")]
    [InlineData("""{"registry":{"name":"reg","storage_usage_bytes":"many"}}""", "at $.registry.storage_usage_bytes")]
    [InlineData("""{"registry":{"name":"reg","storage_usage_bytes":99999999999999999999}}""", "at $.registry.storage_usage_bytes")]
    [InlineData("""{"registry":{"name":"reg","read_only":"no"}}""", "at $.registry.read_only")]
    [InlineData("""{"registry":{"name":"half \ud800"}}""", "does not have the documented form")]
    [InlineData("""{"registry":{"name":"reg"}} trailing""", "does not have the documented form")]
    [InlineData("<html>log in</html>", "content type application/json")]
    public async Task An_answer_in_a_wrong_form_names_the_call_and_the_place(string body, string what)
    {
        using var client = TestClient.Of(new StubApi().Then(200, body));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal((FailureKind.Malformed, HttpStatusCode.OK), (error.Kind, error.Status));
        Assert.StartsWith("GET /v2/registries/reg: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example.test/login?secret=1", "https://elsewhere.example.test,")]
    [InlineData("/login", "another path,")]
    [InlineData(null, "another path,")]
    public async Task A_redirect_is_an_error_with_advice(string? location, string target)
    {
        var api = new StubApi().Then(302, with: answer => answer.Headers.Location = location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute));
        using var client = TestClient.Of(api);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Single(api.Requests);
        Assert.Contains($"redirect to {target}", error.Message, StringComparison.Ordinal);
        Assert.Contains("set the API endpoint", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_the_API_echoes_is_blanked_everywhere()
    {
        var calls = new List<ApiCall>();
        var body = $$"""{"id":"bad {{TestClient.Token}}","message":"token {{TestClient.Token.ToUpperInvariant()}} is bad","request_id":"{{TestClient.Token}}"}""";
        var api = new StubApi().Then(401, body, answer => answer.Headers.Add("x-request-id", TestClient.Token));
        using var client = TestClient.Of(api, observer: calls.Add);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.DoesNotContain(TestClient.Token, error.ToString() + string.Concat(calls), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("bad ***", "token *** is bad", "***"), (error.Id, error.ApiMessage, error.RequestId));
    }

    [Fact]
    public async Task A_token_of_Docker_credentials_is_blanked_when_its_revocation_fails()
    {
        const string Secret = "doo_v1_secret";
        var options = TestClient.Options with { RevocationEndpoint = new Uri("https://cloud.example.test/v1/oauth/revoke") };
        using var client = TestClient.Of(new StubApi().Then(403, Secret), options: options);
        var credentials = new DockerCredentials("{}", "registry.digitalocean.com", "a@example.test", Secret);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.DockerCredentials.RevokeAsync(credentials));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_message_is_cut()
    {
        using var client = TestClient.Of(new StubApi().Then(409, new string('x', 100_000)));
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.InRange(error.Message.Length, 900, 1200);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_name_that_would_make_another_path_is_refused_before_anything_is_sent(string name)
    {
        var api = new StubApi();
        using var client = TestClient.Of(api);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Registries.GetAsync(name));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Registries.DeleteAsync(name));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.GarbageCollections.ListAsync(name));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Kubernetes.FindClusterAsync(name));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Repositories.ListTagsAsync("reg", name).ToListAsync().AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Repositories.DeleteTagAsync("reg", "web", name));
        Assert.Empty(api.Requests);
    }
}
