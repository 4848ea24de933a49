using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>
/// The life of <c>planton_docr_retention_policy</c> with the real CLIs. Every scenario counts the deletions that the provider asks for: never one
/// that the plan did not list.
/// </summary>
public sealed class RetentionPolicyTests
{
    private const string Address = "planton_docr_retention_policy.main";
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";

    [Theory, EveryEngine]
    public async Task A_plan_lists_the_due_tags_and_its_apply_deletes_exactly_those(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write(Policy());

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("2 tags of \"main\" to be deleted");
        Assert.Empty(Deletions(scenario));

        (await scenario.Cli.PlanAsync()).Succeeds().Says("\"v1\"").Says("\"v2\"").Says("old builds").Says("Plan: 0 to add, 1 to change, 0 to destroy");
        var plan = await scenario.Cli.PlannedAsync();
        Assert.Equal("update", plan[Address]);
        Assert.True(plan.Unknown(Address).GetProperty("last_run").GetBoolean());
        scenario.Cli.Set("TF_LOG_PROVIDER", "INFO");
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds().Says("Deleted the tag v1 of main/web, which pointed to sha256:").Says(": 2 of 2 tags");

        Assert.Equal(["web:v1", "web:v2"], Deletions(scenario));
        Assert.Equal(["v1", "v2"], await RecordAsync(scenario, "deleted"));
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Equal(2, Deletions(scenario).Count);
    }

    [Theory, EveryEngine]
    public async Task A_tag_that_moved_and_an_image_that_came_into_use_after_the_plan_are_left(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write(Policy("keep_most_recent = 1"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.Simulator.World.Push("main", Image("v1", 0) with { Digest = $"sha256:{new string('9', 64)}" });
        scenario.Simulator.World.AddWorkload(Cluster, new() { Name = "shop", Image = "registry.digitalocean.com/main/web:v2", Replicas = 0 });

        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds().Says("web:v1: it points to another image now").Says("deployment/shop in default, cluster prod");

        Assert.Equal(["web:v3"], Deletions(scenario));
        Assert.Equal(["v1", "v2"], await RecordAsync(scenario, "skipped"));
    }

    [Theory, EveryEngine]
    public async Task A_cluster_that_cannot_be_read_stops_everything(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.Simulator.World.SetClusterAccess(Cluster, new() { Network = ClusterNetwork.Refused });

        (await scenario.Cli.ApplySavedPlanAsync()).Fails().Says(Cluster).Says("protect_in_use.enabled = false");
        (await scenario.Cli.PlanAsync("-detailed-exitcode")).Succeeds().Says(Cluster);

        Assert.Empty(Deletions(scenario));
    }

    [Fact]
    public async Task An_interrupted_apply_records_what_it_deleted_and_the_next_plan_shows_the_rest()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "DELETE", Path = "**/v2", Delay = TimeSpan.FromMinutes(1), Count = 1 });

        (await scenario.Cli.InterruptAsync(() => Deletions(scenario).Count == 2, "apply", "-auto-approve", "-input=false")).Fails();

        Assert.Equal(["v1"], await RecordAsync(scenario, "deleted"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.All(Deletions(scenario), static tag => Assert.Contains(tag, new[] { "web:v1", "web:v2" }));
    }

    [Fact]
    public async Task A_deletion_that_fails_keeps_what_was_done_and_the_next_plan_shows_the_rest()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Faults.Add(new FaultRule { Status = 403, Method = "DELETE", Path = "**/v2" });

        (await scenario.Cli.ApplyAsync()).Fails().Says("403");

        Assert.Equal(["v1"], await RecordAsync(scenario, "deleted"));
        scenario.Simulator.Faults.Clear();
        (await scenario.Cli.PlanAsync()).Succeeds().Says("\"v2\"").Says("Plan: 0 to add, 1 to change, 0 to destroy");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(["web:v1", "web:v2", "web:v2"], Deletions(scenario));
    }

    [Fact]
    public async Task While_garbage_is_collected_an_apply_waits()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.Simulator.World.StartGarbageCollection("main");
        var before = scenario.Simulator.Requests.All.Count;

        var applying = scenario.Cli.ApplySavedPlanAsync();
        while (scenario.Simulator.Requests.All.Skip(before).Count(static request => request.Path.EndsWith("/garbage-collections", StringComparison.Ordinal)) < 2 && !applying.IsCompleted)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.False(applying.IsCompleted, "The apply did not wait.");
        Assert.Empty(Deletions(scenario));
        scenario.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        (await applying).Succeeds();
        Assert.Equal(["web:v1", "web:v2"], Deletions(scenario));
    }

    [Fact]
    public async Task Retention_and_garbage_collection_happen_in_one_apply_in_this_order()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Simulator.World.Behavior = scenario.Simulator.World.Behavior with { GarbageCollection = new() { Requested = default, WaitingForTokens = default, Scanning = default, Deleting = default } };
        scenario.Cli.Write(Policy() + """

            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name = "main"
              schedule      = "0 3 * * SUN"
              triggers      = { deleted_at = try(planton_docr_retention_policy.main.last_run.at, "never") }
            }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();

        (await scenario.Cli.ApplyAsync()).Succeeds();

        var writes = scenario.Simulator.Requests.All.Where(static request => request.Method is "DELETE" or "POST").Select(static request => request.Method);
        Assert.Equal(["DELETE", "DELETE", "POST"], writes);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task An_import_deletes_nothing()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Write(Policy());

        (await scenario.Cli.ImportAsync(Address, "main")).Succeeds();
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Empty(Deletions(scenario));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
    }

    private static async Task<Scenario> StartAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.AddRegistry(new RegistrySeed { Name = "main", Manifests = [Image("v1", 40), Image("v2", 30), Image("v3", 20), Image("v4", 10)] });
        scenario.Simulator.World.AddCluster(new ClusterSeed { Id = Cluster, Name = "prod", Registries = ["main"] });
        return scenario;
    }

    private static ManifestSeed Image(string tag, int days) => new()
    {
        Repository = "web",
        Tags = [tag],
        Age = TimeSpan.FromDays(days),
        Blobs = [new("sha256:base", 1_000), new($"sha256:{tag}", days)],
    };

    private static string Policy(string limit = "keep_most_recent = 2") => $$"""
        resource "planton_docr_retention_policy" "main" {
          registry_name = "main"
          rules         = [{ name = "old builds", {{limit}} }]
        }
        """;

    private static IReadOnlyList<string> Deletions(Scenario scenario) =>
        [.. scenario.Simulator.Requests.Where("DELETE", null).Select(static request => Uri.UnescapeDataString(request.Path).Split("/repositories/")[1].Replace("/tags/", ":", StringComparison.Ordinal))];

    private static async Task<IReadOnlyList<string?>> RecordAsync(Scenario scenario, string list)
    {
        var run = (await scenario.Cli.StateOfAsync(Address)).GetProperty("last_run");
        return [.. run.GetProperty(list).EnumerateArray().Select(static (JsonElement tag) => tag.GetProperty("tag").GetString())];
    }
}
