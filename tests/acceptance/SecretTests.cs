using System.Text.Json.Nodes;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;

namespace Planton.Acceptance;

/// <summary>The token turns up nowhere but in the header that carries it.</summary>
public sealed class SecretTests
{
    private const string Registry = """
        resource "planton_docr_registry" "main" {
          name = "acme"
        }

        data "planton_docr_registry" "main" {
          name = planton_docr_registry.main.name
        }
        """;

    [Theory, EveryEngine]
    public async Task The_token_is_neither_in_state_nor_in_the_plan_nor_in_the_most_detailed_log(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddToken(Workspace.Canary);
        scenario.Cli.Set("TF_LOG", "TRACE").Set("TF_LOG_PATH", Path.Combine(scenario.Cli.Folder, "trace.log")).Write(Registry);

        var plan = await scenario.Cli.PlannedAsync();
        var shown = (await scenario.Cli.RunAsync("show", "-json", "saved.tfplan")).Succeeds();
        var applied = (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        var log = scenario.Cli.Read("trace.log");
        Assert.Contains("/v2/registries", log, StringComparison.Ordinal);
        Assert.All(
            [plan.Result.Text, shown.Text, applied.Text, log, scenario.Cli.Read("terraform.tfstate")],
            static text => Assert.DoesNotContain(Workspace.Canary, text, StringComparison.Ordinal));
        Assert.All(scenario.Simulator.Requests.All, static request => Assert.True(request.Authorized));
    }

    [Theory, EveryEngine]
    public async Task The_token_is_blanked_where_the_API_repeats_it(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Status = 422,
            Method = "POST",
            Path = "/v2/registries",
            Body = new JsonObject { ["id"] = "unprocessable_entity", ["message"] = $"no registry for {Workspace.Canary} today" },
        });
        scenario.Cli.Set("TF_LOG", "TRACE").Set("TF_LOG_PATH", Path.Combine(scenario.Cli.Folder, "trace.log")).Write(Registry);

        var failed = (await scenario.Cli.ApplyAsync()).Fails();

        failed.Says("no registry for").Says("today").DoesNotSay(Workspace.Canary);
        Assert.DoesNotContain(Workspace.Canary, scenario.Cli.Read("trace.log"), StringComparison.Ordinal);
    }

    [Theory, EveryEngine]
    public async Task A_wrong_token_is_not_repeated_in_its_error(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", $"{Workspace.Canary} {Workspace.Canary}").Write(Registry);

        (await scenario.Cli.PlanAsync()).Fails().Says("white space").DoesNotSay(Workspace.Canary);
    }

    [Theory, EveryEngine]
    public async Task A_token_that_is_an_argument_is_neither_in_state_nor_in_what_the_provider_logs(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddToken(Workspace.Canary);
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", null).Set("TF_VAR_token", Workspace.Canary)
            .Set("TF_LOG_PROVIDER", "TRACE").Set("TF_LOG_PATH", Path.Combine(scenario.Cli.Folder, "trace.log")).Write($$"""
                variable "token" {
                  type      = string
                  sensitive = true
                }

                provider "planton" {
                  token = var.token
                }

                {{Registry}}
                """);

        var applied = (await scenario.Cli.ApplyAsync()).Succeeds();

        var log = scenario.Cli.Read("trace.log");
        Assert.Contains("/v2/registries", log, StringComparison.Ordinal);
        Assert.All([applied.Text, log, scenario.Cli.Read("terraform.tfstate")], static text => Assert.DoesNotContain(Workspace.Canary, text, StringComparison.Ordinal));
        Assert.All(scenario.Simulator.Requests.All, static request => Assert.True(request.Authorized));
    }

    [Theory]
    [InlineData(FaultKind.Status, 401)]
    [InlineData(FaultKind.Status, 422)]
    [InlineData(FaultKind.Status, 500)]
    [InlineData(FaultKind.Html, 502)]
    [InlineData(FaultKind.WrongJson, null)]
    public async Task The_token_is_blanked_in_every_part_of_an_answer(FaultKind kind, int? status)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.Faults.Add(new FaultRule
        {
            Kind = kind,
            Status = status,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-request-id"] = $"of-{Workspace.Canary}" },
            Body = kind == FaultKind.Status
                ? new JsonObject { ["id"] = $"no_{Workspace.Canary}", ["message"] = $"No {Workspace.Canary}.", ["request_id"] = Workspace.Canary }
                : JsonValue.Create($"<html><title>Bearer {Workspace.Canary}</title></html>"),
        });
        scenario.Cli.Set("TF_LOG", "TRACE").Set("DIGITALOCEAN_HTTP_RETRY_MAX", "1").Write("""
            data "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        var failed = (await scenario.Cli.PlanAsync()).Fails();

        Assert.NotEmpty(scenario.Simulator.Requests.All);
        failed.DoesNotSay(Workspace.Canary);
    }
}
