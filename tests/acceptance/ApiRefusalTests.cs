using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;

namespace Planton.Acceptance;

/// <summary>An API that refuses, that is overloaded, or that is not there: what the user is told to do.</summary>
public sealed class ApiRefusalTests
{
    private const string Address = "planton_docr_registry.main";

    private const string Probe = """
        data "planton_docr_registry" "main" {
          name = "acme"
        }
        """;

    private const string Registry = """
        provider "planton" {}

        resource "planton_docr_registry" "main" {
          name = "acme"
        }
        """;

    [Fact]
    public async Task A_refused_token_is_an_error_that_says_where_tokens_come_from()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddToken("another");
        scenario.Cli.Write(Registry);

        var failed = (await scenario.Cli.ApplyAsync()).Fails();

        failed.Says("401").Says("DIGITALOCEAN_TOKEN").Says("DIGITALOCEAN_ACCESS_TOKEN").DoesNotSay(Workspace.Canary);
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    [Fact]
    public async Task A_token_without_the_scope_is_an_error_that_names_the_scope()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddToken(Workspace.Canary, "registry:read");
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Fails().Says("403").Says("registry:create");

        Assert.Null(await scenario.Cli.FindStateAsync(Address));
    }

    [Fact]
    public async Task A_used_up_rate_limit_is_an_error_that_says_when_it_resets()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        var reset = scenario.Simulator.Clock.GetUtcNow().AddMinutes(50);
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Status = 429,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ratelimit-remaining"] = "0",
                ["ratelimit-reset"] = reset.ToUnixTimeSeconds().ToString(),
            },
        });
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Fails().Says("the rate limit of the token is exhausted").Says("2026-11-20T10:50:00Z");
    }

    [Fact]
    public async Task A_burst_limit_is_waited_for()
    {
        await using var scenario = await WithRegistryAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Status = 429, Count = 1, Headers = Header("retry-after", "1") });
        scenario.Cli.Write(Probe);

        (await scenario.Cli.PlanAsync()).Succeeds();

        var requests = scenario.Simulator.Requests.All;
        Assert.Equal([429, 200], requests.Take(2).Select(static request => request.Status));
        Assert.Equal(requests[0].Path, requests[1].Path);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_to_sit_out_is_an_error_that_says_until_when()
    {
        await using var scenario = await WithRegistryAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Status = 429, Headers = Header("retry-after", "3600") });
        scenario.Cli.Write(Probe);

        (await scenario.Cli.PlanAsync()).Fails().Says("resets at 2026-11-20T11:00:00Z").Says("requests_per_second");

        Assert.Single(scenario.Simulator.Requests.All);
    }

    [Fact]
    public async Task An_API_that_is_down_is_an_error_that_names_its_address_and_what_to_check()
    {
        var address = $"127.0.0.1:{ClosedPort()}";
        using var cli = new Workspace(Engine.Terraform, new Uri($"http://{address}"));
        cli.Set("DIGITALOCEAN_HTTP_RETRY_MAX", "1").Write(Probe);

        (await cli.PlanAsync()).Fails().Says($"cannot connect to {address}").Says("could not be reached").Says("\"api_endpoint\"").DoesNotSay("Exception");
    }

    [Fact]
    public async Task A_page_of_a_gateway_is_shown_as_words()
    {
        await using var scenario = await WithRegistryAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Html, Body = "<html><body><h1>502 Bad Gateway</h1></body></html>" });
        scenario.Cli.Set("DIGITALOCEAN_HTTP_RETRY_MAX", "0").Write(Probe);

        (await scenario.Cli.PlanAsync()).Fails().Says("The API returned 502").Says("502 Bad Gateway").DoesNotSay("<h1>").DoesNotSay("Exception");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_host_is_not_followed_so_that_the_token_stays_at_home(int status)
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var address = $"http://{stranger.LocalEndpoint}";
        await using var scenario = await WithRegistryAsync();
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Status = status,
            Headers = Header("location", $"{address}/v2/registries/acme?token={Workspace.Canary}"),
            Body = new JsonObject(),
        });
        scenario.Cli.Write(Probe);

        (await scenario.Cli.PlanAsync()).Fails().Says($"a redirect to {address}").Says("not followed").DoesNotSay(Workspace.Canary);

        Assert.False(stranger.Pending(), "The host that the redirect names was called.");
    }

    private static async Task<Scenario> WithRegistryAsync()
    {
        var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        return scenario;
    }

    private static Dictionary<string, string> Header(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    /// <summary>A port on which nobody listens: it was free a moment ago, and the system gives out all others first.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
