using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>Reading what others manage.</summary>
public sealed class DataSourceTests
{
    [Theory, EveryEngine]
    public async Task A_registry_is_read_with_all_its_attributes(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry(new RegistrySeed
        {
            Name = "acme",
            Region = "ams3",
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            StorageUsageBytes = 5_000_000_000,
        });
        scenario.Cli.Write("""
            data "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var values = await scenario.Cli.StateOfAsync("data.planton_docr_registry.main");
        Assert.Equal("acme", values.GetProperty("id").GetString());
        Assert.Equal("ams3", values.GetProperty("region").GetString());
        Assert.Equal("professional", values.GetProperty("subscription_tier_slug").GetString());
        Assert.Equal("registry.digitalocean.com/acme", values.GetProperty("endpoint").GetString());
        Assert.Equal("registry.digitalocean.com", values.GetProperty("server_url").GetString());
        Assert.Equal("2026-01-02T03:04:05Z", values.GetProperty("created_at").GetString());
        Assert.Equal(5_000_000_000, values.GetProperty("storage_usage_bytes").GetInt64());
        Assert.False(values.GetProperty("read_only").GetBoolean());
    }

    [Fact]
    public async Task A_registry_is_read_only_while_garbage_collection_runs_even_if_the_API_does_not_say_so()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.World.Behavior = new Behavior { OmitReadOnly = true };
        scenario.Simulator.World.StartGarbageCollection("acme");
        scenario.Cli.Write("""
            data "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.True((await scenario.Cli.StateOfAsync("data.planton_docr_registry.main")).GetProperty("read_only").GetBoolean());
    }

    [Fact]
    public async Task A_registry_that_the_same_configuration_creates_is_read_after_it()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write("""
            resource "planton_docr_registry" "main" {
              name = "acme"
            }

            data "planton_docr_registry" "main" {
              name       = "acme"
              depends_on = [planton_docr_registry.main]
            }

            output "region" {
              value = data.planton_docr_registry.main.region
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("region = \"nyc3\"");
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task Runs_are_read_newest_first_and_can_be_chosen_by_status(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        foreach (var (status, days, freed) in new[] { ("succeeded", 3, 100L), ("failed", 2, 7L), ("succeeded", 1, 20L) })
        {
            scenario.Simulator.World.AddGarbageCollection("acme", new GarbageCollectionSeed { Status = status, Age = TimeSpan.FromDays(days), FreedBytes = freed });
        }

        var active = scenario.Simulator.World.StartGarbageCollection("acme");
        scenario.Cli.Write("""
            data "planton_docr_garbage_collections" "all" {
              registry_name = "acme"
            }

            data "planton_docr_garbage_collections" "succeeded" {
              registry_name = "acme"
              statuses      = ["succeeded"]
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var all = await scenario.Cli.StateOfAsync("data.planton_docr_garbage_collections.all");
        Assert.Equal(["requested", "succeeded", "failed", "succeeded"], Statuses(all));
        Assert.Equal(active.Uuid.ToString(), all.GetProperty("active").GetProperty("uuid").GetString());
        Assert.Equal(127, all.GetProperty("total_freed_bytes").GetInt64());
        var succeeded = await scenario.Cli.StateOfAsync("data.planton_docr_garbage_collections.succeeded");
        Assert.Equal(["succeeded", "succeeded"], Statuses(succeeded));
        Assert.Equal(120, succeeded.GetProperty("total_freed_bytes").GetInt64());
        Assert.Equal(active.Uuid.ToString(), succeeded.GetProperty("active").GetProperty("uuid").GetString());
    }

    [Fact]
    public async Task Without_runs_the_list_is_empty_and_none_is_active()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Cli.Write("""
            data "planton_docr_garbage_collections" "all" {
              registry_name = "acme"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var all = await scenario.Cli.StateOfAsync("data.planton_docr_garbage_collections.all");
        Assert.Empty(Statuses(all));
        Assert.Equal(0, all.GetProperty("total_freed_bytes").GetInt64());
        Assert.Equal(JsonValueKind.Null, all.GetProperty("active").ValueKind);
    }

    [Theory]
    [InlineData("planton_docr_registry", "name", "name")]
    [InlineData("planton_docr_repositories", "registry_name", "registry_name")]
    [InlineData("planton_docr_garbage_collections", "registry_name", "registry_name")]
    public async Task A_registry_that_does_not_exist_is_an_error_that_names_it(string type, string argument, string line)
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Cli.Write($$"""
            data "{{type}}" "main" {
              {{argument}} = "nowhere"
            }
            """);

        var error = (await scenario.Cli.PlanAsync("-json")).Fails().OnlyError();

        Assert.Contains("\"nowhere\"", error.Summary, StringComparison.Ordinal);
        Assert.StartsWith(line, error.Code, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Statuses(JsonElement values) =>
        values.GetProperty("garbage_collections").EnumerateArray().Select(static run => run.GetProperty("status").GetString());
}
