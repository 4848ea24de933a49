using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;

namespace Planton.Acceptance;

/// <summary>The provider block and the environment: what each sets, and which comes first.</summary>
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
    [InlineData("right", "wrong", "wrong")]
    [InlineData(null, "right", "wrong")]
    [InlineData(null, null, "right")]
    [InlineData(null, "", "right")]
    public async Task The_argument_wins_over_the_first_variable_and_that_over_the_second(string? argument, string? first, string? second)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
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

    [Fact]
    public async Task The_endpoint_argument_wins_over_the_variable()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        await using var other = await Scenario.StartAsync(Engine.Terraform);
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
    [InlineData("DIGITALOCEAN_TOKEN", "two words")]
    [InlineData("DIGITALOCEAN_API_URL", "http://api.example.com")]
    [InlineData("DIGITALOCEAN_HTTP_RETRY_MAX", "many")]
    [InlineData("DIGITALOCEAN_HTTP_RETRY_MAX", "-1")]
    [InlineData("DIGITALOCEAN_HTTP_RETRY_MAX", "2.5")]
    [InlineData("DIGITALOCEAN_HTTP_RETRY_WAIT_MIN", "1s")]
    [InlineData("DIGITALOCEAN_HTTP_RETRY_WAIT_MAX", "NaN")]
    [InlineData("DIGITALOCEAN_REQUESTS_PER_SECOND", "x")]
    public async Task A_variable_with_a_wrong_value_is_an_error_that_names_it(string variable, string value)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Set(variable, value).Write(Registry);

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Contains(variable, $"{error.Summary} {error.Detail}", StringComparison.Ordinal);
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("2", 3)]
    public async Task Reads_are_repeated_as_often_as_the_variable_says(string retries, int requests)
    {
        await using var scenario = await WithRegistryAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Status = 503, Path = "/v2/registries/acme" });
        scenario.Cli.Set("DIGITALOCEAN_HTTP_RETRY_MAX", retries).Write(Probe);

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
    public async Task Requests_say_which_CLI_and_provider_send_them(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write(Registry);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.All(
            scenario.Simulator.Requests.All,
            static request => Assert.Matches(@"^Terraform/\d+\.\d+\.\d+\S* terraform-provider-planton/\d+\.\d+\.\d+", request.UserAgent));
    }

    [Fact]
    public async Task The_argument_for_retries_wins_over_the_variable()
    {
        await using var scenario = await WithRegistryAsync();
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
        await using var scenario = await WithRegistryAsync();
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

    private static async Task<Scenario> WithRegistryAsync()
    {
        var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        return scenario;
    }

    private static string Provider(string argument) => $"provider \"planton\" {{\n  {argument}\n}}";
}
