using System.Net;
using Planton.DigitalOcean.Registries;

namespace Planton.DigitalOcean.Tests;

/// <summary>What really goes over a socket.</summary>
public sealed class WireTests
{
    private const string Registry = """{"registry":{"name":"reg"}}""";

    [Theory]
    [InlineData("", "team/app", "/v2/registries/reg/repositories/team%2Fapp/tags?per_page=200")]
    [InlineData("/", "a b", "/v2/registries/reg/repositories/a%20b/tags?per_page=200")]
    [InlineData("/prefix/do", "x?y#z", "/prefix/do/v2/registries/reg/repositories/x%3Fy%23z/tags?per_page=200")]
    [InlineData("/prefix/", "../../x", "/prefix/v2/registries/reg/repositories/..%2F..%2Fx/tags?per_page=200")]
    [InlineData("", "100%25", "/v2/registries/reg/repositories/100%2525/tags?per_page=200")]
    [InlineData("", "sha256:ab", "/v2/registries/reg/repositories/sha256:ab/tags?per_page=200")]
    [InlineData("", "é\r\nx", "/v2/registries/reg/repositories/%C3%A9%0D%0Ax/tags?per_page=200")]
    public async Task Path_segments_stay_escaped_under_any_base_address(string prefix, string repository, string target)
    {
        await using var server = LoopbackServer.Start(LoopbackServer.Json("""{"tags":[]}"""));
        using var client = Client(server, prefix);
        await client.Repositories.ListTagsAsync("reg", repository).ToListAsync();
        Assert.Equal($"GET {target} HTTP/1.1", Assert.Single(server.Requests).Split("\r\n")[0]);
    }

