using System.Text.Json;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>
/// The functions, with Terraform: OpenTofu knows functions of providers from 1.7 on, and must plan and apply everything else with a
/// provider that has them, as all other scenarios show.
/// </summary>
public sealed class FunctionTests
{
    private const string Digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Theory]
    [InlineData("provider::planton::image(\"acme\", \"team/web\", \"v1\")", "\"registry.digitalocean.com/acme/team/web:v1\"")]
    [InlineData($"provider::planton::image(\"acme\", \"web\", \"{Digest}\")", $"\"registry.digitalocean.com/acme/web@{Digest}\"")]
    [InlineData("provider::planton::cron_next(\"0 3 * * SUN\", \"Europe/Berlin\", \"2026-03-28T12:00:00Z\")", "\"2026-03-29T01:00:00Z\"")]
    [InlineData("provider::planton::cron_next(\"@monthly\", \"UTC\", \"2026-03-01T01:00:00+01:00\")", "\"2026-04-01T00:00:00Z\"")]
    [InlineData("provider::planton::manifests_decode(file(\"acme.yaml\"))[0].metadata.labels.team", "\"web\"")]
    [InlineData("provider::planton::manifest_decode(file(\"acme.yaml\")).metadata.labels.team", "\"web\"")]
    [InlineData("jsonencode(provider::planton::manifest_decode(file(\"acme.yaml\")).region)", "\"null\"")]
    public async Task The_console_shows_the_result_without_token_and_api(string expression, string result)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", null).Set("DIGITALOCEAN_API_URL", null).Write(string.Empty).Add("acme.yaml", Manifest("acme", "  labels: { team: web }"));

        var shown = (await scenario.Cli.EvaluateAsync(expression)).Succeeds();

        Assert.Equal(result, shown.Output.Trim());
    }

    [Fact]
    public async Task The_console_shows_a_manifest_with_its_types()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write(string.Empty).Add("acme.yaml", Manifest("acme", "  tags: [a, b]"));

        var shown = (await scenario.Cli.EvaluateAsync("provider::planton::manifest_decode(file(\"acme.yaml\"))")).Succeeds();

        Assert.Equal(
            """
            {
              "docker_credentials" = null /* object */
              "doks_integration" = null /* object */
              "garbage_collection_enabled" = false
              "metadata" = {
                "env" = tostring(null)
                "group" = tostring(null)
                "id" = tostring(null)
                "labels" = tomap({})
                "name" = "acme-resource"
                "org" = tostring(null)
                "tags" = tolist([
                  "a",
                  "b",
                ])
              }
              "name" = "acme"
              "region" = tostring(null)
              "subscription_tier_slug" = "professional"
            }
            """,
            shown.Output.Trim());
    }

    [Theory]
    [InlineData("image(\"Acme\", \"web\", \"v1\")", "registry", "Acme\"", "A registry name has 1 to 63 lower-case letters, digits and dashes, and neither begins nor ends with a dash.")]
    [InlineData("image(\"acme\", \"web:v1\", \"v1\")", "repository", "web:v1\"", "A repository has one or more parts separated by \"/\".")]
    [InlineData("image(\"acme\", \"web\", \"sha256:12\")", "tag", "sha256:12\"", "A digest is \"sha256:\" followed by 64 lower-case hexadecimal digits, with nothing before or after it.")]
    [InlineData("image(\"acme\", \"web\", null)", "tag", "null", "argument must not be null.")]
    [InlineData("cron_next(\"0 24 * * *\", \"UTC\", \"2026-03-01T00:00:00Z\")", "schedule", "0 24 * * *\"", "The hour field \"24\" is not valid.")]
    [InlineData("cron_next(\"@daily\", \"Berlin\", \"2026-03-01T00:00:00Z\")", "time_zone", "Berlin\"", "\"Berlin\" is not a time zone of the IANA database. Did you mean \"Europe/Berlin\"?")]
    [InlineData("cron_next(\"@daily\", \"UTC\", \"2026-03-01\")", "after", "2026-03-01\"", "\"2026-03-01\" is not a valid time. Give date, time and offset")]
    [InlineData("cron_next(\"@daily\", \"UTC\", \"9999-01-01T00:00:00Z\")", "after", "9999-01-01T00:00:00Z\"", "the calendar ends with the year 9998.")]
    [InlineData("manifest_decode(\"acme.yaml\")", "yaml", "acme.yaml\"", "Pass the text of the manifest, not the name of its file: file(\"registry.yaml\").")]
    [InlineData("manifest_decode(file(\"bad.yaml\"))", "yaml", "file(\"bad.yaml\"", "The manifest has 2 errors.\nLine 4, column 3: \"metadata.lables\" is not a key of \"metadata\". Did you mean \"labels\"?")]
    [InlineData("manifest_decode(file(\"bomb.yaml\"))", "yaml", "file(\"bomb.yaml\"", "Collections are nested more than 32 levels deep here; no manifest needs that.")]
    public async Task An_error_points_at_its_argument_at_validate(string call, string parameter, string marked, string says)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli
            .Write($$"""
                output "result" {
                  value = provider::planton::{{call}}
                }
                """)
            .Add("bad.yaml", Manifest("acme", "  lables: { team: web }", "  region: Frankfurt"))
            .Add("bomb.yaml", new string('[', 100_000));

        var validated = (await scenario.Cli.ValidateAsync()).Fails();

        var error = validated.OnlyError();
        Assert.Equal("Invalid function argument", error.Summary);
        Assert.StartsWith($"Invalid value for \"{parameter}\" parameter: ", error.Detail, StringComparison.Ordinal);
        Assert.Contains(says, error.Detail, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Detail, StringComparison.Ordinal);
        Assert.Equal($"value = provider::planton::{call}", error.Code);
        Assert.StartsWith(marked, Marked(validated), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_errors_of_a_manifest_stand_line_by_line_below_the_call()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli
            .Write("""
                output "result" {
                  value = provider::planton::manifest_decode(file("bad.yaml"))
                }
                """)
            .Add("bad.yaml", Manifest("acme", "  lables: { team: web }", "  region: Frankfurt"));

        var plan = (await scenario.Cli.PlanAsync("-no-color")).Fails().Says("while calling provider::planton::manifest_decode(yaml)");

        Assert.Contains("\nLine 4, column 3: \"metadata.lables\" is not a key", plan.Text, StringComparison.Ordinal);
        Assert.Contains("\nLine 8, column 11: \"spec.region\" cannot be \"Frankfurt\"", plan.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_manifests_becomes_registries_and_their_images()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli
            .Add("registries/one.yaml", Manifest("one", "  env: production", "  region: FRA1"))
            .Add("registries/two.yaml", Manifest("two", "  labels: { team: web }", "  region: nyc3").Replace("\n", "\r\n", StringComparison.Ordinal))
            .Add("registries/three.yaml", "\uFEFF" + Manifest("three", "  org: acme").Replace("subscription_tier: professional", "subscriptionTier: PROFESSIONAL", StringComparison.Ordinal))
            .Write("""
                locals {
                  files      = fileset(path.module, "registries/*.yaml")
                  manifests  = [for name in local.files : provider::planton::manifest_decode(file("${path.module}/${name}"))]
                  registries = { for manifest in local.manifests : manifest.name => manifest }
                }

                resource "planton_docr_registry" "all" {
                  for_each = local.registries

                  name                       = each.value.name
                  subscription_tier_slug     = each.value.subscription_tier_slug
                  region                     = each.value.region
                  garbage_collection_enabled = each.value.garbage_collection_enabled
                }

                output "images" {
                  value = { for name, registry in planton_docr_registry.all : name => provider::planton::image(registry.name, "web", "v1") }
                }

                output "next" {
                  value = { for name, registry in planton_docr_registry.all : name => provider::planton::cron_next("@weekly", "UTC", registry.created_at) }
                }

                output "metadata" {
                  value = { for name, manifest in local.registries : name => manifest.metadata }
                }
                """);

        var planned = await scenario.Cli.PlannedAsync();
        Assert.All(["one", "two", "three"], name => Assert.Equal("create", planned[$"planton_docr_registry.all[\"{name}\"]"]));
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();

        Assert.Equal(["one", "three", "two"], scenario.Simulator.World.Registries.Select(static registry => registry.Name).Order(StringComparer.Ordinal));
        Assert.Equal("fra1", (await scenario.Cli.StateOfAsync("planton_docr_registry.all[\"one\"]")).GetProperty("region").GetString());
        Assert.Equal("nyc3", (await scenario.Cli.StateOfAsync("planton_docr_registry.all[\"two\"]")).GetProperty("region").GetString());
        var outputs = await OutputsAsync(scenario);
        Assert.Equal("registry.digitalocean.com/two/web:v1", outputs.GetProperty("images").GetProperty("value").GetProperty("two").GetString());
        Assert.Equal("2026-11-22T00:00:00Z", outputs.GetProperty("next").GetProperty("value").GetProperty("three").GetString());
        var metadata = outputs.GetProperty("metadata").GetProperty("value");
        Assert.Equal("production", metadata.GetProperty("one").GetProperty("env").GetString());
        Assert.Equal("web", metadata.GetProperty("two").GetProperty("labels").GetProperty("team").GetString());
        Assert.Equal("acme", metadata.GetProperty("three").GetProperty("org").GetString());
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task What_is_known_only_after_apply_skips_the_call_and_is_checked_then()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write("""
            variable "tag" {}

            resource "terraform_data" "any" {
              input = var.tag
            }

            output "image" {
              value = provider::planton::image("acme", "web", terraform_data.any.output)
            }

            output "manifest" {
              value = provider::planton::manifest_decode(yamlencode({
                apiVersion = "digital-ocean.project-planton.org/v1"
                kind       = "DigitalOceanContainerRegistry"
                metadata   = { name = terraform_data.any.id }
                spec       = { name = "acme", subscription_tier = "basic" }
              })).name
            }
            """);

        (await scenario.Cli.PlanAsync("-var=tag=no tag")).Succeeds();
        var error = (await scenario.Cli.ApplyAsync("-json", "-var=tag=no tag")).Fails().OnlyError();
        Assert.StartsWith("Invalid value for \"tag\" parameter: A tag has", error.Detail, StringComparison.Ordinal);
        (await scenario.Cli.ApplyAsync("-var=tag=v2")).Succeeds();

        var outputs = await OutputsAsync(scenario);
        Assert.Equal("registry.digitalocean.com/acme/web:v2", outputs.GetProperty("image").GetProperty("value").GetString());
        Assert.Equal("acme", outputs.GetProperty("manifest").GetProperty("value").GetString());
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Fact]
    public async Task The_schema_describes_every_function_and_parameter()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.UseMirror("0.1.0").Write(string.Empty);
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds();

        var schemas = (await scenario.Cli.RunAsync("providers", "schema", "-json")).Succeeds();

        var functions = JsonDocument.Parse(schemas.Output).RootElement.GetProperty("provider_schemas").EnumerateObject().Single().Value.GetProperty("functions").EnumerateObject().ToList();
        Assert.Equal(["cron_next", "image", "manifest_decode", "manifests_decode"], functions.Select(static function => function.Name).Order(StringComparer.Ordinal));
        Assert.All(functions, static function =>
        {
            Assert.EndsWith(".", function.Value.GetProperty("summary").GetString(), StringComparison.Ordinal);
            Assert.All(function.Value.GetProperty("parameters").EnumerateArray(), static parameter =>
                Assert.EndsWith(".", parameter.GetProperty("description").GetString(), StringComparison.Ordinal));
        });
    }

    private static async Task<JsonElement> OutputsAsync(Scenario scenario) =>
        JsonDocument.Parse((await scenario.Cli.RunAsync("output", "-json")).Succeeds().Output).RootElement;

    /// <summary>The part of the source that the only error underlines, without an opening quote, and what follows it in the line.</summary>
    private static string Marked(CliResult validated)
    {
        var snippet = JsonDocument.Parse(validated.Output).RootElement.GetProperty("diagnostics").EnumerateArray()
            .Single(static diagnostic => diagnostic.GetProperty("severity").GetString() == "error").GetProperty("snippet");
        return snippet.GetProperty("code").GetString()![snippet.GetProperty("highlight_start_offset").GetInt32()..];
    }

    private static string Manifest(string name, string metadata, string spec = "") => $"""
        apiVersion: digital-ocean.project-planton.org/v1
        kind: DigitalOceanContainerRegistry
        metadata:
        {metadata}
          name: {name}-resource
        spec:
          name: {name}
        {spec}
          subscription_tier: professional
        """;
}
