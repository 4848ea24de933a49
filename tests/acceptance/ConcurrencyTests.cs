using System.Diagnostics;
using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>
/// Much at once: hundreds of resources at <c>-parallelism=50</c> under DigitalOcean's rate limits, whose minute is short so that many of them pass.
/// <c>make sweep</c> takes more of everything, with each CLI.
/// </summary>
public sealed class ConcurrencyTests
{
    private const int Parallelism = 50;
    private const int ClustersPerTen = 2;

    private const string Integrations = "/v2/kubernetes/registries";

    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(5);

    private static bool IsWhole => Environment.GetEnvironmentVariable("PLANTON_SWEEP") == "whole";

    // More than 350 of each take more than the 5,000 requests that a token has in an hour, and an hour is not waited for.
    public static TheoryData<Engine, int> Sizes => IsWhole ? new() { { Engine.Terraform, 350 }, { Engine.OpenTofu, 350 } } : new() { { Engine.Terraform, 200 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Hundreds_of_resources_are_made_found_unchanged_and_removed_under_the_rate_limits(Engine engine, int count)
    {
        var watch = Stopwatch.StartNew();
        await using var scenario = await StartAsync(engine, count, RateLimits.Documented with { Minute = Minute });
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromMilliseconds(20), Path = Integrations });
        scenario.Cli.Write(Everything(count)).Set("TF_LOG_PROVIDER", "WARN").Set("TF_LOG_PATH", Path.Combine(scenario.Cli.Folder, "waits.log"));

        var applied = await StepAsync(scenario, "apply", "-auto-approve");
        applied.Run.Succeeds();
        Assert.Equal((count, count), (scenario.Simulator.World.Registries.Count, scenario.Simulator.World.Clusters.Sum(static cluster => cluster.Registries.Count)));
        var planned = await StepAsync(scenario, "plan", "-detailed-exitcode");
        planned.Run.Succeeds();
        var destroyed = await StepAsync(scenario, "destroy", "-auto-approve");
        destroyed.Run.Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);

        foreach (var step in (Step[])[applied, planned, destroyed]) Console.WriteLine($"  {step}");
        Console.WriteLine($"Concurrency: {count} of each resource at -parallelism={Parallelism} ({engine}), {scenario.Simulator.Requests.All.Count} requests, {watch.Elapsed.TotalSeconds:0} s");

