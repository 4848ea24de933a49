using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Planton.DigitalOcean.Tests.Proxies;

/// <summary>A client whose way to the API leads through a proxy that this test plays, or that is not there.</summary>
public sealed class ProxyTests
{
    private const string Password = "s3cr3t-w0rd";

    private static readonly byte[] NoAcceptableMethod = [5, 0xff];

    [Theory]
    [InlineData("407 Proxy Authentication Required", "rejected the user name and password in HTTPS_PROXY (407)")]
    [InlineData("403 Forbidden", "does not allow connections to api.example.test (403)")]
    [InlineData("502 Bad Gateway", "could not connect to api.example.test: it returned 502")]
    public async Task A_refusal_is_told_in_own_words_without_the_password(string answer, string words)
    {
        await using var proxy = LoopbackServer.Start(Refusal(answer));
        var calls = new List<ApiCall>();

        var error = await FailAsync($"http://me:{Password}@{proxy.Address.Authority}", calls);

        Assert.StartsWith($"the proxy {proxy.Address.Authority} (from HTTPS_PROXY) {words}", error.ApiMessage, StringComparison.Ordinal);
        Assert.Equal((FailureKind.NotSent, error.ApiMessage), (error.Kind, Assert.Single(calls).Failure));
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        Assert.All(proxy.Requests, static request => Assert.StartsWith("CONNECT api.example.test:443 ", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_demands_a_login_where_there_is_none_says_where_to_put_it()
    {
        await using var proxy = LoopbackServer.Start(Refusal("407 Proxy Authentication Required", "Negotiate", "Basic realm=\"x\""));

        var error = await FailAsync(proxy.Address.Authority);

        Assert.Contains("requires a user name and a password (407); put them into HTTPS_PROXY", error.ApiMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-Authorization", Assert.Single(proxy.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_proxy_that_offers_Negotiate_and_NTLM_beside_Basic_is_answered_with_Basic()
    {
        await using var proxy = LoopbackServer.Start(
            Refusal("407 Proxy Authentication Required", "Negotiate", "NTLM", "Digest realm=\"x\", nonce=\"y\"", "Basic realm=\"x\""), Refusal("403 Forbidden"));

        await FailAsync($"http://m%40e:{Password}%21@{proxy.Address.Authority}");

        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"m@e:{Password}!"));
        Assert.Equal(2, proxy.Requests.Count);
        Assert.Contains($"Proxy-Authorization: Basic {login}\r\n", proxy.Requests[1], StringComparison.OrdinalIgnoreCase);
        Assert.All(proxy.Requests, static request => Assert.DoesNotContain(TestClient.Token, request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("NTLM")]
    public async Task A_proxy_that_offers_no_Basic_is_not_answered(string scheme)
    {
        await using var proxy = LoopbackServer.Start(Refusal("407 Proxy Authentication Required", scheme));

        var error = await FailAsync($"http://me:{Password}@{proxy.Address.Authority}");

        Assert.Contains("the proxy does not support Basic authentication", error.ApiMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-Authorization", Assert.Single(proxy.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5h")]
    public async Task A_dead_proxy_is_named_as_such(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var place = listener.LocalEndpoint.ToString();
        listener.Stop();

        var error = await FailAsync($"{scheme}://me:{Password}@{place}");

        Assert.StartsWith($"the proxy {place} (from HTTPS_PROXY) could not be reached: ", error.ApiMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_whose_name_is_unknown_is_named_as_such()
    {
        var error = await FailAsync($"http://me:{Password}@proxy.invalid:3128");

        Assert.StartsWith("the proxy proxy.invalid:3128 (from HTTPS_PROXY) could not be reached: ", error.ApiMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SOCKS_proxy_that_refuses_is_named_without_the_password()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var failing = FailAsync($"socks5://me:{Password}@{proxy.LocalEndpoint}");
        using (var connection = await proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            await connection.GetStream().WriteAsync(NoAcceptableMethod, TestContext.Current.CancellationToken);
            await connection.GetStream().ReadExactlyAsync(new byte[4], TestContext.Current.CancellationToken);
        }

        var error = await failing;
        Assert.StartsWith($"the proxy {proxy.LocalEndpoint} (from HTTPS_PROXY) could not connect to api.example.test: ", error.ApiMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_behind_the_proxy_names_both()
    {
        await using var proxy = LoopbackServer.Start("HTTP/1.1 200 OK\r\n\r\n");

        var error = await FailAsync($"http://me:{Password}@{proxy.Address.Authority}");

        Assert.StartsWith($"no secure connection to api.example.test through the proxy {proxy.Address.Authority} (from HTTPS_PROXY)", error.ApiMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_demands_a_login_for_plain_http_is_no_answer_of_the_API()
    {
        await using var proxy = LoopbackServer.Start(Refusal("407 Proxy Authentication Required", "Basic realm=\"x\""));

        var error = await FailAsync(proxy.Address.Authority, variable: "HTTP_PROXY", endpoint: "http://api.example.test");

        Assert.Equal((FailureKind.NotSent, null), (error.Kind, error.Status));
        Assert.Contains("put them into HTTP_PROXY", error.ApiMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_holds_no_address_is_an_error_without_its_content()
    {
        var calls = new List<ApiCall>();

        var error = await FailAsync($"ftp://me:{Password}@proxy.example", calls);

        Assert.StartsWith("the environment variable HTTPS_PROXY does not contain the address of a proxy", error.ApiMessage, StringComparison.Ordinal);
        Assert.Single(calls);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_machine_itself_is_asked_directly()
    {
        await using var api = LoopbackServer.Start(LoopbackServer.Json("""{"registry":{"name":"reg"}}"""));
        using var client = Client(api.Address.AbsoluteUri, new() { ["HTTP_PROXY"] = "http://127.0.0.1:1" }, calls: null);

        Assert.NotNull(await client.Registries.FindAsync("reg"));
    }

    private static string Refusal(string status, params string[] schemes) =>
        $"HTTP/1.1 {status}\r\n{string.Concat(schemes.Select(static scheme => $"Proxy-Authenticate: {scheme}\r\n"))}Content-Length: 0\r\nConnection: close\r\n\r\n";

    private static async Task<ApiException> FailAsync(
        string proxy, List<ApiCall>? calls = null, string variable = "HTTPS_PROXY", string endpoint = "https://api.example.test")
    {
        using var client = Client(endpoint, new() { [variable] = proxy }, calls);
        return await Assert.ThrowsAsync<ApiException>(() => client.Registries.FindAsync("reg"));
    }

    private static DigitalOceanClient Client(string endpoint, Dictionary<string, string> environment, List<ApiCall>? calls) =>
        new(TestClient.Options with { Endpoint = new Uri(endpoint), RetryMax = 0 }, new EagerTime(), new Random(1), calls is null ? null : calls.Add, variable: environment.GetValueOrDefault);
}
