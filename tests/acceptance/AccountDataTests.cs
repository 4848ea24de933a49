using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>What the account holds and offers, read by both CLIs in one configuration.</summary>
public sealed class AccountDataTests
{
    [Theory, EveryEngine]
    public async Task Registries_tiers_repositories_and_clusters_are_read(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        var world = scenario.Simulator.World;
        world.AddRegistry(new RegistrySeed { Name = "acme", Region = "fra1", Generated = new() { Repositories = 2, Tagged = 2, Untagged = 3, BlobBytes = 1_000 } });
        world.AddRegistry(new RegistrySeed { Name = "beta", Region = "ams3" });
        var cluster = world.AddCluster("web", "fra1", "acme");
        world.AddCluster("far", "nyc1");
        scenario.Cli.Write("""
            data "planton_docr_registries" "all" {}

            data "planton_docr_options" "offered" {}

            data "planton_docr_subscription" "now" {}

            data "planton_docr_repositories" "acme" {
              registry_name = "acme"
            }

            data "planton_doks_clusters" "integrated" {
              registry_name = "acme"
            }

            output "names" {
              value = join(",", data.planton_docr_registries.all.registries[*].name)
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("names = \"acme,beta\"");
        await scenario.Cli.PlanIsEmptyAsync();

        var repositories = await scenario.Cli.StateOfAsync("data.planton_docr_repositories.acme");
        Assert.Equal(12_000, repositories.GetProperty("total_reclaimable_bytes").GetInt64());
        Assert.Equal([3, 3], repositories.GetProperty("repositories").EnumerateArray().Select(static one => one.GetProperty("untagged_manifest_count").GetInt32()));
        Assert.Equal("professional", (await scenario.Cli.StateOfAsync("data.planton_docr_subscription.now")).GetProperty("tier_slug").GetString());
        var clusters = await scenario.Cli.StateOfAsync("data.planton_doks_clusters.integrated");
        Assert.Equal(cluster.Id, Assert.Single(clusters.GetProperty("clusters").EnumerateArray()).GetProperty("uuid").GetString());
        Assert.Contains("fra1", (await scenario.Cli.StateOfAsync("data.planton_docr_options.offered")).GetProperty("regions").EnumerateArray().Select(static one => one.GetString()));
    }

    [Fact]
    public async Task Every_cluster_of_a_region_is_integrated_by_reading_them_first()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.World.AddClusters(new GeneratedClustersSeed { Count = 3, Regions = ["fra1"] });
        scenario.Cli.Write("""
            data "planton_doks_clusters" "near" {
              region = "fra1"
            }

            resource "planton_docr_doks_integration" "main" {
              registry_name = "acme"
              cluster_uuids = data.planton_doks_clusters.near.clusters[*].uuid
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        Assert.All(scenario.Simulator.World.Clusters, static one => Assert.Equal(["acme"], one.Registries));
    }

    [Theory, EveryEngine]
    public async Task A_check_block_warns_when_the_included_storage_is_nearly_used_up(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.World.AddRegistry(new RegistrySeed { Name = "full", StorageUsageBytes = 5_300_000_000 });
        scenario.Cli.Write(File.ReadAllText(Path.Combine(Tools.RepositoryRoot, "examples/data-sources/planton_docr_subscription/data-source.tf")));

        (await scenario.Cli.PlanAsync()).Succeeds().Says("more than nine tenths of the storage that the Basic tier includes");
    }

    [Theory, EveryEngine]
    public async Task A_forecast_waits_for_an_argument_that_is_known_only_after_apply(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.Seed(new() { Tier = "basic", Registries = [new() { Name = "acme", Manifests = [new() { Repository = "web", Tags = ["v1"], Age = TimeSpan.FromDays(3), Blobs = [new("sha256:a", 5000)] }] }] });
        scenario.Cli.Write("""
            resource "terraform_data" "days" {
              input = 10
            }

            data "planton_docr_storage_forecast" "account" {
              window_days = terraform_data.days.output
            }
            """);

        (await scenario.Cli.PlanAsync()).Succeeds().Says("will be read during apply");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        var forecast = await scenario.Cli.StateOfAsync("data.planton_docr_storage_forecast.account");
        Assert.Equal((5000, 500), (forecast.GetProperty("stored_bytes").GetInt32(), forecast.GetProperty("growth_bytes_per_day").GetInt32()));
        Assert.Equal(5000, Assert.Single(forecast.GetProperty("bytes_by_day").EnumerateObject()).Value.GetInt32());
    }

    [Fact]
    public async Task An_account_without_a_subscription_is_an_error_that_says_so()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write("data \"planton_docr_subscription\" \"none\" {}");

        Assert.Equal("The account has no container registry subscription", (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError().Summary);
    }
}
