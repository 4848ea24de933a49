using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using static TerraformProviderPlanton.Tests.Retention.RetentionGiven;

namespace TerraformProviderPlanton.Tests.Retention;

/// <summary>What runs keeps its tag.</summary>
public sealed class RetentionProtectionTests
{
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string KeepTwoUnlessInUse = """{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "protect_in_use": { "apps": false } }""";

    private static readonly WorkloadSeed Web = new() { Name = "web", Namespace = "shop", Image = "registry.digitalocean.com/main/web:v1", Replicas = 0 };

    [Fact]
    public async Task An_image_in_use_keeps_its_tag_and_the_state_says_who_uses_it()
    {
        await using var world = await StartAsync(Web);
        var (policy, plan) = await world.CreateAsync(KeepTwoUnlessInUse);

        Assert.Equal(["web:v2"], Tags(plan.Prior!["candidates"]));
        Assert.Equal(["web:v1"], policy.Tags("protected"));
        Assert.Equal(
            [CtyValue.String("deployment/web in shop, cluster prod")],
            Assert.IsType<CtySequence>(Assert.IsType<CtyObject>(Assert.IsType<CtySequence>(policy["protected"]).Elements[0])["used_by"]).Elements);
        await policy.ApplyAsync(plan);

        Assert.Equal(["web:v2"], world.Deletions());
        await policy.ExpectEmptyPlanAsync(KeepTwoUnlessInUse);
    }

    [Fact]
    public async Task Protection_is_on_where_nothing_is_configured()
    {
        await using var world = await StartAsync(Web);
        var (policy, _) = await world.CreateAsync("""{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }] }""");

        Assert.Equal(["web:v1"], policy.Tags("protected"));
    }

    [Fact]
    public async Task An_image_that_came_into_use_after_the_plan_is_left()
    {
        await using var world = await StartAsync();
        var (policy, plan) = await world.CreateAsync(KeepTwoUnlessInUse);
        Assert.Equal(["web:v1", "web:v2"], Tags(plan.Prior!["candidates"]));
        world.World.AddWorkload(Cluster, Web);

        await policy.ApplyAsync(plan);

        Assert.Equal(["web:v2"], world.Deletions());
        Assert.Equal(["web:v1"], Tags(policy.LastRun("skipped")));
        Assert.Contains(world.Core.Warnings, static warning => warning.Detail.Contains("it is in use by deployment/web in shop, cluster prod", StringComparison.Ordinal));
        Assert.Equal(["web:v1"], policy.Tags("protected"));
        await policy.ExpectEmptyPlanAsync(KeepTwoUnlessInUse);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_protects_everything_at_refresh_with_a_warning()
    {
        await using var world = await StartAsync();
        world.World.SetClusterAccess(Cluster, new() { Unavailable = true });
        var (policy, plan) = await world.CreateAsync(KeepTwoUnlessInUse);

        Assert.Equal(CoreAction.NoOp, plan.Action);
        Assert.Empty(policy.Tags("candidates"));
        Assert.Equal(["web:v1", "web:v2"], policy.Tags("protected"));
        var warning = world.Core.Warnings.First(static warning => warning.Summary.Contains(Cluster, StringComparison.Ordinal));
        Assert.Equal("protect_in_use", warning.Path?.ToString());
        Assert.Contains("protect_in_use.enabled = false", warning.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_at_apply_is_an_error_and_nothing_is_deleted()
    {
        await using var world = await StartAsync();
        var (policy, plan) = await world.CreateAsync(KeepTwoUnlessInUse);
        world.World.SetClusterAccess(Cluster, new() { Forbidden = ["pods"] });

        var error = Assert.Single((await Assert.ThrowsAsync<ProviderErrorException>(() => policy.ApplyAsync(plan))).Errors);

        Assert.Empty(world.Deletions());
        Assert.Equal("protect_in_use", error.Path?.ToString());
        Assert.Contains(Cluster, error.Summary, StringComparison.Ordinal);
        Assert.Contains("Nothing was deleted", error.Detail, StringComparison.Ordinal);
        world.World.SetClusterAccess(Cluster, new());
        await policy.ConvergeAsync(KeepTwoUnlessInUse);
        Assert.Equal(["web:v1", "web:v2"], world.Deletions());
    }

    private static Task<ProviderFixture> StartAsync(params IReadOnlyList<WorkloadSeed> workloads) => ProviderFixture.StartAsync(Seed with
    {
        Clusters = [new() { Id = Cluster, Name = "prod", Registries = ["main"], Content = new WorkloadChange { Workloads = workloads } }],
    });
}
