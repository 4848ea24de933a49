using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.GarbageCollection.Policy;

/// <summary>A policy with <c>protect_in_use</c> starts no run that deletes what something uses.</summary>
public sealed class RunProtectionTests
{
    private const string TypeName = "planton_docr_garbage_collection_policy";
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Untagged = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Starts = "/v2/registries/*/garbage-collection";
    private const string Protected = """{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": {} }""";
    private const string Triggered = """{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": {}, "triggers": { "release": "7" } }""";
    private const string Created = """{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": {}, "run_on_create": true }""";
    private const string InUse = "Garbage collection of \"main\" would delete images in use";
    private const string Unknown = $"It is not known which images the cluster {Cluster} uses";

    private static readonly DateTimeOffset Slot = new(2026, 3, 3, 3, 0, 0, TimeSpan.Zero);
    private static readonly WorkloadSeed User = new() { Kind = WorkloadKind.CronJob, Namespace = "shop", Name = "nightly", Image = $"registry.digitalocean.com/main/web@{Untagged}" };

    [Theory]
    [InlineData(Protected, true)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * *" }""", false)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": { "enabled": false } }""", false)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": { "workloads": false } }""", false)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": { "cluster_uuids": [] } }""", false)]
    [InlineData("""{ "registry_name": "main", "schedule": "0 3 * * *", "type": "unreferenced blobs only", "protect_in_use": {} }""", false)]
    public async Task What_is_due_is_held_back_while_something_uses_what_it_deletes(string config, bool isHeld)
    {
        await using var world = await StartAsync(User);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(config);
        world.Simulator.Clock.Set(Slot.AddHours(1));

        Assert.Equal(isHeld ? CoreAction.NoOp : CoreAction.Update, (await policy.PlanAsync(config)).Action);

        Assert.Equal(CtyValue.Bool(!isHeld), policy["due"]);
        Assert.Equal(isHeld, world.Core.Warnings.Any(static warning => warning.Summary == InUse
            && warning.Detail.Contains($"web@{Untagged} is used by cronjob/nightly in shop, cluster prod", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_is_due_again_when_nothing_uses_it_any_more()
    {
        await using var world = await StartAsync(User);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        world.Simulator.Clock.Set(Slot.AddHours(1));
        await policy.RefreshAsync();
        world.World.ChangeWorkloads(Cluster, new() { Remove = [new("CronJob", "nightly", "shop")] });

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Protected));

        Assert.Equal(1, world.Count("POST", Starts));
        await policy.ExpectEmptyPlanAsync(Protected);
    }

    [Fact]
    public async Task An_image_that_came_into_use_since_the_plan_is_not_deleted()
    {
        await using var world = await StartAsync();
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        world.Simulator.Clock.Set(Slot.AddHours(1));
        var plan = await policy.PlanAsync(Protected);
        world.World.AddWorkload(Cluster, User);

        await policy.ApplyAsync(plan);

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == InUse);
        Assert.Equal(CoreAction.NoOp, (await policy.PlanAsync(Protected)).Action);
    }

    [Theory]
    [InlineData(Triggered)]
    [InlineData(Created)]
    public async Task A_run_that_is_asked_for_is_owed_until_nothing_uses_what_it_deletes(string config)
    {
        await using var world = await StartAsync(User);
        var policy = world.Core.Resource(TypeName);
        if (config == Triggered) await policy.ConvergeAsync(Protected);

        var plan = await policy.PlanAsync(config);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == InUse);
        await policy.ApplyAsync(plan);
        Assert.Equal(CoreAction.NoOp, (await policy.PlanAsync(config)).Action);
        Assert.Equal(0, world.Count("POST", Starts));

        world.World.ChangeWorkloads(Cluster, new() { Remove = [new("CronJob", "nightly", "shop")] });
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(config));
        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Fact]
    public async Task An_update_of_something_else_starts_no_run_that_is_held_back()
    {
        await using var world = await StartAsync(User);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        world.Simulator.Clock.Set(Slot.AddHours(1));
        const string Changed = """{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": {}, "history_limit": 5 }""";
        var plan = await policy.PlanAsync(Changed);
        world.World.ChangeWorkloads(Cluster, new() { Remove = [new("CronJob", "nightly", "shop")] });

        await policy.ApplyAsync(plan);

        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_holds_back_what_is_due_and_warns()
    {
        await using var world = await StartAsync();
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        world.Simulator.Clock.Set(Slot.AddHours(1));
        world.World.SetClusterAccess(Cluster, new() { Forbidden = ["pods"] });

        Assert.Equal(CoreAction.NoOp, (await policy.PlanAsync(Protected)).Action);

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == Unknown);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_fails_an_apply_whose_plan_showed_a_run()
    {
        await using var world = await StartAsync();
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        world.Simulator.Clock.Set(Slot.AddHours(1));
        var plan = await policy.PlanAsync(Protected);
        world.World.SetClusterAccess(Cluster, new() { Forbidden = ["pods"] });

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => policy.ApplyAsync(plan));

        Assert.Equal(Unknown, Assert.Single(error.Errors).Summary);
        Assert.Equal(0, world.Count("POST", Starts));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_read_does_not_taint_a_policy_that_is_created()
    {
        await using var world = await StartAsync();
        world.World.SetClusterAccess(Cluster, new() { RequiresSso = true });
        var policy = world.Core.Resource(TypeName);

        await policy.ApplyAsync(await policy.PlanAsync(Created));

        Assert.Equal(0, world.Count("POST", Starts));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == Unknown);
    }

    [Theory]
    [InlineData(FaultKind.Status, "The API returned 404 for GET /v2/registries/main/repositories/web/digests")]
    [InlineData(FaultKind.WrongMember, "the response contains neither a complete list")]
    public async Task Manifests_that_the_API_does_not_show_are_not_taken_for_gone(FaultKind kind, string message)
    {
        await using var world = await StartAsync(User);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        world.Simulator.Clock.Set(Slot.AddHours(1));
        world.Simulator.Faults.Add(new() { Kind = kind, Status = 404, Member = "digest", Method = "GET", Path = "/v2/registries/*/repositories/web/digests" });

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => policy.PlanAsync(Protected));

        Assert.Contains(message, Assert.Single(error.Errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_a_repository_that_is_gone_holds_nothing_back()
    {
        await using var world = await StartAsync(User with { Image = $"registry.digitalocean.com/main/old@{Untagged}" });
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        world.Simulator.Clock.Set(Slot.AddHours(1));

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Protected));

        Assert.Equal(1, world.Count("POST", Starts));
    }

    [Fact]
    public async Task Nothing_is_read_while_nothing_is_due()
    {
        await using var world = await StartAsync(User);
        var policy = world.Core.Resource(TypeName);
        await policy.ConvergeAsync(Protected);
        await policy.ExpectEmptyPlanAsync(Protected);

        Assert.DoesNotContain(world.Simulator.Requests.All, static request => request.Cluster is not null || request.Path.Contains("clusters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_that_starts_the_runs_protects_nothing()
    {
        await using var world = await StartAsync();
        var error = await Assert.ThrowsAsync<ProviderErrorException>(() =>
            world.Core.Resource(TypeName).ValidateAsync("""{ "registry_name": "main", "schedule": "0 3 * * *", "runner": "app_platform", "protect_in_use": {} }"""));

        Assert.Equal("Images in use are not protected when an app starts the runs", Assert.Single(error.Errors).Summary);
    }

    private static Task<ProviderFixture> StartAsync(params IReadOnlyList<WorkloadSeed> workloads) => ProviderFixture.StartAsync(new()
    {
        Behavior = ProviderFixture.Prompt,
        Tier = "professional",
        Registries = [new() { Name = "main", Manifests = [new() { Repository = "web", Digest = Untagged }, new() { Repository = "web", Tags = ["v1"] }] }],
        Clusters = [new() { Id = Cluster, Name = "prod", Registries = ["main"], Content = new() { Workloads = workloads } }],
    });
}
