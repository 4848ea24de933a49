using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests;

public sealed class ProviderSettingsTests
{
    private static readonly Dictionary<string, string> Token = new() { ["DIGITALOCEAN_TOKEN"] = "t" };

    [Fact]
    public void Without_anything_but_a_token_the_defaults_hold()
    {
        var options = Read(new(), Token)!;

        Assert.Equal(("t", "https://api.digitalocean.com/"), (options.Token, options.Endpoint.ToString()));
        Assert.Equal((4, 1.0, 30.0, 0.0), (options.RetryMax, options.RetryWaitMin.TotalSeconds, options.RetryWaitMax.TotalSeconds, options.RequestsPerSecond));
        Assert.Equal("agent", options.UserAgent);
    }

    [Fact]
    public void An_argument_wins_over_a_variable_and_the_first_variable_over_the_second()
    {
        var environment = new Dictionary<string, string>
        {
            ["DIGITALOCEAN_TOKEN"] = "first",
            ["DIGITALOCEAN_ACCESS_TOKEN"] = "second",
            ["DIGITALOCEAN_API_URL"] = "http://127.0.0.1:1",
            ["DIGITALOCEAN_HTTP_RETRY_MAX"] = "7",
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MIN"] = "2.5",
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MAX"] = "9",
            ["DIGITALOCEAN_REQUESTS_PER_SECOND"] = "0.5",
        };

        var variables = Read(new(), environment)!;
        var arguments = Read(new() { Token = "mine", ApiEndpoint = "https://x.example", HttpRetryMax = 0, HttpRetryWaitMin = 0.0, HttpRetryWaitMax = 1.0, RequestsPerSecond = 3.0 }, environment)!;

        Assert.Equal(("first", "http://127.0.0.1:1/", 7, 2.5, 9.0, 0.5), Facts(variables));
        Assert.Equal(("mine", "https://x.example/", 0, 0.0, 1.0, 3.0), Facts(arguments));
        environment["DIGITALOCEAN_TOKEN"] = string.Empty;
        Assert.Equal("second", Read(new(), environment)!.Token);
    }

    [Fact]
    public void The_longest_wait_is_never_shorter_than_the_shortest() =>
        Assert.Equal(60, Read(new() { HttpRetryWaitMin = 60.0 }, Token)!.RetryWaitMax.TotalSeconds);

    [Theory]
    [InlineData(null, null, "token", "No DigitalOcean API token")]
    [InlineData("", null, "token", "No DigitalOcean API token")]
    [InlineData("a b", null, "token", "Invalid DigitalOcean API token")]
    [InlineData("t", "DIGITALOCEAN_API_URL=api.digitalocean.com", "api_endpoint", "Invalid API endpoint")]
    [InlineData("t", "DIGITALOCEAN_API_URL=http://api.digitalocean.com", "api_endpoint", "Invalid API endpoint")]
    [InlineData("t", "DIGITALOCEAN_HTTP_RETRY_MAX=many", "http_retry_max", "Invalid value for DIGITALOCEAN_HTTP_RETRY_MAX")]
    [InlineData("t", "DIGITALOCEAN_HTTP_RETRY_MAX=-1", "http_retry_max", "Invalid value for DIGITALOCEAN_HTTP_RETRY_MAX")]
    [InlineData("t", "DIGITALOCEAN_HTTP_RETRY_WAIT_MIN=NaN", "http_retry_wait_min", "Invalid value for DIGITALOCEAN_HTTP_RETRY_WAIT_MIN")]
    [InlineData("t", "DIGITALOCEAN_HTTP_RETRY_WAIT_MAX=1e9", "http_retry_wait_max", "Invalid value for DIGITALOCEAN_HTTP_RETRY_WAIT_MAX")]
    [InlineData("t", "DIGITALOCEAN_REQUESTS_PER_SECOND=0.00005", "requests_per_second", "Invalid value for DIGITALOCEAN_REQUESTS_PER_SECOND")]
    [InlineData("t", "DIGITALOCEAN_REQUESTS_PER_SECOND=Infinity", "requests_per_second", "Invalid value for DIGITALOCEAN_REQUESTS_PER_SECOND")]
    public void What_is_missing_or_wrong_is_an_error_at_its_argument(string? token, string? variable, string path, string summary)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (token is not null) environment["DIGITALOCEAN_TOKEN"] = token;
        if (variable is not null) environment[variable.Split('=')[0]] = variable.Split('=')[1];
        var diagnostics = new DiagnosticList();

        Assert.Null(new ProviderSettings(environment.GetValueOrDefault, diagnostics).Read(new(), "agent"));

