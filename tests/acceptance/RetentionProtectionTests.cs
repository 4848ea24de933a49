using System.Text.Json.Nodes;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>
/// What keeps a tag that the rules of <c>planton_docr_retention_policy</c> let go, and when nothing is deleted at all, with the real CLI. Of four images
/// the two oldest are beyond the rule.
/// </summary>
public sealed class RetentionProtectionTests
{
    private const string Address = "planton_docr_retention_policy.main";
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Oldest = "registry.digitalocean.com/main/web:v1";
    private const string Newest = "registry.digitalocean.com/main/web:v4";

    [Theory]
    [EveryEngine("a pod", "pod/shop in default, cluster prod")]
    [EveryEngine("a deployment that is scaled down", "deployment/shop in default, cluster prod")]
    [EveryEngine("an earlier revision of a deployment", "in default, cluster prod")]
    [EveryEngine("an earlier revision of a stateful set", "in default, cluster prod")]
    [EveryEngine("a cron job between two runs", "cronjob/shop in default, cluster prod")]
    [EveryEngine("an app", "app")]
    [EveryEngine("an app that can be rolled back", "app")]
    public async Task What_an_image_is_used_by_keeps_its_tag(Engine engine, string user, string usedBy)
    {
        await using var scenario = await StartAsync(engine);
        Use(scenario.Simulator.World, user);
        scenario.Cli.Write(Policy());
        (await scenario.Cli.ApplyAsync()).Succeeds();

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(["web:v2"], Deletions(scenario));
        var kept = Assert.Single((await scenario.Cli.StateOfAsync(Address)).GetProperty("protected").EnumerateArray());
        Assert.Equal("v1", kept.GetProperty("tag").GetString());
        Assert.Contains(kept.GetProperty("used_by").EnumerateArray(), text => text.GetString()!.Contains(usedBy, StringComparison.Ordinal));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Theory, EveryEngine]
    public async Task More_candidates_than_the_limit_delete_nothing_and_block_nothing(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write(Policy("max_deletions = 1"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        (await scenario.Cli.PlanAsync("-detailed-exitcode")).Succeeds().Says("max_deletions").Says("old builds");
        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.DestroyAsync()).Succeeds();

        Assert.Empty(Deletions(scenario));
    }

    [Theory, EveryEngine]
    public async Task A_policy_that_is_not_enabled_shows_its_candidates_and_deletes_nothing(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write(Policy("enabled = false"));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();

        Assert.Equal(["v1", "v2"], (await scenario.Cli.StateOfAsync(Address)).GetProperty("candidates").EnumerateArray().Select(static tag => tag.GetProperty("tag").GetString()));
        Assert.Empty(Deletions(scenario));
    }

    [Theory, EveryEngine]
    public async Task With_a_schedule_tags_are_deleted_in_the_window_and_a_late_apply_deletes_nothing(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Write(Policy("schedule = \"0 3 * * SUN\"\n  maintenance_window = \"2h\""));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        scenario.Simulator.Clock.Set(NextSunday(scenario).AddHours(3.5));
        Assert.Equal("update", (await scenario.Cli.PlannedAsync())[Address]);
        scenario.Simulator.Clock.Set(NextSunday(scenario).AddHours(6));
        (await scenario.Cli.ApplySavedPlanAsync()).Succeeds().Says("window");
        Assert.Empty(Deletions(scenario));

        scenario.Simulator.Clock.Set(NextSunday(scenario).AddDays(7).AddHours(3.5));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(["web:v1", "web:v2"], Deletions(scenario));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    private static DateTimeOffset NextSunday(Scenario scenario)
    {
        var day = new DateTimeOffset(scenario.Simulator.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        return day.AddDays((7 - (int)day.DayOfWeek) % 7);
    }

    private static void Use(World world, string user)
    {
        switch (user)
        {
            case "a pod":
                world.AddWorkload(Cluster, new() { Kind = WorkloadKind.Pod, Name = "shop", Image = Oldest });
                break;
            case "a deployment that is scaled down":
                world.AddWorkload(Cluster, new() { Name = "shop", Image = Oldest, Replicas = 0 });
                break;
            case "an earlier revision of a deployment":
                world.AddWorkload(Cluster, new() { Name = "shop", Image = Newest, OldImages = [Oldest] });
                break;
            case "an earlier revision of a stateful set":
                world.AddWorkload(Cluster, new() { Kind = WorkloadKind.StatefulSet, Name = "shop", Image = Newest, OldImages = [Oldest] });
                break;
            case "a cron job between two runs":
                world.AddWorkload(Cluster, new() { Kind = WorkloadKind.CronJob, Name = "shop", Image = Oldest });
                break;
            case "an app":
                world.AddApp(new AppSeed { Spec = Spec("v1") });
                break;
            case "an app that can be rolled back":
                world.AddApp(new AppSeed { Spec = Spec("v4"), Deployments = [new() { Spec = Spec("v1"), Phase = "SUPERSEDED" }] });
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(user), user, null);
        }
    }

    private static JsonObject Spec(string tag) => new()
    {
        ["name"] = "shop",
        ["services"] = new JsonArray(new JsonObject
        {
            ["name"] = "web",
            ["image"] = new JsonObject { ["registry_type"] = "DOCR", ["repository"] = "web", ["tag"] = tag },
        }),
    };

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

    private static string Policy(string more = "") => $$"""
        resource "planton_docr_retention_policy" "main" {
          registry_name = "main"
          rules         = [{ name = "old builds", keep_most_recent = 2 }]
          {{more}}
        }
        """;

    private static IReadOnlyList<string> Deletions(Scenario scenario) =>
        [.. scenario.Simulator.Requests.Where("DELETE", null).Select(static request => Uri.UnescapeDataString(request.Path).Split("/repositories/")[1].Replace("/tags/", ":", StringComparison.Ordinal))];
}
