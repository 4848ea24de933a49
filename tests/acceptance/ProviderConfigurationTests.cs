using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;

namespace Planton.Acceptance;

/// <summary>The provider block, the environment, and what comes first.</summary>
public sealed class ProviderConfigurationTests
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

    [Theory, EveryEngine]
    public async Task A_missing_token_is_an_error_that_names_the_argument_and_both_variables(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", null).Write(Registry);

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Contains("\"token\"", error.Detail, StringComparison.Ordinal);
        Assert.Contains("DIGITALOCEAN_TOKEN", error.Detail, StringComparison.Ordinal);
        Assert.Contains("DIGITALOCEAN_ACCESS_TOKEN", error.Detail, StringComparison.Ordinal);
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Theory]
    [EveryEngine("right", "wrong", "wrong")]
    [EveryEngine(null, "right", "wrong")]
    [EveryEngine(null, null, "right")]
    [EveryEngine(null, "", "right")]
    public async Task The_argument_wins_over_the_first_variable_and_that_over_the_second(Engine engine, string? argument, string? first, string? second)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddToken("right");
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", first).Set("DIGITALOCEAN_ACCESS_TOKEN", second)
            .Write($$"""
                provider "planton" {
                  token = {{(argument is null ? "null" : $"\"{argument}\"")}}
                }

                resource "planton_docr_registry" "main" {
                  name = "acme"
                }
                """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Single(scenario.Simulator.World.Registries);
        Assert.All(scenario.Simulator.Requests.All, static request => Assert.True(request.Authorized));
    }

    [Theory, EveryEngine]
    public async Task The_endpoint_argument_wins_over_the_variable(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        await using var other = await Scenario.StartAsync(engine);
        scenario.Cli.Set("DIGITALOCEAN_API_URL", other.Simulator.Endpoint.ToString()).Write($$"""
            provider "planton" {
              api_endpoint = "{{scenario.Simulator.Endpoint}}"
            }

            resource "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Single(scenario.Simulator.World.Registries);
        Assert.Empty(other.Simulator.Requests.All);
    }

    [Theory]
    [EveryEngine("DIGITALOCEAN_TOKEN", "two words")]
    [EveryEngine("DIGITALOCEAN_API_URL", "http://api.example.com")]
    [EveryEngine("DIGITALOCEAN_HTTP_RETRY_MAX", "many")]
    [EveryEngine("DIGITALOCEAN_HTTP_RETRY_MAX", "-1")]
    [EveryEngine("DIGITALOCEAN_HTTP_RETRY_MAX", "2.5")]
    [EveryEngine("DIGITALOCEAN_HTTP_RETRY_WAIT_MIN", "1s")]
    [EveryEngine("DIGITALOCEAN_HTTP_RETRY_WAIT_MAX", "NaN")]
    [EveryEngine("DIGITALOCEAN_REQUESTS_PER_SECOND", "x")]
    public async Task A_variable_with_a_wrong_value_is_an_error_that_names_it(Engine engine, string variable, string value)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Set(variable, value).Write(Registry);

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Contains(variable, $"{error.Summary} {error.Detail}", StringComparison.Ordinal);
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Theory]
    [EveryEngine("0", 1)]
    [EveryEngine("2", 3)]
    public async Task Reads_are_repeated_as_often_as_the_variable_says(Engine engine, string retries, int requests)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.Faults.Add(new FaultRule { Status = 503, Path = "/v2/registries/acme" });
        scenario.Cli.Set("DIGITALOCEAN_HTTP_RETRY_MAX", retries).Write("""
            data "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        (await scenario.Cli.PlanAsync()).Fails().Says("503");

        Assert.Equal(requests, scenario.Count("GET", "/v2/registries/acme"));
    }

    [Theory, EveryEngine]
    public async Task A_token_that_is_not_known_yet_defers_every_call_to_the_apply(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", null).Write("""
            resource "terraform_data" "token" {
              input = "made-in-this-run"
            }

            provider "planton" {
              token = terraform_data.token.output
            }

            resource "planton_docr_registry" "main" {
              name                   = "acme"
              subscription_tier_slug = "basic"
              region                 = "fra1"
            }

            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name = planton_docr_registry.main.name
              schedule      = "@weekly"
            }

            resource "planton_docr_doks_integration" "main" {
              registry_name = planton_docr_registry.main.name
              cluster_uuids = ["0a11f53e-0b0c-4c5e-8a3b-000000000001"]
            }
            """);
        scenario.Simulator.World.AddCluster(new() { Id = "0a11f53e-0b0c-4c5e-8a3b-000000000001", Name = "one", Region = "fra1" });
        scenario.Simulator.World.AddToken("made-in-this-run");

        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("create", plan[Address]);
        Assert.Empty(scenario.Simulator.Requests.All);

        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        Assert.Single(scenario.Simulator.World.Registries);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_refused_token_is_an_error_that_says_where_tokens_come_from(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddToken("another");
        scenario.Cli.Write(Registry);

        var failed = (await scenario.Cli.ApplyAsync()).Fails();

        failed.Says("401").Says("DIGITALOCEAN_TOKEN").Says("DIGITALOCEAN_ACCESS_TOKEN").DoesNotSay(Workspace.Canary);
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    [Theory, EveryEngine]
    public async Task A_token_without_the_scope_is_an_error_that_names_the_scope(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddToken(Workspace.Canary, "registry:read");
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Fails().Says("403").Says("registry:create");

        Assert.Null(await scenario.Cli.FindStateAsync(Address));
    }

    [Theory, EveryEngine]
    public async Task A_used_up_rate_limit_is_an_error_that_says_when_it_resets(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
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

    [Theory, EveryEngine]
    public async Task Requests_say_which_CLI_and_provider_send_them(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.All(
            scenario.Simulator.Requests.All,
            static request => Assert.Matches(@"^Terraform/\d+\.\d+\.\d+\S* terraform-provider-planton/\d+\.\d+\.\d+", request.UserAgent));
    }

    [Theory, EveryEngine]
    public async Task The_argument_for_retries_wins_over_the_variable(Engine engine)
    {
        await using var scenario = await WithRegistryAsync(engine);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 503, Path = "/v2/registries/acme" });
        scenario.Cli.Set("DIGITALOCEAN_HTTP_RETRY_MAX", "5").Write($"{Provider("http_retry_max = 1")}\n{Probe}");

        (await scenario.Cli.PlanAsync()).Fails().Says("503");

        Assert.Equal(2, scenario.Count("GET", "/v2/registries/acme"));
    }

    [Theory]
    [InlineData("", "/v2/")]
    [InlineData("/", "/v2/")]
    [InlineData("/gateway", "/gateway/v2/")]
    [InlineData("/gateway/", "/gateway/v2/")]
    public async Task A_path_in_the_endpoint_comes_before_the_paths_of_the_API(string path, string begin)
    {
        await using var scenario = await WithRegistryAsync(Engine.Terraform);
        var endpoint = scenario.Simulator.Endpoint.AbsoluteUri.TrimEnd('/') + path;
        scenario.Cli.Write($"{Provider($"api_endpoint = \"{endpoint}\"")}\n{Probe}");

        await scenario.Cli.PlanAsync();

        Assert.NotEmpty(scenario.Simulator.Requests.All);
        Assert.All(scenario.Simulator.Requests.All, request => Assert.StartsWith(begin, request.Path, StringComparison.Ordinal));
    }

    [Theory, EveryEngine]
    public async Task An_endpoint_that_is_not_known_yet_defers_every_call_to_the_apply(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        await using var other = await Scenario.StartAsync(engine);
        scenario.Cli.Set("DIGITALOCEAN_API_URL", other.Simulator.Endpoint.ToString()).Write($$"""
            resource "terraform_data" "endpoint" {
              input = "{{scenario.Simulator.Endpoint}}"
            }
            {{Provider("api_endpoint = terraform_data.endpoint.output")}}
            {{RegistryTests.Registry("acme", "basic", "fra1")}}
            """);

        (await scenario.Cli.PlanAsync()).Succeeds().Says("2 to add");
        Assert.Empty(scenario.Simulator.Requests.All);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Single(scenario.Simulator.World.Registries);
        Assert.Empty(other.Simulator.Requests.All);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_burst_limit_is_waited_for(Engine engine)
    {
        await using var scenario = await WithRegistryAsync(engine);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 429, Count = 1, Headers = Header("retry-after", "1") });
        scenario.Cli.Write(Probe);

        (await scenario.Cli.PlanAsync()).Succeeds();

        var requests = scenario.Simulator.Requests.All;
        Assert.Equal([429, 200], requests.Take(2).Select(static request => request.Status));
        Assert.Equal(requests[0].Path, requests[1].Path);
    }

    [Theory, EveryEngine]
    public async Task A_wait_that_is_too_long_to_sit_out_is_an_error_that_says_until_when(Engine engine)
    {
        await using var scenario = await WithRegistryAsync(engine);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 429, Headers = Header("retry-after", "3600") });
        scenario.Cli.Write(Probe);

        (await scenario.Cli.PlanAsync()).Fails().Says("resets at 2026-11-20T11:00:00Z").Says("requests_per_second");

        Assert.Single(scenario.Simulator.Requests.All);
    }

    [Theory, EveryEngine]
    public async Task An_API_that_is_down_is_an_error_that_names_its_address_and_what_to_check(Engine engine)
    {
        var address = $"127.0.0.1:{ClosedPort()}";
        using var cli = new Workspace(engine, new Uri($"http://{address}"));
        cli.Set("DIGITALOCEAN_HTTP_RETRY_MAX", "1").Write(Probe);

        (await cli.PlanAsync()).Fails().Says($"cannot connect to {address}").Says("could not be reached").Says("\"api_endpoint\"").DoesNotSay("Exception");
    }

    [Theory, EveryEngine]
    public async Task A_page_of_a_gateway_is_shown_as_words(Engine engine)
    {
        await using var scenario = await WithRegistryAsync(engine);
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
        await using var scenario = await WithRegistryAsync(Engine.Terraform);
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

    private static async Task<Scenario> WithRegistryAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        return scenario;
    }

    private static string Provider(string argument) => $"provider \"planton\" {{\n  {argument}\n}}";

    private static Dictionary<string, string> Header(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    /// <summary>A port on which nobody listens: it was free a moment ago, and the system gives out all others first.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
