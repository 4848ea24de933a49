using Planton.DigitalOcean.Simulator;
using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests;

/// <summary>Warnings at plan about what a diff does not show: what two resources do to each other, and what an apply will lack or take along.</summary>
public sealed class PlanWarningTests
{
    private const string Registry = "planton_docr_registry";
    private const string Policy = "planton_docr_garbage_collection_policy";
    private const string Retention = "planton_docr_retention_policy";
    private const string Integration = "planton_docr_doks_integration";
    private const string Near = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Far = "bd5f5959-5e1e-4205-a714-a914373942b0";
    private const string Farther = "bd5f5959-5e1e-4205-a714-a914373942b1";
    private const string Sundays = """{ "registry_name": "main", "schedule": "0 3 * * 0" }""";
    private const string TwoSchedules = "Two schedules for the garbage collection of \"main\"";
    private const string NotYet = "The registry \"fresh\" does not exist yet";
    private const string NewPolicy = "The policy of \"main\" is new and will not serve the current window";

    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset InWindow = new(2026, 11, 22, 4, 30, 0, TimeSpan.Zero);

    private static WorldSeed Seed { get; } = new()
    {
        Behavior = ProviderFixture.Prompt,
        Tier = "professional",
        Registries = [new() { Name = "main", Region = "nyc3", StorageUsageBytes = 12_345_678_901 }, new() { Name = "other", Region = "nyc3" }],
        Clusters =
        [
            new() { Id = Near, Name = "near", Region = "nyc3" },
            new() { Id = Far, Name = "far", Region = "fra1" },
            new() { Id = Farther, Name = "farther", Region = "lon1" },
        ],
    };