    [Fact]
    public async Task A_request_carries_token_agent_and_accepted_form()
    {
        await using var server = LoopbackServer.Start(LoopbackServer.Json(Registry, "HTTP/1.1 201 Created"));
        using var client = Client(server);
        await client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg", Region = "fra1" });
        var lines = Assert.Single(server.Requests).Split("\r\n");
        Assert.Equal("POST /v2/registries HTTP/1.1", lines[0]);
        Assert.Contains($"Authorization: Bearer {TestClient.Token}", lines);
        Assert.Contains("User-Agent: agent/1.0 (test)", lines);
        Assert.Contains("Accept: application/json", lines);
        Assert.Contains("Content-Type: application/json", lines);
        Assert.Equal("""{"name":"reg","region":"fra1"}""", lines[^1]);
        Assert.DoesNotContain(lines, line => line.StartsWith("Cookie", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_removal_carries_its_body()
    {
        await using var server = LoopbackServer.Start("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        using var client = Client(server);
        await client.Kubernetes.RemoveRegistryAsync("c-1", "reg");
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("DELETE /v2/kubernetes/registries HTTP/1.1", request, StringComparison.Ordinal);
        Assert.EndsWith("""{"cluster_uuids":["c-1"],"registries":["reg"]}""", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = LoopbackServer.Start(LoopbackServer.Json(Registry));
        await using var server = LoopbackServer.Start($"HTTP/1.1 307 Temporary Redirect\r\nLocation: {target.Address}v2/registries/reg\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, error.Status);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var server = LoopbackServer.Start(LoopbackServer.Json(Registry, "HTTP/1.1 200 OK\r\nSet-Cookie: a=b"));
        using var client = Client(server);
        await client.Registries.GetAsync("reg");
        await client.Registries.GetAsync("reg");
        Assert.DoesNotContain("Cookie", server.Requests[1], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"registry\":{\"name\":\"reg\"}}", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"reg\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"registry\":{\"na", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: applica", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot gzip at!", false)]
    [InlineData("", false)]
    [InlineData("", true)]
    public async Task A_lost_answer_is_repeated_for_reads_and_ambiguous_for_writes(string bytes, bool reset)
    {
        await using var broken = LoopbackServer.Start(index => new(index == 0 ? bytes : LoopbackServer.Json(Registry), reset && index == 0));
        using var reading = Client(broken);
        Assert.Equal("reg", (await reading.Registries.GetAsync("reg")).Name);
        Assert.Equal(2, broken.Requests.Count);

        await using var again = LoopbackServer.Start(_ => new(bytes, reset));
        using var writing = Client(again);
        var error = await Assert.ThrowsAsync<ApiException>(() => writing.GarbageCollections.StartAsync("reg", "unreferenced blobs only"));
        Assert.Equal(FailureKind.Ambiguous, error.Kind);
        Assert.Single(again.Requests);
    }

    [Fact]
    public async Task A_refusal_whose_explanation_is_lost_stays_a_refusal()
    {
        await using var server = LoopbackServer.Start("HTTP/1.1 422 Unprocessable Entity\r\nContent-Length: 1000\r\n\r\n{\"id\":\"unpro");
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" }));
        Assert.Equal((FailureKind.Refused, HttpStatusCode.UnprocessableEntity), (error.Kind, error.Status));
        Assert.Contains("Unprocessable Entity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_port_means_not_sent_and_every_attempt_is_made()
    {
        Uri address;
        await using (var server = LoopbackServer.Start(""))
        {
            address = server.Address;
        }

        var calls = new List<ApiCall>();
        using var client = new DigitalOceanClient(TestClient.Options with { Endpoint = address, RetryMax = 2 }, new EagerTime(), new Random(1), calls.Add);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" }));
        Assert.Equal((FailureKind.NotSent, 3), (error.Kind, error.Attempts));
        Assert.Equal(3, calls.Count);
    }

    [Fact]
    public async Task Something_else_than_HTTP_is_told()
    {
        await using var server = LoopbackServer.Start("SSH-2.0-OpenSSH_9.6\r\n\r\n");
        using var client = Client(server, retryMax: 0);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.Registries.GetAsync("reg"));
        Assert.Equal(FailureKind.Ambiguous, error.Kind);
    }

    [Theory]
    [InlineData("credentials")]
    [InlineData("registry")]
    [InlineData("run")]
    public async Task What_must_not_be_repeated_is_sent_once_when_the_connection_closes_after_other_requests(string what)
    {
        await using var server = LoopbackServer.Start(index => index == 0
            ? new LoopbackServer.Reply(LoopbackServer.Json(Registry).Replace("Connection: close\r\n", "", StringComparison.Ordinal), KeepsOpen: true)
            : new LoopbackServer.Reply(""));
        using var client = Client(server);
        await client.Registries.GetAsync("reg");

        var error = await Assert.ThrowsAsync<ApiException>(() => what switch
        {
            "credentials" => client.DockerCredentials.CreateAsync("reg", readWrite: false, expirySeconds: 60),
            "registry" => client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" }),
            _ => client.GarbageCollections.StartAsync("reg", "unreferenced_blobs_only"),
        });

        Assert.Equal(FailureKind.Ambiguous, error.Kind);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task What_may_be_repeated_shares_a_connection_and_what_may_not_never_does()
    {
        var connections = new List<int>();
        await using var server = LoopbackServer.Start((connection, _) =>
        {
            connections.Add(connection);
            return new(LoopbackServer.Json(Registry).Replace("Connection: close\r\n", "", StringComparison.Ordinal), KeepsOpen: true);
        });
        using var client = Client(server);

        await client.Registries.GetAsync("reg");
        await client.Registries.GetAsync("reg");
        await client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" });
        await client.Registries.CreateAsync(new CreateRegistryRequest { Name = "reg" });
        await client.Registries.GetAsync("reg");

        Assert.Equal([0, 0, 1, 2, 0], connections);
    }

    private static DigitalOceanClient Client(LoopbackServer server, string prefix = "", int retryMax = 4) => new(
        TestClient.Options with { Endpoint = new Uri(server.Address, prefix), UserAgent = "agent/1.0 (test)", RetryMax = retryMax }, new EagerTime(), new Random(1));
}
