using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;

namespace Planton.Acceptance;

/// <summary>The provider block, the environment, and what comes first.</summary>
public sealed class ProviderConfigurationTests
{
    private const string Address = "planton_docr_registry.main";

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

        (await scenario.Cli.ApplyAsync()).Fails().Says("429").Says("2026-11-20T10:50:00Z");
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
}
