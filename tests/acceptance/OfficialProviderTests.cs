using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>Beside the official provider, and in its place: two providers in one configuration that never undo each other's work.</summary>
public sealed class OfficialProviderTests
{
    [Theory]
    [InlineData("digitalocean_container_registry")]
    [InlineData("digitalocean_container_registries")]
    public async Task A_registry_moves_here_without_being_touched(string sourceType)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.WriteMixed($$"""
            resource "{{sourceType}}" "main" {
              name                   = "acme"
              subscription_tier_slug = "basic"
              region                 = "fra1"
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        var before = await scenario.Cli.StateOfAsync($"{sourceType}.main");
        Assert.EndsWith(" +0000 UTC", before.GetProperty("created_at").GetString(), StringComparison.Ordinal);
        var writes = Writes(scenario);

        scenario.Cli.WriteMixed($$"""
            resource "planton_docr_registry" "main" {
              name                   = "acme"
              subscription_tier_slug = "basic"
              region                 = "fra1"
            }

            moved {
              from = {{sourceType}}.main
              to   = planton_docr_registry.main
            }
            """);
        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("no-op", plan["planton_docr_registry.main"]);
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds().Says("0 added, 0 changed, 0 destroyed");

        await scenario.Cli.PlanIsEmptyAsync();
        var after = await scenario.Cli.StateOfAsync("planton_docr_registry.main");
        Assert.Equal(scenario.Simulator.World.Registries[0].CreatedAt, after.GetProperty("created_at").GetDateTimeOffset());
        Assert.Equal("fra1", after.GetProperty("region").GetString());
        Assert.Equal(writes, Writes(scenario));
        Assert.Null(await scenario.Cli.FindStateAsync($"{sourceType}.main"));
    }

    [Fact]
    public async Task A_state_of_an_unknown_version_is_refused_and_nothing_is_lost()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.WriteMixed("""
            resource "digitalocean_container_registry" "main" {
              name                   = "acme"
              subscription_tier_slug = "basic"
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        var state = scenario.Cli.Read("terraform.tfstate").Replace("\"schema_version\": 0", "\"schema_version\": 7", StringComparison.Ordinal);
        scenario.Cli.Write("terraform.tfstate", state);
        scenario.Cli.WriteMixed("""
            resource "planton_docr_registry" "main" {
              name                   = "acme"
              subscription_tier_slug = "basic"
            }

            moved {
              from = digitalocean_container_registry.main
              to   = planton_docr_registry.main
            }
            """);

        (await scenario.Cli.PlanAsync()).Fails().Says("Registry cannot be moved").Says("version 7").Says("Nothing was changed");

        Assert.Equal(state, scenario.Cli.Read("terraform.tfstate"));
        Assert.Single(scenario.Simulator.World.Registries);
    }

    [Theory, EveryEngine]
    public async Task Policy_and_integration_serve_a_registry_and_a_cluster_of_the_official_provider(Engine engine)
    {
        await using var scenario = await WithReadyClustersAsync(engine);
        const string Official = """
            resource "digitalocean_container_registry" "main" {
              name                   = "acme"
              subscription_tier_slug = "basic"
              region                 = "fra1"
            }

            resource "digitalocean_kubernetes_cluster" "web" {
              name   = "web"
              region = "fra1"
            }
            """;
        const string Ours = """
            resource "planton_docr_garbage_collection_policy" "weekly" {
              registry_name = digitalocean_container_registry.main.name
              schedule      = "0 3 * * 0"
            }

            resource "planton_docr_doks_integration" "web" {
              registry_name = digitalocean_container_registry.main.name
              cluster_uuids = [digitalocean_kubernetes_cluster.web.id]
            }
            """;
        scenario.Cli.WriteMixed($"{Official}\n{Ours}");

        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(["acme"], scenario.Simulator.World.Clusters[0].Registries);

        scenario.Cli.WriteMixed(Official);
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("2 destroyed");
        Assert.Empty(scenario.Simulator.World.Clusters[0].Registries);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task An_integration_that_the_official_provider_made_and_dropped_is_taken_over_and_kept(Engine engine)
    {
        await using var scenario = await WithReadyClustersAsync(engine);
        static string Cluster(string integration) => $$"""
            resource "planton_docr_registry" "main" {
              name   = "acme"
              region = "fra1"
            }

            resource "digitalocean_kubernetes_cluster" "web" {
              name       = "web"
              region     = "fra1"
              {{integration}}
              depends_on = [planton_docr_registry.main]
            }
            """;
        const string Ours = """
            resource "planton_docr_doks_integration" "web" {
              registry_name = planton_docr_registry.main.name
              cluster_uuids = [digitalocean_kubernetes_cluster.web.id]
            }
            """;
        scenario.Cli.WriteMixed(Cluster("registry_integration = true"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        // Taken over without a request; then the official provider drops the line, which removes the integration behind ours.
        scenario.Cli.WriteMixed($"{Cluster("registry_integration = true")}\n{Ours}");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(0, scenario.Count("POST", "/v2/kubernetes/registries"));
        await scenario.Cli.PlanIsEmptyAsync();
        scenario.Cli.WriteMixed($"{Cluster(string.Empty)}\n{Ours}");
        (await scenario.Cli.ApplyAsync()).Succeeds();

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(["acme"], scenario.Simulator.World.Clusters[0].Registries);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    /// <summary>An account whose clusters run as soon as they are created.</summary>
    private static async Task<Scenario> WithReadyClustersAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.Behavior = new() { ClusterProvisioning = TimeSpan.Zero, NodeProvisioning = TimeSpan.Zero };
        return scenario;
    }

    private static int Writes(Scenario scenario) => scenario.Simulator.Requests.All.Count(static request => request.Method != "GET");
}
