using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The rest of the language around resources: generated configuration, replacement on demand, taint, aliases, modules, tests with mocks.</summary>
public sealed class LanguageTests
{
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";

    [Fact]
    public async Task Configuration_is_generated_for_what_is_imported_and_plans_no_change()
    {
        // OpenTofu 1.6 crashes here on every schema with computed nested attributes, whoever's it is.
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Cluster, Name = "web", Region = "fra1", Registries = ["acme"] });
        scenario.Cli.Write("""
            import {
              to = planton_docr_registry.main
              id = "acme"
            }

            import {
              to = planton_docr_doks_integration.main
              id = "acme"
            }

            import {
              to = planton_docr_garbage_collection_policy.main
              id = "acme"
            }

            import {
              to = planton_docr_subscription.main
              id = "subscription"
            }
            """);

        (await scenario.Cli.PlanAsync("-generate-config-out=generated.tf")).Succeeds().Says("4 to import, 0 to add, 0 to change, 0 to destroy");

        var generated = scenario.Cli.Read("generated.tf");
        Assert.Contains("resource \"planton_docr_registry\" \"main\"", generated, StringComparison.Ordinal);
        Assert.DoesNotContain("endpoint", generated, StringComparison.Ordinal);
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("4 imported, 0 added, 0 changed, 0 destroyed");
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(0, scenario.Simulator.Requests.All.Count(static request => request.Method != "GET"));
    }

    [Theory, EveryEngine]
    public async Task A_registry_is_replaced_on_demand_unless_it_is_protected(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Write(Registry("deletion_protection = true"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        (await scenario.Cli.ApplyAsync("-replace=planton_docr_registry.main")).Fails().Says("is protected");
        (await scenario.Cli.RunAsync("taint", "planton_docr_registry.main")).Succeeds();
        (await scenario.Cli.ApplyAsync()).Fails().Says("is protected");
        Assert.Equal(0, scenario.Count("DELETE", "/v2/registries/acme"));

        (await scenario.Cli.RunAsync("untaint", "planton_docr_registry.main")).Succeeds();
        scenario.Cli.Write(Registry(string.Empty));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.ApplyAsync("-replace=planton_docr_registry.main")).Succeeds().Says("1 added, 0 changed, 1 destroyed");
        Assert.Equal(1, scenario.Count("DELETE", "/v2/registries/acme"));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task A_lost_state_is_rebuilt_by_imports(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Cluster, Name = "web", Region = "fra1" });
        scenario.Cli.Write($$"""
            {{Registry("region = \"fra1\"")}}

            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name = planton_docr_registry.main.name
              schedule      = "0 3 * * 0"
            }

            resource "planton_docr_doks_integration" "main" {
              registry_name = planton_docr_registry.main.name
              cluster_uuids = ["{{Cluster}}"]
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        File.Delete(Path.Combine(scenario.Cli.Folder, "terraform.tfstate"));

        foreach (var type in (string[])["planton_docr_registry", "planton_docr_garbage_collection_policy", "planton_docr_doks_integration"])
        {
            (await scenario.Cli.ImportAsync($"{type}.main", "acme")).Succeeds();
        }

        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task Two_accounts_are_two_aliases_of_the_provider(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        await using var other = await Scenario.StartAsync(engine);
        scenario.Cli.Write($$"""
            provider "planton" {
              alias        = "other"
              api_endpoint = "{{other.Simulator.Endpoint}}"
            }

            {{Registry(string.Empty)}}

            resource "planton_docr_registry" "other" {
              provider               = planton.other
              name                   = "elsewhere"
              subscription_tier_slug = "professional"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal("acme", Assert.Single(scenario.Simulator.World.Registries).Name);
        Assert.Equal("elsewhere", Assert.Single(other.Simulator.World.Registries).Name);
    }

    [Fact]
    public async Task Tests_of_a_module_run_with_a_mocked_provider_and_without_a_token()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Set("DIGITALOCEAN_TOKEN", null).Write($$"""
            {{Registry("garbage_collection_enabled = true")}}

            data "planton_doks_clusters" "near" {
              region = "fra1"
            }

            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name = planton_docr_registry.main.name
              schedule      = "@weekly"
            }
            """);
        scenario.Cli.Write("module.tftest.hcl", """
            mock_provider "planton" {
              mock_resource "planton_docr_registry" {
                defaults = { endpoint = "registry.example.com/mocked" }
              }
            }

            run "everything" {
              assert {
                condition     = planton_docr_registry.main.deletion_protection == false
                error_message = "a default is missing"
              }
              assert {
                condition     = planton_docr_garbage_collection_policy.main.registry_name == "acme"
                error_message = "a configured value is lost"
              }
              assert {
                condition     = planton_docr_registry.main.endpoint == "registry.example.com/mocked" && length(data.planton_doks_clusters.near.clusters) == 0
                error_message = "the mock is not used"
              }
            }
            """);

        (await scenario.Cli.RunAsync("test")).Succeeds().Says("1 passed, 0 failed");
        Assert.Empty(scenario.Simulator.Requests.All);
    }

    [Fact]
    public async Task Tests_of_a_module_run_against_the_account_and_leave_nothing_behind()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write(Registry("region = \"fra1\"")).Write("module.tftest.hcl", """
            run "apply" {
              assert {
                condition     = planton_docr_registry.main.endpoint == "registry.digitalocean.com/acme"
                error_message = "wrong endpoint"
              }
            }
            """);

        (await scenario.Cli.RunAsync("test")).Succeeds().Says("1 passed, 0 failed");

        Assert.Equal(1, scenario.Count("POST", "/v2/registries"));
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    private static string Registry(string more) => $$"""
        resource "planton_docr_registry" "main" {
          name = "acme"
          {{more}}
        }
        """;
}
