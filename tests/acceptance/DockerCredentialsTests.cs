using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>Credentials that live for one run. Terraform 1.11 knows ephemeral resources; the OpenTofu of these tests does not yet.</summary>
public sealed class DockerCredentialsTests
{
    private const string Mints = "/v2/registries/*/docker-credentials";
    private const string Revocations = "/v1/oauth/revoke";

    /// <summary>The credentials reach a provider block, a local, and an ephemeral output of a child module.</summary>
    private const string Use = """
        provider "planton" {}

        ephemeral "planton_docr_docker_credentials" "main" {
          registry_name = "acme"
          read_write    = true
        }

        module "child" {
          source   = "./child"
          password = ephemeral.planton_docr_docker_credentials.main.password
        }

        locals {
          config = ephemeral.planton_docr_docker_credentials.main.docker_config_json
        }

        provider "planton" {
          alias = "inner"
          token = module.child.password
        }

        data "planton_docr_registry" "main" {
          provider = planton.inner
          name     = "acme"
        }

        resource "planton_docr_registry" "other" {
          name = "other"

          lifecycle {
            precondition {
              condition     = ephemeralasnull(local.config) == null
              error_message = "The credentials are no ephemeral value."
            }
          }
        }
        """;

    [Fact]
    public async Task They_reach_what_needs_them_and_nothing_that_is_kept_and_each_run_revokes_its_own()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Set("TF_LOG", "TRACE").Set("TF_LOG_PATH", Path.Combine(scenario.Cli.Folder, "trace.log")).Write(Use);
        (await scenario.Cli.RunAsync("get")).Succeeds();

        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("create", plan["planton_docr_registry.other"]);
        var afterPlan = AllRevoked(scenario, atLeast: 1);

        var shown = (await scenario.Cli.RunAsync("show", "-json", "saved.tfplan")).Succeeds();
        var applied = (await scenario.Cli.ApplySavedPlanAsync()).Succeeds();
        var minted = AllRevoked(scenario, atLeast: afterPlan.Count + 1);

