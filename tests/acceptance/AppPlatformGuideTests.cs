using System.Text.Json;
using System.Text.Json.Nodes;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The guides to App Platform and to artifacts other than images: what they say about deletions is what happens.</summary>
public sealed class AppPlatformGuideTests
{
    private const string Policy = "planton_docr_retention_policy.apps";

    [Theory, EveryEngine]
    public async Task An_app_that_is_deployed_on_push_keeps_the_build_that_runs_and_ten_before_it(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        await AddAppAsync(scenario);
        Push(scenario, 14, static number => ["latest", $"build-{number}"]);
        Assert.Equal(15, scenario.Simulator.World.FindApp("shop")!.Deployments.Count);

        await CollectAsync(scenario);

        Assert.Equal([.. Enumerable.Range(4, 11).Select(static number => $"build-{number}").Append("latest").Order(StringComparer.Ordinal)], Tags(scenario));
        Assert.Equal(11, Repository(scenario).Manifests.Count);
        (await scenario.Cli.PlanAsync()).Succeeds().DoesNotSay("Check block assertion failed");
    }

    [Fact]
    public async Task Without_a_tag_of_its_own_each_build_is_collected_once_the_next_one_is_pushed()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        await AddAppAsync(scenario);
        Push(scenario, 3, static _ => ["latest"]);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.Equal(3, Repository(scenario).Manifests.Count);
        scenario.Simulator.Clock.Set(new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero));

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(["latest"], Tags(scenario));
        Assert.Single(Repository(scenario).Manifests);
    }

    [Fact]
    public async Task An_app_that_names_each_build_protects_what_it_can_be_rolled_back_to_whatever_the_rule()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        Push(scenario, 14, static number => [$"build-{number}"]);
        var app = await AddAppAsync(scenario, "build-1");
        scenario.Simulator.World.UpdateApp("shop", await SpecAsync("build-14"));
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, app.Deployments.Count);

        await CollectAsync(scenario);

        Assert.Equal([.. Enumerable.Range(4, 11).Append(1).Select(static number => $"build-{number}").Order(StringComparer.Ordinal)], Tags(scenario));
        var kept = Assert.Single((await scenario.Cli.StateOfAsync(Policy)).GetProperty("protected").EnumerateArray().ToList());
        Assert.Equal("build-1", kept.GetProperty("tag").GetString());
        Assert.Contains("shop", kept.GetProperty("used_by")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_without_a_tag_holds_garbage_collection_back()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        Push(scenario, 1, static _ => ["latest"]);
        var spec = await SpecAsync("latest");
        var image = spec["services"]![0]!["image"]!.AsObject();
        image.Remove("tag");
        image["digest"] = $"sha256:{1:x64}";
        scenario.Simulator.World.AddApp(new AppSeed { Spec = spec });
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Push(scenario, 1, static _ => ["latest"], first: 2);
        scenario.Simulator.Clock.Set(new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero));

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("would delete images in use").Says("app/shop");

        Assert.Equal(2, Repository(scenario).Manifests.Count);
    }

    [Fact]
    public async Task A_build_that_an_app_names_and_that_is_gone_is_told()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        Push(scenario, 1, static _ => ["latest"]);
        await AddAppAsync(scenario, "build-9");

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("In use, but no longer in the registry: web:build-9.");
    }

    [Theory, EveryEngine]
    public async Task A_chart_is_found_by_its_version_and_old_charts_go_by_number_and_age(Engine engine)
    {
        var charts = Enumerable.Range(1, 25).Select(static number => new ManifestSeed { Repository = "charts/web", Tags = [$"1.{number}.0_rc"], Age = TimeSpan.FromDays(400 - (10 * number)) });
        await using var scenario = await ExampleApplyTests.StartAsync(engine, new() { Seed = new() { Tier = "basic", Registries = [new() { Name = "acme", Manifests = [.. charts] }] } });
        await ExampleApplyTests.WriteAsync(scenario, "guides/oci-artifacts/main.tf");

        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.ApplyAsync()).Succeeds();

        var chart = JsonDocument.Parse((await scenario.Cli.RunAsync("output", "-json", "chart")).Succeeds().Output).RootElement;
        Assert.Equal(
            ("oci://registry.digitalocean.com/acme/charts", "1.25.0+rc"), (chart.GetProperty("repository").GetString(), chart.GetProperty("version").GetString()));
        Assert.Equal([.. Enumerable.Range(6, 20).Select(static number => $"1.{number}.0_rc").Order(StringComparer.Ordinal)], Tags(scenario, "charts/web"));
    }

    private static async Task<Scenario> StartAsync(Engine engine)
    {
        var scenario = await ExampleApplyTests.StartAsync(engine, new() { Seed = new() { Tier = "basic", Registries = [new() { Name = "acme" }] } });
        await ExampleApplyTests.WriteAsync(scenario, "guides/app-platform/main.tf");
        return scenario;
    }

    /// <summary>The policies are there, and then do what is due, long enough after the last push.</summary>
    private static async Task CollectAsync(Scenario scenario)
    {
        scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(30));
        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.ApplyAsync()).Succeeds();
    }

    private static async Task<SimulatedApp> AddAppAsync(Scenario scenario, string tag = "latest") => scenario.Simulator.World.AddApp(new AppSeed { Spec = await SpecAsync(tag) });

    /// <summary>The app of the guide.</summary>
    private static async Task<JsonObject> SpecAsync(string tag)
    {
        using var workspace = new Workspace(Engine.Terraform);
        workspace.Write("app.yaml", await File.ReadAllTextAsync(Path.Combine(Tools.RepositoryRoot, "examples/guides/app-platform/app.yaml")));
        var literal = (await workspace.EvaluateAsync("jsonencode(yamldecode(file(\"app.yaml\")))")).Succeeds().Output;
        var spec = JsonNode.Parse(JsonSerializer.Deserialize<string>(literal)!)!.AsObject();
        spec["services"]![0]!["image"]!["tag"] = tag;
        return spec;
    }

    private static void Push(Scenario scenario, int builds, Func<int, IReadOnlyList<string>> tags, int first = 1)
    {
        foreach (var number in Enumerable.Range(first, builds))
        {
            scenario.Simulator.World.Push("acme", new ManifestSeed { Repository = "web", Tags = tags(number), Digest = $"sha256:{number:x64}" });
            scenario.Simulator.Clock.Advance(TimeSpan.FromMinutes(5));
        }
    }

    private static SimulatedRepository Repository(Scenario scenario, string name = "web") => scenario.Simulator.World.FindRegistry("acme")!.Repositories[name];

    private static IEnumerable<string> Tags(Scenario scenario, string repository = "web") => Repository(scenario, repository).Tags.Keys.Order(StringComparer.Ordinal);
}
