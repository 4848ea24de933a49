using Planton.DigitalOcean.Simulator.Faults;
using Planton.Terraform.Plugin.Cty;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;
using static TerraformProviderPlanton.Tests.Retention.RetentionGiven;

namespace TerraformProviderPlanton.Tests.Retention;

public sealed class RetentionLifeTests
{
    [Fact]
    public async Task Creating_a_policy_deletes_nothing_and_warns_of_what_is_due()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);

        await policy.ApplyAsync(await policy.PlanAsync(KeepTwo));

        Assert.Empty(world.Deletions());
        Assert.Equal(["web:v1", "web:v2"], policy.Tags("candidates"));
        Assert.Equal(CtyValue.Bool(true), policy["due"]);
        Assert.Equal(CtyValue.Number(70), policy["reclaimable_bytes"]);
        Assert.True(policy["last_run"].IsNull);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("2 tags of \"main\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_lists_the_due_tags_and_its_apply_deletes_exactly_those_the_oldest_first()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, plan) = await world.CreateAsync();

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.True(plan.Planned!["candidates"].IsUnknown);
        Assert.Equal(["web:v1", "web:v2"], Tags(plan.Prior!["candidates"]));
        Assert.Equal(["old", "old"], Assert.IsType<CtySequence>(plan.Prior["candidates"]).Elements.Cast<CtyObject>().Select(static tag => Text(tag["rule"])));
        await policy.ApplyAsync(plan);

        Assert.Equal(["web:v1", "web:v2"], world.Deletions());
        Assert.Equal(["web:v1", "web:v2"], Tags(policy.LastRun("deleted")));
        Assert.Empty(Tags(policy.LastRun("skipped")));
        Assert.Equal(CtyValue.Number(70), policy.LastRun("reclaimable_bytes"));
        Assert.Empty(policy.Tags("candidates"));
        await policy.ExpectEmptyPlanAsync(KeepTwo);
        Assert.Equal(2, world.Deletions().Count);
    }

    [Fact]
    public async Task What_has_moved_gone_or_been_pushed_again_since_the_plan_is_left_and_told_in_one_warning()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        const string Config = """{ "registry_name": "main", "rules": [{ "name": "all", "keep_most_recent": 0 }], "protect_in_use": { "enabled": false } }""";
        var (policy, plan) = await world.CreateAsync(Config);
        world.World.Push("main", Image("web", "v1", 0) with { Digest = $"sha256:{new string('9', 64)}" });
        world.World.RemoveTag("main", "web", "v2");
        world.World.Push("main", new() { Repository = "web", Tags = ["v3"], Digest = Digest(plan, "v3") });

        await policy.ApplyAsync(plan);

        Assert.Equal(["team/api:v1", "web:v4"], world.Deletions());
        Assert.Equal(["web:v1", "web:v2", "web:v3"], Tags(policy.LastRun("skipped")));
        Assert.Equal(
            ["it points to another image now", "it was gone already", "it was pushed again"],
            Assert.IsType<CtySequence>(policy.LastRun("skipped")).Elements.Cast<CtyObject>().Select(static tag => Text(tag["reason"])));
        var warning = Assert.Single(world.Core.Warnings, static warning => warning.Summary == "3 tags of \"main\" not deleted");
        Assert.Contains("web:v1: it points to another image now", warning.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_becomes_a_candidate_after_the_plan_is_left_for_the_next_one()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, plan) = await world.CreateAsync();
        world.World.Push("main", Image("web", "v5", 0));

        await policy.ApplyAsync(plan);

        Assert.Equal(["web:v1", "web:v2"], world.Deletions());
        Assert.Equal(["web:v3"], policy.Tags("candidates"));
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(KeepTwo));
        Assert.Equal(["web:v1", "web:v2", "web:v3"], world.Deletions());
    }

    [Fact]
    public async Task An_apply_that_changes_the_policy_deletes_nothing_and_the_next_plan_lists_what_the_new_rules_find()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, _) = await world.CreateAsync();
        const string KeepThree = """{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 3 }], "protect_in_use": { "enabled": false } }""";

        var plan = await policy.PlanAsync(KeepThree);
        Assert.True(plan.Planned!["last_run"].IsNull);
        await policy.ApplyAsync(plan);

        Assert.Empty(world.Deletions());
        Assert.Equal(["web:v1"], policy.Tags("candidates"));
        await policy.ConvergeAsync(KeepThree);
        Assert.Equal(["web:v1"], world.Deletions());
    }

    /// <summary>The service lists no blobs of an index and does not tell what it points to: one of its platforms looks like an image that nobody wants.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task The_signature_of_a_platform_stays_while_an_index_is_tagged(bool hasIndex, int deleted)
    {
        var hex = new string('7', 64);
        ManifestSeed[] index = hasIndex ? [new() { Repository = "web", Tags = ["multi"], Children = [$"sha256:{hex}"], Age = TimeSpan.FromDays(1) }] : [];
        ManifestSeed platform = new() { Repository = "web", Digest = $"sha256:{hex}", Blobs = [new("sha256:layer", 10)], Age = TimeSpan.FromDays(1) };
        ManifestSeed signature = new() { Repository = "web", Tags = [$"sha256-{hex}.sig"], Blobs = [new("sha256:signature", 1)], Age = TimeSpan.FromDays(40) };
        await using var world = await ProviderFixture.StartAsync(Seed with { Registries = [new() { Name = "main", Manifests = [.. index, platform, signature] }] });

        var (policy, plan) = await world.CreateAsync(KeepTwo.Replace("\"keep_most_recent\": 2", "\"older_than\": \"5d\"", StringComparison.Ordinal));
        await policy.ApplyAsync(plan);

        Assert.Equal(deleted, world.Deletions().Count);
    }

    [Fact]
    public async Task More_candidates_than_the_limit_delete_nothing_and_the_plan_says_how_many_each_rule_finds()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        const string Limited = """{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "protect_in_use": { "enabled": false }, "max_deletions": 1 }""";
        var (policy, plan) = await world.CreateAsync(Limited);

        Assert.Equal(CoreAction.NoOp, plan.Action);
        Assert.Equal(CtyValue.Bool(false), policy["due"]);
        var warning = Assert.Single(world.Core.Warnings, static warning => warning.Summary.Contains("Too many", StringComparison.Ordinal));
        Assert.Contains("old: 2", warning.Detail, StringComparison.Ordinal);
        Assert.Contains("max_deletions = 2", warning.Detail, StringComparison.Ordinal);
        await policy.DestroyAsync();
        Assert.Empty(world.Deletions());
    }

    [Fact]
    public async Task A_disabled_policy_shows_its_candidates_and_deletes_nothing()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);

        await policy.ConvergeAsync("""{ "registry_name": "main", "rules": [{ "name": "old", "older_than": "25d" }], "protect_in_use": { "enabled": false }, "enabled": false }""");

        Assert.Equal(["web:v1", "team/api:v1", "web:v2"], policy.Tags("candidates"));
        Assert.Empty(world.Deletions());
    }

    [Fact]
    public async Task With_a_schedule_tags_are_deleted_once_within_the_window_of_a_slot()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        const string Nightly = """{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "protect_in_use": { "enabled": false }, "schedule": "0 3 * * *" }""";
        var (policy, before) = await world.CreateAsync(Nightly);
        Assert.Equal(CoreAction.NoOp, before.Action);
        Assert.Equal(CtyValue.String("2026-03-03T03:00:00Z"), policy["next_run_at"]);

        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 4, 0, 0, TimeSpan.Zero));
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Nightly));
        Assert.Equal(["web:v1", "web:v2"], world.Deletions());

        // What comes up later in the window waits for the next slot.
        world.World.Push("main", Image("web", "v5", 0));
        Assert.Equal(CoreAction.NoOp, (await policy.PlanAsync(Nightly)).Action);
        Assert.Equal(["web:v3"], policy.Tags("candidates"));
        Assert.Equal(CtyValue.String("2026-03-04T03:00:00Z"), policy["next_run_at"]);
    }

    [Fact]
    public async Task A_plan_that_is_approved_after_the_window_deletes_nothing_and_warns()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        const string Nightly = """{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "protect_in_use": { "enabled": false }, "schedule": "0 3 * * *" }""";
        var (policy, _) = await world.CreateAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 4, 0, 0, TimeSpan.Zero));
        var plan = await policy.PlanAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 8, 0, 0, TimeSpan.Zero));

        await policy.ApplyAsync(plan);

        Assert.Empty(world.Deletions());
        Assert.True(policy["last_run"].IsNull);
        Assert.Equal(["web:v1", "web:v2"], policy.Tags("candidates"));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("skipped", StringComparison.Ordinal));
        await policy.ExpectEmptyPlanAsync(Nightly);
    }

    [Fact]
    public async Task A_tag_that_was_left_is_planned_again_within_the_same_window()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        const string Nightly = """{ "registry_name": "main", "rules": [{ "name": "all", "keep_most_recent": 0 }], "protect_in_use": { "enabled": false }, "schedule": "0 3 * * *" }""";
        var (policy, _) = await world.CreateAsync(Nightly);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 3, 4, 0, 0, TimeSpan.Zero));
        var plan = await policy.PlanAsync(Nightly);
        world.World.Push("main", new() { Repository = "web", Tags = ["v3"], Digest = Digest(plan, "v3") });
        await policy.ApplyAsync(plan);
        Assert.Equal(["web:v3"], policy.Tags("candidates"));

        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(Nightly));

        Assert.Equal(["web:v1", "team/api:v1", "web:v2", "web:v4", "web:v3"], world.Deletions());
    }

    [Fact]
    public async Task A_deletion_that_fails_keeps_what_was_done_and_the_next_plan_shows_the_rest()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, plan) = await world.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "DELETE", Path = "/v2/registries/main/repositories/web/tags/v2", Status = 403, Count = 1 });

        var error = Assert.Single((await Assert.ThrowsAsync<ProviderErrorException>(() => policy.ApplyAsync(plan))).Errors);

        Assert.Equal("Deleting the tag \"web:v2\" of the registry \"main\" failed", error.Summary);
        Assert.Contains("registry:delete", error.Detail, StringComparison.Ordinal);
        Assert.Contains("1 of 2 tags", error.Detail, StringComparison.Ordinal);
        Assert.Equal(["web:v1"], Tags(policy.LastRun("deleted")));
        Assert.Equal(["web:v2"], policy.Tags("candidates"));
        Assert.Equal(CtyValue.Number(40), policy.LastRun("reclaimable_bytes"));
        Assert.Equal(CoreAction.Update, await policy.ConvergeAsync(KeepTwo));
        Assert.Equal(["web:v1", "web:v2", "web:v2"], world.Deletions());
    }

    [Fact]
    public async Task A_deletion_whose_response_is_lost_is_not_asked_for_in_vain()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, plan) = await world.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.LoseAnswer, Method = "DELETE", Path = "**", Count = 1 });

        await policy.ApplyAsync(plan);

        Assert.Equal(["web:v1", "web:v2"], Tags(policy.LastRun("deleted")));
        await policy.ExpectEmptyPlanAsync(KeepTwo);
    }

    [Fact]
    public async Task An_interrupted_apply_keeps_what_was_done()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, plan) = await world.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "DELETE", Path = "**/v2", Delay = TimeSpan.FromMinutes(5) });

        var running = policy.ApplyAsync(plan);
        while (world.Deletions().Count < 2 && !running.IsCompleted) await Task.Delay(10, TestContext.Current.CancellationToken);
        await world.Core.Client.StopProviderAsync(new(), cancellationToken: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ProviderErrorException>(() => running);
        Assert.Equal(["web:v1"], Tags(policy.LastRun("deleted")));
        Assert.Contains(world.Core.Warnings, static warning => warning.Detail.Contains("1 of 2 tags", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_garbage_is_collected_an_apply_waits_and_reads_the_tags_only_then()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() });
        var (policy, plan) = await world.CreateAsync();
        world.World.StartGarbageCollection("main");
        var before = world.Simulator.Requests.All.Count;

        var running = policy.ApplyAsync(plan);
        while (world.Simulator.Requests.All.Skip(before).Count(static request => request.Path.EndsWith("/garbage-collections", StringComparison.Ordinal)) < 2 && !running.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, world.Simulator.Requests.All.Skip(before).Count(static request => request.Path.EndsWith("/tags", StringComparison.Ordinal)));
        world.World.Push("main", Image("web", "v1", 0) with { Digest = $"sha256:{new string('9', 64)}" });
        world.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        await running;

        Assert.Equal(["web:v2"], world.Deletions());
    }

    [Fact]
    public async Task Garbage_collection_that_begins_between_two_deletions_is_waited_for_and_then_everything_is_read_again()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Behavior = new() });
        var (policy, plan) = await world.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "DELETE", Path = "**/v1", Delay = TimeSpan.FromSeconds(1) });

        var running = policy.ApplyAsync(plan);
        while (world.Deletions().Count == 0 && !running.IsCompleted) await Task.Delay(10, TestContext.Current.CancellationToken);
        world.World.StartGarbageCollection("main");
        while (world.Deletions().Count == 1 && !running.IsCompleted) await Task.Delay(10, TestContext.Current.CancellationToken);
        world.World.AddManifest("main", Image("web", "v2", 0) with { Digest = $"sha256:{new string('9', 64)}" });
        world.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        await running;

        Assert.Equal(["web:v1", "web:v2"], world.Deletions());
        Assert.Equal(["web:v1"], Tags(policy.LastRun("deleted")));
        Assert.Equal(["web:v2"], Tags(policy.LastRun("skipped")));
    }

    [Fact]
    public async Task A_deletion_that_is_refused_once_is_tried_again()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, plan) = await world.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "DELETE", Path = "**/v2", Status = 409, Count = 1 });

        await policy.ApplyAsync(plan);

        Assert.Equal(["web:v1", "web:v2"], Tags(policy.LastRun("deleted")));
        Assert.Equal(CtyValue.Number(70), policy.LastRun("reclaimable_bytes"));
    }

    [Fact]
    public async Task A_deletion_that_is_always_refused_is_an_error()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, plan) = await world.CreateAsync();
        world.Simulator.Faults.Add(new FaultRule { Method = "DELETE", Path = "**/v1", Status = 422 });

        await Assert.ThrowsAsync<ProviderErrorException>(() => policy.ApplyAsync(plan));

        Assert.Equal(["web:v1", "web:v1"], world.Deletions());
        Assert.Equal(["web:v1", "web:v2"], policy.Tags("candidates"));
    }

    [Fact]
    public async Task A_lost_memory_deletes_nothing_that_was_not_planned()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, _) = await world.CreateAsync();

        // So do the CLIs when a provider dies in an apply.
        policy.Stored = policy.Stored! with { Private = Google.Protobuf.ByteString.Empty };
        var plan = await policy.PlanAsync(KeepTwo, refresh: false);
        await policy.ApplyAsync(plan);

        Assert.Equal(["web:v1", "web:v2"], world.Deletions());
        await policy.ExpectEmptyPlanAsync(KeepTwo);
    }

    [Fact]
    public async Task An_import_takes_the_rules_of_the_configuration_and_deletes_nothing()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        await policy.ImportAsync("main");
        Assert.Empty(policy.Tags("candidates"));

        var plan = await policy.PlanAsync(KeepTwo);
        Assert.Equal(CoreAction.Update, plan.Action);
        await policy.ApplyAsync(plan);

        Assert.Empty(world.Deletions());
        Assert.Equal(["web:v1", "web:v2"], policy.Tags("candidates"));
    }

    [Fact]
    public async Task A_registry_that_is_gone_takes_the_policy_along()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, _) = await world.CreateAsync();
        world.World.RemoveRegistry("main");

        await policy.RefreshAsync();

        Assert.Null(policy.Stored);
    }

    [Fact]
    public async Task Destroying_a_policy_deletes_nothing()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, _) = await world.CreateAsync();

        await policy.DestroyAsync();

        Assert.Empty(world.Deletions());
    }

    [Fact]
    public async Task A_policy_needs_its_registry()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var policy = world.Core.Resource(TypeName);
        var plan = await policy.PlanAsync("""{ "registry_name": "nowhere", "rules": [{ "name": "old", "keep_most_recent": 2 }] }""");

        var error = Assert.Single((await Assert.ThrowsAsync<ProviderErrorException>(() => policy.ApplyAsync(plan))).Errors);

        Assert.Equal("registry_name", error.Path?.ToString());
    }

    [Theory]
    [InlineData("""[{ "name": "r", "repositories": ["other"], "keep_most_recent": 0 }]""", 0, 0)]
    [InlineData("""[{ "name": "r", "repositories": ["web"], "keep_most_recent": 9 }]""", 1, 0)]
    [InlineData("""[{ "name": "r", "keep_most_recent": 9 }]""", 2, 0)]
    [InlineData("""[{ "name": "r", "repositories": ["web"], "keep_most_recent": 2 }]""", 1, 2)]
    public async Task A_refresh_reads_no_more_than_it_needs(string rules, int tagLists, int manifestLists)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var (policy, _) = await world.CreateAsync($$"""{ "registry_name": "main", "rules": {{rules}}, "protect_in_use": { "enabled": false } }""");
        var before = world.Simulator.Requests.All.Count;

        await policy.RefreshAsync();

        var requests = world.Simulator.Requests.All.Skip(before).ToList();
        Assert.Equal(tagLists, requests.Count(static request => request.Path.EndsWith("/tags", StringComparison.Ordinal)));
        Assert.Equal(manifestLists, requests.Count(static request => request.Path.EndsWith("/digests", StringComparison.Ordinal)));
        Assert.Equal(0, requests.Count(static request => request.Path.Contains("/kubernetes/", StringComparison.Ordinal) || request.Path.Contains("/apps", StringComparison.Ordinal)));
    }

    private static string Digest(CorePlan plan, string tag) =>
        Text(Assert.IsType<CtySequence>(plan.Prior!["candidates"]).Elements.Cast<CtyObject>().Single(one => Text(one["repository"]) == "web" && Text(one["tag"]) == tag)["digest"]);
}