        // The provider that was configured with the token has read with it.
        Assert.Equal("acme", (await scenario.Cli.StateOfAsync("data.planton_docr_registry.main")).GetProperty("id").GetString());
        var log = scenario.Cli.Read("trace.log");
        Assert.Contains("/docker-credentials", log, StringComparison.Ordinal);
        Assert.All(
            [plan.Result.Text, shown.Text, applied.Text, log, scenario.Cli.Read("terraform.tfstate"), Unpacked(Path.Combine(scenario.Cli.Folder, "saved.tfplan"))],
            text => Assert.All(minted, token => DoesNotHold(text, token)));
        Assert.All(minted, static token => Assert.True(token.ReadWrite));
    }

    [Fact]
    public async Task A_second_plan_is_empty_though_its_credentials_are_new()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Write(Use);
        (await scenario.Cli.RunAsync("get")).Succeeds();
        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();

        AllRevoked(scenario, atLeast: 3);
    }

    [Fact]
    public async Task An_apply_that_fails_revokes_them()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Status = 422, Method = "POST", Path = "/v2/registries" });
        scenario.Cli.Write(Use);
        (await scenario.Cli.RunAsync("get")).Succeeds();

        (await scenario.Cli.ApplyAsync()).Fails();

        AllRevoked(scenario, atLeast: 2);
    }

    [Fact]
    public async Task An_apply_that_is_interrupted_revokes_them()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "POST", Path = "/v2/registries", Delay = TimeSpan.FromSeconds(2) });
        scenario.Cli.Write(Use);
        (await scenario.Cli.RunAsync("get")).Succeeds();

        await scenario.Cli.InterruptAllAsync(() => scenario.Count("POST", "/v2/registries") > 0, "apply", "-auto-approve", "-input=false");

        AllRevoked(scenario, atLeast: 2);
    }

    [Fact]
    public async Task A_revocation_that_fails_warns_and_the_run_succeeds()
    {
        await using var scenario = await StartAsync();
        scenario.Simulator.Faults.Add(new FaultRule { Status = 503, Path = Revocations });
        scenario.Cli.Write(Use);
        (await scenario.Cli.RunAsync("get")).Succeeds();

        var applied = (await scenario.Cli.ApplyAsync()).Succeeds();

        applied.Says("The Docker credentials of the registry \"acme\" were not revoked");
        Assert.All(scenario.Simulator.World.MintedTokens, token => DoesNotHold(applied.Text, token));
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_an_error_at_its_name()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write("""
            ephemeral "planton_docr_docker_credentials" "main" {
              registry_name = "acme"
            }
            """);

        var failed = (await scenario.Cli.PlanAsync("-json")).Fails();

        var error = failed.OnlyError();
        Assert.Equal(("The registry \"acme\" does not exist", "registry_name = \"acme\""), (error.Summary, error.Code));
        Assert.Equal(1, scenario.Count("GET", Mints));
    }

    [Fact]
    public async Task A_registry_of_the_same_configuration_is_waited_for_as_the_page_shows()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write("""
            resource "planton_docr_registry" "main" {
              name = "acme"
            }

            resource "terraform_data" "registry" {
              input = planton_docr_registry.main.name
            }

            ephemeral "planton_docr_docker_credentials" "main" {
              registry_name = terraform_data.registry.output
            }
            """);

        (await scenario.Cli.PlanAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.MintedTokens);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Single(AllRevoked(scenario, atLeast: 1));

        await scenario.Cli.PlanIsEmptyAsync();
        AllRevoked(scenario, atLeast: 2);
    }

    [Fact]
    public async Task They_wait_for_a_provider_whose_token_the_same_configuration_makes()
    {
        await using var scenario = await StartAsync();
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", null).Write("""
            resource "terraform_data" "token" {
              input = "dop_v1_made_in_the_apply"
            }

            provider "planton" {
              token = terraform_data.token.output
            }

            ephemeral "planton_docr_docker_credentials" "main" {
              registry_name = "acme"
            }
            """);

        (await scenario.Cli.PlanAsync()).Succeeds().Says("planton_docr_docker_credentials is opened during apply");
        Assert.Empty(scenario.Simulator.Requests.All);
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Single(AllRevoked(scenario, atLeast: 1));
    }

    [Theory]
    [InlineData("expiry_seconds = 0", "expiry_seconds = 0")]
    [InlineData("expiry_seconds = 1576800001", "expiry_seconds = 1576800001")]
    [InlineData("password = \"mine\"", "password = \"mine\"")]
    public async Task A_wrong_argument_fails_at_validate(string argument, string code)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write($$"""
            ephemeral "planton_docr_docker_credentials" "main" {
              registry_name = "acme"
              {{argument}}
            }
            """);

        var failed = (await scenario.Cli.ValidateAsync()).Fails();

        Assert.Equal(code, failed.OnlyError().Code);
    }

    [Theory, EveryEngine]
    public async Task The_schemas_can_be_shown(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write("provider \"planton\" {}");

        var shown = (await scenario.Cli.RunAsync("providers", "schema", "-json")).Succeeds();

        var provider = JsonDocument.Parse(shown.Output).RootElement.GetProperty("provider_schemas").EnumerateObject().Single().Value;
        Assert.True(provider.GetProperty("resource_schemas").TryGetProperty("planton_docr_registry", out _));
        Assert.True(provider.GetProperty("data_source_schemas").TryGetProperty("planton_docr_registry", out _));
        if (engine != Engine.Terraform) return;

        var attributes = provider.GetProperty("ephemeral_resource_schemas").GetProperty("planton_docr_docker_credentials").GetProperty("block").GetProperty("attributes");
        Assert.True(attributes.GetProperty("password").GetProperty("sensitive").GetBoolean());
    }

    private static async Task<Scenario> StartAsync()
    {
        var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "professional");
        var child = Directory.CreateDirectory(Path.Combine(scenario.Cli.Folder, "child"));
        await File.WriteAllTextAsync(Path.Combine(child.FullName, "main.tf"), """
            variable "password" {
              type      = string
              ephemeral = true
            }

            output "password" {
              value     = var.password
              ephemeral = true
            }
            """);
        return scenario;
    }

    private static IReadOnlyList<MintedToken> AllRevoked(Scenario scenario, int atLeast)
    {
        var minted = scenario.Simulator.World.MintedTokens;
        Assert.True(minted.Count >= atLeast, $"{minted.Count} tokens were made, not {atLeast}");
        Assert.All(minted, static token => Assert.True(token.Revoked, $"token {token.Number} lives on"));
        return minted;
    }

    private static void DoesNotHold(string text, MintedToken token)
    {
        Assert.DoesNotContain(token.Token, text, StringComparison.Ordinal);

        // As it stands in docker_config_json; the end is left out, since it may share its last characters with padding.
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"sammy@example.com:{token.Token}"));
        Assert.DoesNotContain(auth[..^4], text, StringComparison.Ordinal);
    }

    /// <summary>All that a plan file holds: it is an archive.</summary>
    private static string Unpacked(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        return string.Concat(archive.Entries.Select(static entry =>
        {
            using var reader = new StreamReader(entry.Open(), Encoding.Latin1);
            return reader.ReadToEnd();
        }));
    }
}