        var error = Assert.Single(diagnostics);
        Assert.Equal((path, summary), (error.Path?.ToString(), error.Summary));
    }

    [Theory]
    [InlineData("https://api.digitalocean.com", true)]
    [InlineData("https://proxy.example/base/", true)]
    [InlineData("http://localhost:4010", true)]
    [InlineData("http://127.8.9.1", true)]
    [InlineData("http://[::1]:4010", true)]
    [InlineData("http://localhost.example", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("ftp://api.digitalocean.com", false)]
    [InlineData("api.digitalocean.com", false)]
    [InlineData("https://", false)]
    [InlineData("", false)]
    [InlineData("https://user:word@api.digitalocean.com", false)]
    [InlineData("https://api.digitalocean.com?x=1", false)]
    [InlineData("https://api.digitalocean.com#x", false)]
    public void An_endpoint_is_https_or_on_loopback(string endpoint, bool isRight) => Assert.Equal(isRight, ProviderRules.ValidateEndpoint(endpoint) is null);

    [Theory]
    [InlineData("dop_v1_0123456789abcdef", true)]
    [InlineData(" token\n", true)]
    [InlineData("'token'", true)]
    [InlineData("' 'token' '", true)]
    [InlineData("' ' '", false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("to ken", false)]
    [InlineData("to\nken", false)]
    [InlineData("tökén", false)]
    public void A_token_can_stand_in_a_header(string token, bool isRight) => Assert.Equal(isRight, ProviderRules.ValidateToken(token) is null);

    [Theory]
    [InlineData("""{ "token": "a b" }""", "token")]
    [InlineData("""{ "api_endpoint": "http://api.digitalocean.com" }""", "api_endpoint")]
    [InlineData("""{ "http_retry_max": 101 }""", "http_retry_max")]
    [InlineData("""{ "http_retry_max": 1.5 }""", "http_retry_max")]
    [InlineData("""{ "http_retry_wait_min": -1 }""", "http_retry_wait_min")]
    [InlineData("""{ "http_retry_wait_max": 3601 }""", "http_retry_wait_max")]
    [InlineData("""{ "requests_per_second": -0.1 }""", "requests_per_second")]
    [InlineData("""{ "requests_per_second": 0.00005 }""", "requests_per_second")]
    [InlineData("""{ "requests_per_second": 0.0099 }""", "requests_per_second")]
    [InlineData("""{ "requests_per_second": 10001 }""", "requests_per_second")]
    [InlineData("""{ "token": "' ' '" }""", "token")]
    public async Task A_wrong_argument_is_refused_at_validate_with_its_path(string config, string path)
    {
        await using var server = await InProcessProvider.StartAsync(new PlantonProvider(Token.GetValueOrDefault, "1", new Random(1)));
        var core = await CoreSimulation.ConnectAsync(server.Channel);

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => core.ConfigureAsync(config));

        Assert.Equal(path, Assert.Single(refused.Errors).Path?.ToString());
        Assert.StartsWith("ValidateProviderConfig", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a b", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(10_000)]
    public void Every_rate_that_is_accepted_makes_a_client(double rate)
    {
        using var client = new DigitalOceanClient(Read(new() { RequestsPerSecond = rate }, Token)!, TimeProvider.System, new Random(1));

        Assert.Null(client.RateLimit);
    }

    [Fact]
    public async Task An_unknown_token_is_no_error()
    {
        await using var server = await InProcessProvider.StartAsync(new PlantonProvider(static _ => null, "1", new Random(1)));
        var core = await CoreSimulation.ConnectAsync(server.Channel);

        await core.ConfigureAsync("""{ "token": "(unknown)" }""");
        var plan = await core.Resource("planton_docr_registry").PlanAsync("""{ "name": "main" }""");

        Assert.Equal(CoreAction.Create, plan.Action);
    }

    [Theory]
    [InlineData("https://api.digitalocean.com", "https://cloud.digitalocean.com/v1/oauth/revoke")]
    [InlineData("http://127.0.0.1:4010", "http://127.0.0.1:4010/v1/oauth/revoke")]
    [InlineData("http://localhost:4010/prefix/", "http://localhost:4010/prefix/v1/oauth/revoke")]
    [InlineData("https://gateway.example", "https://gateway.example/v1/oauth/revoke")]
    public void Tokens_are_revoked_at_DigitalOcean_or_under_the_endpoint_that_stands_for_it(string endpoint, string revocation) =>
        Assert.Equal(revocation, Read(new() { ApiEndpoint = endpoint }, Token)!.RevocationEndpoint.ToString());

    private static (string, string, int, double, double, double) Facts(DigitalOceanClientOptions options) =>
        (options.Token, options.Endpoint.ToString(), options.RetryMax, options.RetryWaitMin.TotalSeconds, options.RetryWaitMax.TotalSeconds, options.RequestsPerSecond);

    private static DigitalOceanClientOptions? Read(ProviderModel model, Dictionary<string, string> environment)
    {
        var diagnostics = new DiagnosticList();
        var options = new ProviderSettings(environment.GetValueOrDefault, diagnostics).Read(model, "agent");
        Assert.Empty(diagnostics);
        return options;
    }
}
