using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>
/// Wrong input is an error before anything is sent. Each error points at the argument that holds it; all errors of a configuration come in one run.
/// </summary>
public sealed class BadInputTests
{
    private const string Uuid = "0a11f53e-0b0c-4c5e-8a3b-000000000001";

    private static readonly IReadOnlyList<BadInput> Registry =
    [
        new("name", "\"Acme\"", "lower-case letters"),
        new("name", "\"\"", "1 to 63"),
        new("name", "\"-acme\"", "neither begins nor ends with a dash"),
        new("name", "\"acme-\"", "neither begins nor ends with a dash"),
        new("name", "\"a.b\"", "lower-case letters"),
        new("name", "\"acme\\n\"", "lower-case letters"),
        new("name", $"\"{new string('a', 64)}\"", "1 to 63"),
        new("name", "\"options\"", "reserved"),
        new("name", "\"subscription\"", "reserved"),
        new("name", "\"validate-name\"", "reserved"),
        new("name", "null", "null"),
        new("subscription_tier_slug", "\"gold\"", "professional"),
        new("subscription_tier_slug", "\"Basic\"", "professional"),
        new("subscription_tier_slug", "\"\"", "professional"),
        new("region", "\"Frankfurt\"", "region slug"),
        new("region", "\"fra\"", "region slug"),
        new("region", "\"\"", "region slug"),
        new("endpoint", "\"registry.example.com\"", "endpoint"),
        new("created_at", "\"\"", "created_at"),
        new("timeouts", "{ create = \"5\" }", "timeouts.create"),
        new("timeouts", "{ update = \"0s\" }", "timeouts.update"),
        new("timeouts", "{ delete = \"-1h\" }", "timeouts.delete"),
        new("timeouts", "{ create = \"soon\" }", "timeouts.create"),
    ];

    private static readonly IReadOnlyList<BadInput> Policy =
    [
        new("registry_name", "\"No Name\"", "lower-case letters"),
        new("schedule", "\"60 3 * * 0\"", "minute field \"60\" is not valid. Allowed are \"*\" and a number from 0 to 59"),
        new("schedule", "\"0 24 * * 0\"", "hour field \"24\" is not valid. Allowed are \"*\" and a number from 0 to 23"),
        new("schedule", "\"0 3 32 * *\"", "day of month field \"32\" is not valid. Allowed are \"*\" and a number from 1 to 31"),
        new("schedule", "\"0 3 * 13 *\"", "month field \"13\" is not valid. Allowed are \"*\" and a number from 1 to 12"),
        new("schedule", "\"0 3 * * 8\"", "day of week field \"8\" is not valid. Allowed are \"*\" and a number from 0 to 7"),
        new("schedule", "\"0 3 * *\"", "4 fields instead of 5"),
        new("schedule", "\"0 0 3 * * 0\"", "6 fields"),
        new("schedule", "\"@hourly\"", "@daily, @weekly, @monthly"),
        new("schedule", "\"\"", "empty"),
        new("schedule", "\"0 3 30 2 *\"", "never occurs"),
        new("schedule", "\"H 3 * * 0\"", "minute"),
        new("time_zone", "\"Mars/Olympus\"", "IANA"),
        new("time_zone", "\"\"", "IANA"),
        new("time_zone", "\"Europe/Berlim\"", "Did you mean \"Europe/Berlin\"?"),
        new("time_zone", "\"europe/berlin\"", "Did you mean \"Europe/Berlin\"?"),
        new("time_zone", "\"UTC+3\"", "IANA"),
        new("maintenance_window", "\"4 hours\"", "duration"),
        new("maintenance_window", "\"0s\"", "positive duration"),
        new("maintenance_window", "\"-4h\"", "positive duration"),
        new("type", "\"everything\"", "untagged manifests only"),
        new("history_limit", "0", "1"),
        new("history_limit", "101", "100"),
        new("history_limit", "1.5", "whole number"),
        new("due", "true", "due"),
        new("timeouts", "{ create = \"1 hour\" }", "timeouts.create"),
    ];