    [Theory]
    [InlineData(Sundays, """{ "registry_name": "main", "schedule": "0 4 * * 1" }""", 1)]
    [InlineData(Sundays, Sundays, 1)]
    [InlineData(Sundays, """{ "registry_name": "other", "schedule": "0 3 * * 0" }""", 0)]
    [InlineData(Sundays, """{ "registry_name": "main", "schedule": "0 3 * * 0", "enabled": false }""", 0)]
    [InlineData(Sundays, """{ "registry_name": "main", "schedule": "0 3 * * *", "type": "unreferenced blobs only" }""", 0)]
    [InlineData(Sundays, """{ "registry_name": "main", "schedule": "(unknown)", "type": "(unknown)" }""", 0)]
    public async Task Two_policies_of_one_registry_that_start_runs_of_one_type(string first, string second, int warnings)
    {
        await using var world = await StartAsync(Friday);
        var (one, two) = (world.Core.Resource(Policy), world.Core.Resource(Policy));

        await one.PlanAsync(first);
        await two.PlanInSameRunAsync(second);
        Assert.Equal(warnings, Count(world, TwoSchedules));

        if (second.Contains("(unknown)", StringComparison.Ordinal)) return;
        await one.ConvergeAsync(first);
        await two.ConvergeAsync(second);
        Assert.Equal(warnings, Count(world, TwoSchedules));
        await one.PlanAsync(first);
        await two.PlanInSameRunAsync(second);
        Assert.Equal(2 * warnings, Count(world, TwoSchedules));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_policy_beside_the_registrys_own_garbage_collection(bool isEnabled, bool policyFirst)
    {
        await using var world = await StartAsync(Friday);
        var (registry, policy) = (world.Core.Resource(Registry), world.Core.Resource(Policy));
        var config = $$"""{ "name": "main", "garbage_collection_enabled": {{(isEnabled ? "true" : "false")}} }""";
        await registry.ImportAsync("main");
        await registry.ConvergeAsync(config);
        Assert.Equal(0, Count(world, TwoSchedules));

        if (policyFirst)
        {
            await policy.PlanAsync(Sundays);
            await registry.PlanInSameRunAsync(config);
        }
        else
        {
            await registry.PlanAsync(config);
            await policy.PlanInSameRunAsync(Sundays);
        }

        Assert.Equal(isEnabled ? 1 : 0, Count(world, TwoSchedules));
    }

    [Fact]
    public async Task A_policy_that_is_replaced_or_changed_is_no_second_one()
    {
        await using var world = await StartAsync(Friday);
        var policy = world.Core.Resource(Policy);
        await policy.ConvergeAsync(Sundays);

        await policy.ConvergeAsync("""{ "registry_name": "main", "schedule": "0 4 * * *" }""");
        await policy.ConvergeAsync("""{ "registry_name": "other", "schedule": "0 4 * * *" }""");

        Assert.Empty(world.Core.Warnings);
    }

    [Theory]
    [InlineData(new[] { Near, Far }, new[] { Far, Farther }, Far)]
    [InlineData(new[] { Near, Far }, new[] { Near, Far }, $"{Near}, {Far}")]
    [InlineData(new[] { Near }, new[] { Far }, null)]
    public async Task Two_integrations_that_share_clusters(string[] first, string[] second, string? shared)
    {
        await using var world = await StartAsync(Friday);
        var (one, two) = (world.Core.Resource(Integration), world.Core.Resource(Integration));

        await one.PlanAsync(Of("main", first));
        await two.PlanInSameRunAsync(Of("main", second));

        var warnings = world.Core.Warnings.Where(static warning => warning.Summary == "Two integrations of \"main\" share clusters").ToList();
        Assert.Equal(shared is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains($"the same clusters: {shared}.", warning.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Integrations_of_two_registries_share_clusters_by_right()
    {
        await using var world = await StartAsync(Friday);

        await world.Core.Resource(Integration).PlanAsync(Of("main", Near));
        await world.Core.Resource(Integration).PlanInSameRunAsync(Of("other", Near));

        Assert.Empty(world.Core.Warnings);
    }

    [Theory]
    [InlineData(Policy, """{ "registry_name": "fresh", "schedule": "0 3 * * 0" }""")]
    [InlineData(Retention, """{ "registry_name": "fresh", "rules": [{ "name": "all", "keep_most_recent": 1 }] }""")]
    [InlineData(Integration, $$"""{ "registry_name": "fresh", "cluster_uuids": ["{{Near}}"] }""")]
    public async Task A_registry_that_nothing_makes(string typeName, string config)
    {
        await using var world = await StartAsync(Friday);

        await world.Core.Resource(typeName).PlanAsync(config);
        Assert.Equal("registry_name", Assert.Single(world.Core.Warnings, static warning => warning.Summary == NotYet).Path?.ToString());

        await world.Core.Resource(Registry).PlanAsync("""{ "name": "fresh" }""");
        await world.Core.Resource(typeName).PlanInSameRunAsync(config);
        Assert.Equal(1, Count(world, NotYet));

        await world.Core.Resource(Registry).PlanAsync("""{ "name": "(unknown)" }""");
        await world.Core.Resource(typeName).PlanInSameRunAsync(config);
        Assert.Equal(1, Count(world, NotYet));
    }

    [Fact]
    public async Task A_plan_of_what_exists_does_not_look_for_its_registry_again()
    {
        await using var world = await StartAsync(Friday);
        var (policy, integration) = (world.Core.Resource(Policy), world.Core.Resource(Integration));
        await policy.ConvergeAsync(Sundays);
        await integration.ConvergeAsync(Of("main", Near));
        world.Simulator.Requests.Clear();

        await policy.PlanAsync(Sundays);
        await integration.PlanInSameRunAsync(Of("main", Near));

        Assert.Equal(
            ["/v2/kubernetes/clusters", "/v2/registries", "/v2/registries/main/garbage-collections"],
            world.Simulator.Requests.All.Select(static request => request.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_registry_that_cannot_be_looked_for_is_a_warning_and_the_plan_goes_on()
    {
        await using var world = await StartAsync(Friday);
        world.Simulator.Faults.Add(new FaultRule { Status = 403, Method = "GET", Path = "/v2/registries" });

        await world.Core.Resource(Policy).PlanAsync(Sundays);
        await world.Core.Resource(Integration).PlanAsync(Of("main", Near));

        Assert.Equal(["The registry could not be checked", "Clusters could not be checked"], world.Core.Warnings.Select(static warning => warning.Summary));
    }

    [Theory]
    [InlineData("""{ "name": "main", "region": "fra1" }""", false)]
    [InlineData("""{ "name": "renamed", "region": "nyc3" }""", false)]
    [InlineData("""{ "name": "main", "region": "nyc3" }""", true)]
    public async Task A_registry_that_is_replaced_takes_its_images_along(string config, bool isTainted)
    {
        await using var world = await StartAsync(Friday);
        var registry = world.Core.Resource(Registry);
        await registry.ImportAsync("main");
        await registry.ExpectEmptyPlanAsync("""{ "name": "main" }""");
        Assert.Empty(world.Core.Warnings);
        if (isTainted) registry.Stored = registry.Stored! with { IsTainted = true };

        Assert.Equal(CoreAction.Replace, (await registry.PlanAsync(config)).Action);

        var warning = Assert.Single(world.Core.Warnings);
        Assert.Equal("Replacing the registry \"main\" deletes its images", warning.Summary);
        Assert.Contains("12,345,678,901 bytes, 12.3 GB", warning.Detail, StringComparison.Ordinal);
        Assert.Contains("replace_triggered_by = [planton_docr_registry.NAME.created_at]", warning.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_gone_or_changed_in_place_is_not_replaced()
    {
        await using var world = await StartAsync(Friday);
        var registry = world.Core.Resource(Registry);
        await registry.ImportAsync("main");
        await registry.PlanAsync("""{ "name": "main", "deletion_protection": true }""");
        world.World.RemoveRegistry("main");
        await registry.PlanAsync("""{ "name": "main" }""");

        Assert.Empty(world.Core.Warnings);
    }

    [Theory]
    [InlineData(Sundays, 1)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * 0", "run_on_create": true }""", 0)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * 0", "enabled": false }""", 0)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * 0", "maintenance_window": "1h" }""", 0)]
    [InlineData("""{ "registry_name": "main", "schedule": "*/10 * * * *" }""", 0)]
    [InlineData("""{ "registry_name": "main", "schedule": "(unknown)" }""", 0)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * 0", "runner": "app_platform", "app_platform": { "token_wo": "dop_v1_job" } }""", 0)]
    public async Task A_new_policy_in_a_window_that_it_does_not_serve(string config, int warnings)
    {
        await using var world = await StartAsync(InWindow);
        var policy = world.Core.Resource(Policy);

        await policy.PlanAsync(config);

        Assert.Equal(warnings, Count(world, NewPolicy));
        Assert.All(world.Core.Warnings, static warning => Assert.Contains("The window of the slot 2026-11-22T03:00:00Z is open", warning.Detail, StringComparison.Ordinal));
        if (warnings == 0) return;
        await policy.ConvergeAsync(config);
        Assert.Equal(3 * warnings, Count(world, NewPolicy));
        Assert.Empty(world.World.FindRegistry("main")!.GarbageCollections);
    }

    [Fact]
    public async Task All_far_clusters_are_in_one_warning_which_advises_only_what_is_possible()
    {
        await using var world = await StartAsync(Friday);

        await world.Core.Resource(Integration).PlanAsync(Of("main", Near, Far, Farther));

        var warning = Assert.Single(world.Core.Warnings);
        Assert.Equal(("cluster_uuids", "2 clusters are not in the registry's region"), (warning.Path?.ToString(), warning.Summary));
        Assert.Contains($"{Far} (\"far\") in fra1\n  {Farther} (\"farther\") in lon1", warning.Detail, StringComparison.Ordinal);
        Assert.Contains("A registry in fra1 would be in the same region. DigitalOcean offers no registries in lon1.", warning.Detail, StringComparison.Ordinal);
        Assert.Equal(1, world.Count("GET", "/v2/registries/options"));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(""", "require_same_region": null""", 1)]
    [InlineData(""", "require_same_region": false""", 0)]
    public async Task An_explicit_false_ends_the_warning_of_far_clusters_and_its_request(string more, int warnings)
    {
        await using var world = await StartAsync(Friday);
        var integration = world.Core.Resource(Integration);

        await integration.PlanAsync(Of("main", Far).Replace(" }", $"{more} }}", StringComparison.Ordinal));

        Assert.Equal(warnings, world.Core.Warnings.Count);
        Assert.Equal(warnings, world.Count("GET", "/v2/registries/options"));
    }

    [Fact]
    public async Task On_request_far_clusters_are_one_error_and_those_that_are_integrated_already_one_warning()
    {
        await using var world = await StartAsync(Friday);
        var integration = world.Core.Resource(Integration);
        await integration.ConvergeAsync(Of("main", Far).Replace(" }", """, "require_same_region": false }""", StringComparison.Ordinal));
        Assert.Empty(world.Core.Warnings);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(
            () => integration.PlanAsync(Of("main", Near, Far, Farther).Replace(" }", """, "require_same_region": true }""", StringComparison.Ordinal)));

        Assert.Equal($"The cluster {Farther} is not in the registry's region", Assert.Single(failure.Errors).Summary);
        Assert.Equal($"The cluster {Far} is not in the registry's region", Assert.Single(world.Core.Warnings).Summary);
    }

    [Fact]
    public async Task Regions_that_cannot_be_read_only_shorten_the_advice()
    {
        await using var world = await StartAsync(Friday);
        world.Simulator.Faults.Add(new FaultRule { Status = 403, Method = "GET", Path = "/v2/registries/options" });

        await world.Core.Resource(Integration).PlanAsync(Of("main", Far));

        var warning = Assert.Single(world.Core.Warnings);
        Assert.DoesNotContain("would be in the same region", warning.Detail, StringComparison.Ordinal);
        Assert.Contains("set require_same_region = false", warning.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_gone_is_told_once_in_a_run_with_one_advice()
    {
        await using var world = await StartAsync(Friday);
        var integration = world.Core.Resource(Integration);
        var config = Of("main", Near, Farther).Replace(" }", """, "require_same_region": false }""", StringComparison.Ordinal);
        await integration.ConvergeAsync(config);
        world.World.RemoveCluster(Farther);

        await integration.PlanAsync(config);
        var first = Assert.Single(world.Core.Warnings);
        var plan = await integration.PlanAsync(config);
        Assert.Equal([first, first], world.Core.Warnings);

        var failure = await Assert.ThrowsAsync<ProviderErrorException>(() => integration.ApplyAsync(plan));
        Assert.Equal($"The cluster {Farther} does not exist", Assert.Single(failure.Errors).Summary);
        Assert.Equal(2, world.Core.Warnings.Count);
        Assert.EndsWith(Advice(first.Detail), failure.Errors[0].Detail, StringComparison.Ordinal);

        static string Advice(string detail) => detail[detail.IndexOf("A cluster that was replaced", StringComparison.Ordinal)..];
    }

    private static async Task<ProviderFixture> StartAsync(DateTimeOffset at) =>
        await ProviderFixture.BeforeAsync(await SimulatorHost.StartAsync(new SimulatorOptions { Seed = Seed, Speed = 0, StartTime = at }));

    private static int Count(ProviderFixture world, string summary) => world.Core.Warnings.Count(warning => warning.Summary == summary);

    private static string Of(string registry, params string[] uuids) =>
        $$"""{ "registry_name": "{{registry}}", "cluster_uuids": [{{string.Join(", ", uuids.Select(static uuid => $"\"{uuid}\""))}}] }""";
}
