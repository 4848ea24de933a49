using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Policy;

/// <summary>What a plan shows of the run that its apply starts.</summary>
public sealed class DueRunTests
{
    private const string TypeName = "planton_docr_garbage_collection_policy";
    private const string Nightly = """{ "registry_name": "main", "schedule": "0 3 * * *" }""";
    private const string Estimating = """{ "registry_name": "main", "schedule": "0 3 * * *", "estimate_reclaimable": true }""";
    private const string Repositories = "/v2/registries/main/repositoriesV2";

    private static readonly DateTimeOffset Due = new(2026, 3, 3, 3, 10, 0, TimeSpan.Zero);
    private static readonly SimulatedBlob Shared = new($"sha256:{new string('a', 64)}", 500);

    private static WorldSeed Seed { get; } = new()
    {
        Behavior = ProviderFixture.Prompt,
        Tier = "professional",
        Registries =
        [
            new()
            {
                Name = "main",
                Manifests =
                [
                    new() { Repository = "web", Tags = ["v2"], Blobs = [Shared] },
                    new() { Repository = "web", Blobs = [Shared, new($"sha256:{new string('b', 64)}", 70)] },
                    new() { Repository = "api", Blobs = [new($"sha256:{new string('c', 64)}", 8)] },
                ],
            },
        ],
    };

    [Theory]
    [InlineData("", "The apply starts garbage collection and waits for up to 60m until it has ended. Pushes are refused meanwhile.")]
    [InlineData(""", "timeouts": { "update": "90m" }""", "The apply starts garbage collection and waits for up to 90m until it has ended. Pushes are refused meanwhile.")]
    [InlineData(""", "wait_for_completion": false""", "The apply starts garbage collection and does not wait. Pushes are refused until it has ended.")]
    public async Task A_due_run_says_for_which_slot_it_is_and_what_the_apply_does(string more, string effect)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        var config = Nightly.Replace(" }", $"{more} }}", StringComparison.Ordinal);
        await policy.ConvergeAsync(config);
        Assert.True(policy["due_run"].IsNull);
        world.Simulator.Clock.Set(Due);

        var plan = await policy.PlanAsync(config);

        var run = Assert.IsType<CtyObject>(plan.Prior!["due_run"]);
        Assert.Equal((CtyValue.String("2026-03-03T03:00:00Z"), CtyValue.String("2026-03-03T07:00:00Z")), (run["scheduled_for"], run["start_by"]));
        Assert.Equal((CtyValue.String("untagged manifests and unreferenced blobs"), CtyValue.String(effect)), (run["type"], run["effect"]));
        Assert.True(run["reclaimable_bytes"].IsNull);
        Assert.True(plan.Planned!["due_run"].IsUnknown);
        await policy.ApplyAsync(plan);
        Assert.True(policy["due_run"].IsNull);
    }

    [Fact]
    public async Task An_owed_run_belongs_to_no_slot()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        world.Simulator.Faults.Add(new FaultRule { Status = 403, Method = "POST", Path = "/v2/registries/*/garbage-collection" });
        var policy = world.Core.Resource(TypeName);
        await policy.ApplyAsync(await policy.PlanAsync(Nightly.Replace(" }", """, "run_on_create": true }""", StringComparison.Ordinal)));

        await policy.RefreshAsync();

        var run = Assert.IsType<CtyObject>(policy["due_run"]);
        Assert.True(run["scheduled_for"].IsNull && run["start_by"].IsNull);
    }

    [Fact]
    public async Task On_request_a_due_run_says_what_it_would_free()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Estimating);
        Assert.Equal(0, world.Count("GET", Repositories));
        world.Simulator.Clock.Set(Due);

        var plan = await policy.PlanAsync(Estimating);

        Assert.Equal(CtyValue.Number(78), Assert.IsType<CtyObject>(plan.Prior!["due_run"])["reclaimable_bytes"]);
        Assert.Equal((1, 2), (world.Count("GET", Repositories), world.Count("GET", "/v2/registries/main/repositories/*/digests")));
        await policy.ApplyAsync(plan);
        await policy.ExpectEmptyPlanAsync(Estimating);
        Assert.Equal(1, world.Count("GET", Repositories));
    }

    [Theory]
    [InlineData(Nightly)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * *", "estimate_reclaimable": true, "type": "unreferenced blobs only" }""")]
    public async Task Without_the_request_or_for_a_type_that_frees_something_else_no_manifest_is_read(string config)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(config);
        world.Simulator.Clock.Set(Due);

        await policy.PlanAsync(config);

        Assert.True(Assert.IsType<CtyObject>(policy["due_run"])["reclaimable_bytes"].IsNull);
        Assert.Equal(0, world.Count("GET", Repositories));
    }

    [Fact]
    public async Task An_estimate_that_fails_is_a_warning_and_the_run_is_due_all_the_same()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Estimating);
        world.Simulator.Clock.Set(Due);
        world.Simulator.Faults.Add(new FaultRule { Status = 403, Method = "GET", Path = Repositories });

        await policy.ConvergeAsync(Estimating);

        var warning = Assert.Single(world.Core.Warnings, static warning => warning.Summary == "It is not known how much garbage collection of \"main\" would free");
        Assert.Equal("estimate_reclaimable", warning.Path?.ToString());
        Assert.Equal(CtyValue.String("2026-03-03T03:00:00Z"), Assert.IsType<CtyObject>(policy["last_run"])["scheduled_for"]);
    }
}