    private static readonly IReadOnlyList<BadInput> Integration =
    [
        new("registry_name", "\"No Name\"", "lower-case letters"),
        new("cluster_uuids", "[]", "At least one"),
        new("cluster_uuids", "[\"production\"]", "UUID"),
        new("cluster_uuids", $"[\"{Uuid}\", \"{Uuid}0\"]", "UUID"),
        new("cluster_uuids", $"[\"{Uuid.ToUpperInvariant()}\"]", "lower case"),
        new("cluster_uuids", $"[\"{Uuid}\", \"\"]", "UUID"),
        new("cluster_uuids", $"[\"{Uuid}\", null]", "null"),
        new("clusters", "{}", "clusters"),
        new("timeouts", "{ create = \"1d\" }", "timeouts.create"),
    ];

    [Theory, EveryEngine]
    public Task Wrong_arguments_of_a_registry_are_errors_at_the_argument(Engine engine) =>
        CheckAsync(engine, "planton_docr_registry", Registry, new() { ["name"] = "\"acme\"" });

    [Theory, EveryEngine]
    public Task Wrong_arguments_of_a_policy_are_errors_at_the_argument(Engine engine) => CheckAsync(
        engine, "planton_docr_garbage_collection_policy", Policy, new() { ["registry_name"] = "\"acme\"", ["schedule"] = "\"@weekly\"" });

    [Theory, EveryEngine]
    public Task Wrong_arguments_of_an_integration_are_errors_at_the_argument(Engine engine) => CheckAsync(
        engine, "planton_docr_doks_integration", Integration, new() { ["registry_name"] = "\"acme\"", ["cluster_uuids"] = $"[\"{Uuid}\"]" });