        // What is under way when the window is full is refused, and little after that: the pace is known then.
        Assert.All((Step[])[applied, planned, destroyed], static step => Assert.InRange(step.Refused, 0, Parallelism + 10));
        Assert.True(applied.Refused + planned.Refused + destroyed.Refused > 0, "The rate limit was never reached: the test shows nothing.");
        AssertSerialized(scenario);
    }

    [Theory, EveryEngine]
    public async Task Changes_of_one_cluster_follow_one_another(Engine engine)
    {
        const int Registries = 8;
        await using var scenario = await StartAsync(engine, 0, limits: null);
        scenario.Simulator.Seed(new()
        {
            Registries = [.. Enumerable.Range(0, Registries).Select(static i => new RegistrySeed { Name = $"load-{i}", Region = "fra1" })],
            Clusters = [new() { Id = ClusterId(0), Name = "shared", Region = "fra1" }, new() { Id = ClusterId(1), Name = "other", Region = "fra1" }],
        });
        scenario.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromMilliseconds(200), Path = Integrations });
        scenario.Cli.Write($$"""
            resource "planton_docr_doks_integration" "all" {
              count         = {{Registries}}
              registry_name = "load-${count.index}"
              cluster_uuids = ["{{ClusterId(0)}}", "{{ClusterId(1)}}"]
            }
            """);

        (await scenario.Cli.ApplyAsync($"-parallelism={Parallelism}")).Succeeds();
        Assert.All(scenario.Simulator.World.Clusters, static cluster => Assert.Equal(Registries, cluster.Registries.Count));
        (await scenario.Cli.DestroyAsync($"-parallelism={Parallelism}")).Succeeds();
        Assert.All(scenario.Simulator.World.Clusters, static cluster => Assert.Empty(cluster.Registries));

        AssertSerialized(scenario);
        Assert.True(Overlapping(scenario.Simulator.Requests.All).Any(), "No two requests were under way at once: the test shows nothing.");
    }

    [Fact]
    public async Task Requests_per_second_holds_for_all_resources_together()
    {
        const int PerSecond = 20;
        await using var scenario = await StartAsync(Engine.Terraform, 25, limits: null);
        scenario.Cli.Set("DIGITALOCEAN_REQUESTS_PER_SECOND", $"{PerSecond}").Write(Everything(25));

        (await scenario.Cli.ApplyAsync($"-parallelism={Parallelism}")).Succeeds();

        // By the simulator's clock. A request may be late, which brings it closer to the next one: hence over a second's worth of requests, and not one by one.
        var all = scenario.Simulator.Requests.All;
        var sent = all.Select(static request => request.At).ToList();
        Assert.InRange(sent.Count, 100, int.MaxValue);
        Assert.True(sent[^1] - sent[0] >= TimeSpan.FromSeconds((sent.Count - 1 - PerSecond) / (double)PerSecond), $"{sent.Count} requests came within {sent[^1] - sent[0]}.");
    }

    [Fact]
    public async Task The_hourly_limit_is_waited_for_too()
    {
        // An hour of six seconds, of which each lets sixty requests through.
        await using var scenario = await StartAsync(Engine.Terraform, 20, new RateLimits(PerHour: 60, PerMinute: 60) { Minute = TimeSpan.FromMilliseconds(100) });
        scenario.Cli.Write(Everything(20));

        var applied = await StepAsync(scenario, "apply", "-auto-approve");
        applied.Run.Succeeds();

        Console.WriteLine($"  hourly limit: {applied}");
        Assert.Equal(20, scenario.Simulator.World.Registries.Count);
        Assert.InRange(applied.Requests, 61, int.MaxValue);
        Assert.InRange(applied.Refused, 1, Parallelism + 10);
    }

    [Theory, EveryEngine]
    public async Task Ctrl_C_ends_the_wait_for_the_rate_limit(Engine engine)
    {
        await using var scenario = await StartAsync(engine, 1, limits: null);
        scenario.Simulator.Faults.Add(new FaultRule { Status = 429, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["retry-after"] = "60" } });
        scenario.Cli.Write("""
            data "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        // The plan inside of an apply is nothing that the CLIs interrupt; a plan of its own is.
        var ended = await scenario.Cli.InterruptAsync(() => scenario.Simulator.Requests.All.Any(static request => request.Status == 429), "plan", "-input=false");

        ended.Fails();
        Assert.Single(scenario.Simulator.Requests.All);
    }

    private static async Task<Scenario> StartAsync(Engine engine, int count, RateLimits? limits)
    {
        var scenario = await Scenario.StartAsync(engine, speed: 1, limits);
        scenario.Cli.Limit = TimeSpan.FromMinutes(10);
        scenario.Simulator.Seed(new()
        {
            // No tier allows so many registries: this is about the code, not about an account that there is.
            Behavior = new() { MaxRegistries = 1000 },
            Tier = "professional",
            Clusters = [.. Enumerable.Range(0, Clusters(count)).Select(static i => new ClusterSeed { Id = ClusterId(i), Name = $"load-{i}", Region = "fra1" })],
        });
        return scenario;
    }

    private static int Clusters(int count) => (count * ClustersPerTen + 9) / 10;

    private static string ClusterId(int number) => $"0a11f53e-0b0c-4c5e-8a3b-{number:000000000000}";

    private static string Everything(int count) => $$"""
        resource "planton_docr_registry" "all" {
          count  = {{count}}
          name   = "load-${count.index}"
          region = "fra1"
        }

        resource "planton_docr_garbage_collection_policy" "all" {
          count         = {{count}}
          registry_name = planton_docr_registry.all[count.index].name
          schedule      = "0 3 * * SUN"
        }

        resource "planton_docr_doks_integration" "all" {
          count         = {{count}}
          registry_name = planton_docr_registry.all[count.index].name
          cluster_uuids = [format("0a11f53e-0b0c-4c5e-8a3b-%012d", count.index % {{Math.Max(1, Clusters(count))}})]
        }
        """;

    private static async Task<Step> StepAsync(Scenario scenario, string command, string option)
    {
        var before = scenario.Simulator.Requests.All.Count;
        var watch = Stopwatch.StartNew();
        var run = await scenario.Cli.RunAsync(command, option, "-input=false", $"-parallelism={Parallelism}");
        var requests = scenario.Simulator.Requests.All.Skip(before).ToList();
        return new(run, command, requests.Count, requests.Count(static request => request.Status == 429), watch.Elapsed);
    }

    /// <summary>No two changes of one cluster were under way at once.</summary>
    private static void AssertSerialized(Scenario scenario)
    {
        var changes = scenario.Simulator.Requests.Where(null, Integrations).Where(static request => request.Processed).ToList();
        Assert.NotEmpty(changes);
        foreach (var cluster in changes.GroupBy(static change => JsonDocument.Parse(change.Body).RootElement.GetProperty("cluster_uuids")[0].GetString(), StringComparer.Ordinal))
        {
            var together = Overlapping([.. cluster]).Select(static pair => $"{pair.Earlier.Method} {pair.Earlier.Sequence} and {pair.Later.Method} {pair.Later.Sequence}").ToList();
            Assert.True(together.Count == 0, $"Changes of the cluster {cluster.Key} were under way at once: {string.Join(", ", together)}");
        }
    }

    private static IEnumerable<(LoggedRequest Earlier, LoggedRequest Later)> Overlapping(IReadOnlyList<LoggedRequest> requests) =>
        requests.Zip(requests.Skip(1)).Where(static pair => pair.First.AnsweredAfter is not { } answered || pair.Second.Sequence <= answered);

    private sealed record Step(CliResult Run, string Command, int Requests, int Refused, TimeSpan Took)
    {
        public override string ToString() => $"{Command,-8} {Requests,6} requests  {Refused,4} refused  {Took.TotalSeconds,4:0} s";
    }
}
