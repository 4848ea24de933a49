using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The scenarios do what their READMEs say.</summary>
public sealed class ScenarioExampleTests
{
    private const long Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData("dev", "starter", "nyc3", false)]
    [InlineData("staging", "basic", "sfo3", false)]
    [InlineData("production", "professional", "fra1", true)]
    public async Task Each_environment_is_applied_in_an_account_of_its_own(string environment, string tier, string region, bool isProtected)
    {
        await using var scenario = await ApplyAsync("three-environments", new() { Variables = Variable("environment", environment), Seed = new() { Clusters = [new() { Name = "web" }] } });

        var registry = Assert.Single(scenario.Simulator.World.Registries);
        Assert.Equal(($"acme-{environment}", region, tier), (registry.Name, registry.Region, scenario.Simulator.World.Tier));
        Assert.Equal([registry.Name], scenario.Simulator.World.Clusters[0].Registries);
        var destroyed = await scenario.Cli.DestroyAsync();
        Assert.Equal(isProtected, destroyed.ExitCode == 1 && destroyed.Text.Contains("is protected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_environment_is_refused_by_name()
    {
        await using var scenario = await StartAsync("three-environments", new() { Variables = Variable("environment", "test") });

        (await scenario.Cli.PlanAsync()).Fails().Says("The environment is dev, staging or production.");
    }

    [Theory, EveryEngine]
    public async Task What_exists_is_adopted_without_a_request_that_changes_anything(Engine engine)
    {
        var world = ExampleWorlds.All["scenarios/adopting-an-existing-registry/main.tf"];
        await using var scenario = await StartAsync("adopting-an-existing-registry", world, engine);

        (await scenario.Cli.PlanAsync()).Succeeds().Says("3 to import, 0 to add, 0 to change, 0 to destroy");
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(0, Writes(scenario));
    }

    [Fact]
    public async Task A_registry_and_an_integration_of_the_official_provider_change_hands_untouched()
    {
        await using var scenario = await ApplyAsync("moving-from-the-official-provider/before", new());
        var writes = Writes(scenario);

        await ExampleApplyTests.WriteAsync(scenario, "scenarios/moving-from-the-official-provider/after/main.tf");
        (await scenario.Cli.PlanAsync()).Succeeds().Says("2 to add, 0 to change, 0 to destroy");
        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(writes, Writes(scenario));
        Assert.Equal([["acme"]], Integrations(scenario));
    }

    [Theory, EveryEngine]
    public async Task Costs_are_watched_before_they_arise(Engine engine)
    {
        var registry = new RegistrySeed { Name = "acme", Generated = new() { Repositories = 4, Tagged = 2, Untagged = 1, BlobBytes = 10_000_000 } };
        await using var scenario = await ApplyAsync("cost-control", new() { Seed = new() { Tier = "basic", Registries = [registry] } }, engine);
        (await scenario.Cli.PlanAsync()).Succeeds().DoesNotSay("Check block assertion failed");

        scenario.Simulator.World.AddManifest("acme", new() { Repository = "fifth", Blobs = [new("sha256:" + new string('a', 64), 5_300_000_000)] });
        scenario.Simulator.Clock.Advance(TimeSpan.FromDays(1));

        var plan = (await scenario.Cli.PlanAsync()).Succeeds();
        plan.Says("of the 5120 MiB that the Basic tier includes");
        plan.Says("is used up in 0 days. The next month costs");
        plan.Says("is held by untagged manifests alone");
        plan.Says("The tier includes 5 repositories, and there are 5.");

        // What the README looks for to make a pipeline fail.
        (await scenario.Cli.ApplyAsync()).Succeeds();
        var checks = JsonDocument.Parse((await scenario.Cli.RunAsync("show", "-json")).Succeeds().Output).RootElement.GetProperty("checks");
        Assert.NotEmpty(checks.EnumerateArray());
        Assert.All(checks.EnumerateArray(), static check => Assert.NotEqual("pass", check.GetProperty("status").GetString()));
    }

    [Theory, EveryEngine]
    public async Task Kept_samples_show_how_fast_storage_has_grown_since(Engine engine)
    {
        await using var scenario = await ApplyAsync("cost-control", new() { Seed = new() { Tier = "basic", Registries = [new() { Name = "acme", Manifests = [Build("v1", 90, 1000)] }] } }, engine);
        for (var day = 1; day <= 3; day++)
        {
            scenario.Cli.Write("samples.json", (await scenario.Cli.RunAsync("output", "-json", "samples")).Succeeds().Output);
            scenario.Simulator.World.AddManifest("acme", Build("nightly", 0, 100 + day));
            scenario.Simulator.Clock.Advance(TimeSpan.FromDays(1));
            (await scenario.Cli.ApplyAsync()).Succeeds();
        }

        await scenario.Cli.PlanIsEmptyAsync();
        var forecast = await scenario.Cli.StateOfAsync("data.planton_docr_storage_forecast.now");
        Assert.Equal(("samples", 3), (forecast.GetProperty("growth_basis").GetString(), forecast.GetProperty("samples").GetArrayLength()));
        Assert.Equal(102 * Mebibyte, forecast.GetProperty("growth_bytes_per_day").GetInt64());
        Assert.Equal(37, forecast.GetProperty("as_is").GetProperty("allowance_days_left").GetInt32());
    }

    [Theory, EveryEngine]
    public async Task Old_builds_are_deleted_then_freed_in_one_apply_and_what_runs_stays(Engine engine)
    {
        var builds = Enumerable.Range(1, 23).Select(static number => Build($"build-{number}", 100 - number, number));
        await using var scenario = await ApplyAsync("keep-storage-in-bounds", Bounds([.. builds, Build("latest", 90, 24)], Production("build-2")), engine);
        Assert.Equal(0, Writes(scenario));
        var before = scenario.Simulator.World.Registries[0].StoredBytes;

        (await scenario.Cli.PlanAsync("-out=bounds.tfplan")).Succeeds().Says("\"build-1\"").Says("\"build-3\"").Says("2 to change");
        (await scenario.Cli.RunAsync("apply", "-input=false", "bounds.tfplan")).Succeeds().Says("deployment/web in shop, cluster production");

        var writes = scenario.Simulator.Requests.All.Where(static request => request.Method != "GET").Select(static request => $"{request.Method} {request.Path.Split('/')[^1]}");
        Assert.Equal(["DELETE build-1", "DELETE build-3", "POST garbage-collection"], writes);
        Assert.Equal(before - (1 + 3) * Mebibyte, scenario.Simulator.World.Registries[0].StoredBytes);
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_digest_that_a_deployment_pins_stays_when_its_tag_has_moved()
    {
        var pinned = $"sha256:{new string('7', 64)}";
        await using var scenario = await ApplyAsync("keep-storage-in-bounds", Bounds([Build("v1", 20, 1) with { Digest = pinned }], Production($"v1@{pinned}")));
        scenario.Simulator.World.Push("acme", Build("v1", 0, 2));
        scenario.Simulator.Clock.Set(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

        (await scenario.Cli.ApplyAsync()).Succeeds().Says("Garbage collection of \"acme\" would delete images in use").Says($"team/web@{pinned} is used by deployment/web in shop");

        Assert.Equal(0, Writes(scenario));
        await scenario.Cli.PlanIsEmptyAsync();
    }

    [Fact]
    public async Task A_registry_that_fills_up_is_told_of()
    {
        await using var scenario = await ApplyAsync("keep-storage-in-bounds", Bounds([Build("v1", 20, 1), Build("v2", 10, 4500)]));

        (await scenario.Cli.PlanAsync()).Succeeds().Says("of the 5120 MiB that the Basic tier includes");
    }

    [Fact]
    public async Task An_image_is_pushed_once_for_each_tag_with_a_login_that_is_revoked()
    {
        await using var scenario = await ApplyAsync("ci-push-credentials", ExampleWorlds.All["scenarios/ci-push-credentials/main.tf"]);
        (await scenario.Cli.ApplyAsync()).Succeeds();

        var log = scenario.Cli.Read("docker.log");
        Assert.Single(log.Split('\n'), static line => line == "push registry.digitalocean.com/acme/web:v1");
        Assert.Contains("\"auths\"", log, StringComparison.Ordinal);
        Assert.NotEmpty(scenario.Simulator.World.MintedTokens);
        Assert.All(scenario.Simulator.World.MintedTokens, static token => Assert.True(token.Revoked));

        scenario.Cli.Set("TF_VAR_tag", "v2");
        scenario.Simulator.World.ScriptGarbageCollection("acme", new GarbageCollectionScript([new("scanning manifests", null)]));
        scenario.Simulator.World.StartGarbageCollection("acme");
        (await scenario.Cli.ApplyAsync()).Fails().Says("The registry currently refuses pushes");
        Assert.DoesNotContain("web:v2", scenario.Cli.Read("docker.log"), StringComparison.Ordinal);
    }

    private static async Task<Scenario> ApplyAsync(string name, ExampleWorld world, Engine engine = Engine.Terraform)
    {
        var scenario = await StartAsync(name, world, engine);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        return scenario;
    }

    private static async Task<Scenario> StartAsync(string name, ExampleWorld world, Engine engine = Engine.Terraform)
    {
        var scenario = await ExampleApplyTests.StartAsync(engine, world);
        await ExampleApplyTests.WriteAsync(scenario, $"scenarios/{name}/main.tf");
        return scenario;
    }

    private static ManifestSeed Build(string tag, int days, int mebibytes) => new()
    {
        Repository = "team/web",
        Tags = [tag],
        Age = TimeSpan.FromDays(days),
        Blobs = [new($"sha256:{0xa:x64}", 30 * Mebibyte), new($"sha256:{mebibytes + 0x100:x64}", mebibytes * Mebibyte)],
    };

    private static ClusterSeed Production(string tag) => new()
    {
        Name = "production",
        Registries = ["acme"],
        Content = new() { Workloads = [new() { Namespace = "shop", Name = "web", Image = $"registry.digitalocean.com/acme/team/web:{tag}", Replicas = 0 }] },
    };

    private static ExampleWorld Bounds(IReadOnlyList<ManifestSeed> manifests, params IReadOnlyList<ClusterSeed> clusters) => new()
    {
        Variables = Variable("registry_name", "acme"),
        Seed = new()
        {
            Tier = "basic",
            Registries = [new() { Name = "acme", Manifests = manifests }],
            Clusters = clusters,
            Tokens = [new(Workspace.Canary, ["registry:read", "registry:update", "registry:delete", "kubernetes:read", "kubernetes:access_cluster", "app:read"])],
        },
    };

    private static Dictionary<string, string> Variable(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static IEnumerable<IEnumerable<string>> Integrations(Scenario scenario) => scenario.Simulator.World.Clusters.Select(static cluster => cluster.Registries);

    private static int Writes(Scenario scenario) => scenario.Simulator.Requests.All.Count(static request => request.Method != "GET");
}