    [Theory]
    [EveryEngine("planton_docr_registry", "name", "\"No Name\"")]
    [EveryEngine("planton_docr_garbage_collections", "registry_name", "\"options\"")]
    public async Task Wrong_arguments_of_a_data_source_are_errors_at_the_argument(Engine engine, string type, string argument, string value)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write($$"""
            data "{{type}}" "main" {
              {{argument}} = {{value}}
            }
            """);

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Equal($"{argument} = {value}", error.Code);
        Assert.Equal($"data.{type}.main", error.Address);
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Theory]
    [EveryEngine("token", "\"\"", "empty")]
    [InlineData(Engine.Terraform, "token", "\"two words\"", "white space")]
    [InlineData(Engine.Terraform, "token", "\"line\\nbreak\"", "white space")]
    [InlineData(Engine.Terraform, "api_endpoint", "\"http://api.example.com\"", "https")]
    [InlineData(Engine.Terraform, "api_endpoint", "\"ftp://127.0.0.1\"", "absolute URL")]
    [InlineData(Engine.Terraform, "api_endpoint", "\"api.example.com\"", "absolute URL")]
    [InlineData(Engine.Terraform, "api_endpoint", "\"https://user:secret@api.example.com\"", "user name")]
    [InlineData(Engine.Terraform, "api_endpoint", "\"https://api.example.com/?a=b\"", "query")]
    [InlineData(Engine.Terraform, "api_endpoint", "\"http://127.0.0.1.example.com\"", "https")]
    [InlineData(Engine.Terraform, "api_endpoint", "\"\"", "absolute URL")]
    [InlineData(Engine.Terraform, "http_retry_max", "-1", "0")]
    [InlineData(Engine.Terraform, "http_retry_max", "1.5", "whole number")]
    [InlineData(Engine.Terraform, "http_retry_wait_min", "-0.5", "0")]
    [InlineData(Engine.Terraform, "http_retry_wait_max", "1e9", "3600")]
    [InlineData(Engine.Terraform, "requests_per_second", "-1", "0")]
    public async Task Wrong_arguments_of_the_provider_are_errors_at_the_argument(Engine engine, string argument, string value, string says)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write($$"""
            provider "planton" {
              {{argument}} = {{value}}
            }

            resource "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Equal($"{argument} = {value}", error.Code);
        Assert.Contains(says, $"{error.Summary} {error.Detail}", StringComparison.Ordinal);
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Theory]
    [EveryEngine("planton_docr_registry", "", "name")]
    [InlineData(Engine.Terraform, "planton_docr_garbage_collection_policy", "registry_name = \"acme\"", "schedule")]
    [InlineData(Engine.Terraform, "planton_docr_doks_integration", "registry_name = \"acme\"", "cluster_uuids")]
    public async Task A_required_argument_that_is_missing_is_an_error_that_names_it(Engine engine, string type, string arguments, string missing)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write($$"""
            resource "{{type}}" "main" {
              {{arguments}}
            }
            """);

        var error = (await scenario.Cli.ValidateAsync()).Fails().OnlyError();

        Assert.Contains($"\"{missing}\" is required", $"{error.Summary} {error.Detail}", StringComparison.Ordinal);
        Assert.Equal($"resource \"{type}\" \"main\" {{", error.Code);
    }

    [Fact]
    public async Task Wrong_input_fails_at_validate_too()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write("""
            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name = "acme"
              schedule      = "0 25 * * *"
            }
            """);

        var error = (await scenario.Cli.ValidateAsync()).Fails().OnlyError();

        Assert.Equal("schedule      = \"0 25 * * *\"", error.Code);
    }

    [Theory, EveryEngine]
    public async Task A_value_that_is_not_known_yet_is_checked_as_soon_as_it_is_and_then_nothing_is_sent(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write("""
            resource "terraform_data" "name" {
              input = "Not A Name"
            }

            resource "planton_docr_registry" "main" {
              name = terraform_data.name.output
            }
            """);
        (await scenario.Cli.PlanAsync()).Succeeds();

        var error = (await scenario.Cli.ApplyAsync("-json")).Fails().OnlyError();

        Assert.Equal("name = terraform_data.name.output", error.Code);
        Assert.Equal(0, scenario.Count("POST", "**"));
    }

    [Theory, EveryEngine]
    public async Task Values_that_are_not_known_yet_are_no_errors(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write("""
            resource "terraform_data" "any" {
              input = "acme"
            }

            locals {
              any = terraform_data.any.output
            }

            resource "planton_docr_registry" "main" {
              name                       = local.any
              subscription_tier_slug     = local.any
              region                     = local.any
              garbage_collection_enabled = local.any == "x"
              deletion_protection        = local.any == "x"
              timeouts                   = { create = local.any }
            }

            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name      = local.any
              schedule           = local.any
              time_zone          = local.any
              maintenance_window = local.any
              type               = local.any
              enabled            = local.any == "x"
              history_limit      = length(local.any)
              triggers           = { any = local.any }
            }

            resource "planton_docr_doks_integration" "element" {
              registry_name       = local.any
              cluster_uuids       = [local.any]
              require_same_region = local.any == "x"
            }

            resource "planton_docr_doks_integration" "whole" {
              registry_name = "acme"
              cluster_uuids = toset(split(",", local.any))
            }
            """);

        var plan = (await scenario.Cli.PlanAsync("-json")).Succeeds();

        Assert.Equal(5, plan.Changes.Count);
        Assert.All(plan.Changes.Values, static action => Assert.Equal("create", action));
    }

    /// <summary>One resource for each wrong value, and one run for all of them.</summary>
    private static async Task CheckAsync(Engine engine, string type, IReadOnlyList<BadInput> rows, Dictionary<string, string> valid)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write(string.Join("\n", rows.Select((row, i) =>
        {
            var arguments = new Dictionary<string, string>(valid, StringComparer.Ordinal) { [row.Argument] = row.Value };
            return $"resource \"{type}\" \"row{i}\" {{\n{string.Concat(arguments.Select(static pair => $"  {pair.Key} = {pair.Value}\n"))}}}\n";
        })));

        var plan = (await scenario.Cli.PlanAsync("-json")).Fails();

        var errors = plan.Diagnostics.Where(static diagnostic => diagnostic.Severity == "error").ToDictionary(static error => error.Address, StringComparer.Ordinal);
        Assert.Equal(rows.Count, errors.Count);
        Assert.All(rows.Index(), row =>
        {
            var error = errors[$"{type}.row{row.Index}"];

            // The CLIs show no line for what stands inside of an object; the summary names it.
            Assert.Equal(row.Item.Argument == "timeouts" ? $"resource \"{type}\" \"row{row.Index}\" {{" : $"{row.Item.Argument} = {row.Item.Value}", error.Code);
            var text = $"{error.Summary} {error.Detail}";
            Assert.Contains(row.Item.Argument, text, StringComparison.Ordinal);
            Assert.Contains(row.Item.Says, text, StringComparison.Ordinal);
        });
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    /// <param name="Argument">The argument.</param>
    /// <param name="Value">Its wrong value, as the configuration has it.</param>
    /// <param name="Says">A part of the error.</param>
    private sealed record BadInput(string Argument, string Value, string Says);
}
