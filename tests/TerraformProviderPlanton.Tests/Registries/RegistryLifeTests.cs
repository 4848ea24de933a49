using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Registries;

public sealed class RegistryLifeTests
{
    private const string TypeName = "planton_docr_registry";
    private const string Main = """{ "name": "main", "region": "fra1", "subscription_tier_slug": "basic" }""";

    [Fact]
    public async Task A_registry_is_created_and_a_second_plan_is_empty()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await registry.ConvergeAsync(Main));

        Assert.Equal("fra1", Assert.Single(world.World.Registries).Region);
        Assert.Equal(CtyValue.String("registry.digitalocean.com/main"), registry["endpoint"]);
        Assert.Equal(CtyValue.String("main"), registry["id"]);
        Assert.Equal(1, world.Count("POST", "/v2/registries"));
    }

    [Fact]
    public async Task A_registry_needs_no_more_than_a_name()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await registry.ConvergeAsync("""{ "name": "main" }"""));

        Assert.Equal(CtyValue.String("nyc3"), registry["region"]);
        Assert.Equal(CtyValue.String("starter"), registry["subscription_tier_slug"]);
    }

    [Fact]
    public async Task Another_tier_is_an_update_in_place()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Main);

        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(Main.Replace("basic", "professional", StringComparison.Ordinal)));

        Assert.Equal("professional", world.World.Tier);
        Assert.Single(world.World.Registries);
    }

    [Theory]
    [InlineData("""{ "name": "other", "region": "fra1", "subscription_tier_slug": "basic" }""", "name")]
    [InlineData("""{ "name": "main", "region": "sfo3", "subscription_tier_slug": "basic" }""", "region")]
    public async Task Another_name_or_region_replaces_the_registry(string changed, string cause)
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Main);

        var plan = await registry.PlanAsync(changed);
        await registry.ApplyAsync(plan);
        await registry.ExpectEmptyPlanAsync(changed);

        Assert.Equal(CoreAction.Replace, plan.Action);
        Assert.Equal([CtyPath.Root.Attribute(cause)], plan.RequiresReplace);
        Assert.Single(world.World.Registries);
    }

    [Fact]
    public async Task A_registry_that_asks_for_no_tier_leaves_it_to_the_others()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "professional" });
        var (asks, follows) = (world.Core.Resource(TypeName), world.Core.Resource(TypeName));
        const string Asking = """{ "name": "asks", "subscription_tier_slug": "professional" }""";
        await asks.ConvergeAsync(Asking);
        await follows.ConvergeAsync("""{ "name": "follows" }""");
        world.World.SetTier("starter");

        // Both change in one apply: the one that asks for a tier, and the one whose state still knows the old one.
        var first = await asks.PlanAsync(Asking);
        var second = await follows.PlanAsync("""{ "name": "follows", "deletion_protection": true }""");
        await asks.ApplyAsync(first);
        await follows.ApplyAsync(second);

        Assert.Equal("professional", world.World.Tier);
        Assert.Equal(CtyValue.String("professional"), follows["subscription_tier_slug"]);
        await follows.ExpectEmptyPlanAsync("""{ "name": "follows", "deletion_protection": true }""");
    }

    [Fact]
    public async Task A_tier_that_was_changed_elsewhere_is_drift_and_is_healed()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Main);
        world.Simulator.Seed(new WorldSeed { Tier = "professional" });

        var plan = await registry.PlanAsync(Main);
        await registry.ApplyAsync(plan);

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.Equal("basic", world.World.Tier);
    }

    [Fact]
    public async Task A_registry_that_is_gone_is_created_anew()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Main);
        world.World.RemoveRegistry("main");

        Assert.Equal(CoreAction.Create, await registry.ConvergeAsync(Main));

        Assert.Single(world.World.Registries);
    }

    [Fact]
    public async Task An_imported_registry_plans_no_change()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "basic", Registries = [new() { Name = "main", Region = "fra1" }] });
        var registry = world.Core.Resource(TypeName);

        await registry.ImportAsync("main");

        await registry.ExpectEmptyPlanAsync(Main);
        await registry.ExpectEmptyPlanAsync("""{ "name": "main" }""");

        var same = world.Core.Resource(TypeName);
        await same.ImportByIdentityAsync("""{ "name": "main" }""");
        await same.ExpectEmptyPlanAsync(Main);
    }

    [Fact]
    public async Task An_unknown_registry_cannot_be_imported()
    {
        await using var world = await ProviderFixture.StartAsync();

        var broken = await Assert.ThrowsAsync<ProviderRuleException>(() => world.Core.Resource(TypeName).ImportAsync("nowhere"));

        Assert.Contains("does not exist", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destroyed_registry_is_gone_and_one_gone_already_is_no_error()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Main);
        await registry.DestroyAsync();
        Assert.Empty(world.World.Registries);
        Assert.Null(registry.Stored);

        await registry.ConvergeAsync(Main);
        var plan = new CorePlan(CoreAction.Delete, null, registry.State, null, []);
        world.World.RemoveRegistry("main");
        await registry.ApplyAsync(plan);
        Assert.Null(registry.Stored);
    }

    [Fact]
    public async Task A_protected_registry_is_neither_destroyed_nor_replaced()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync("""{ "name": "main", "deletion_protection": true }""");

        var destroy = await Assert.ThrowsAsync<ProviderErrorException>(registry.DestroyAsync);
        var replace = await Assert.ThrowsAsync<ProviderErrorException>(() => registry.PlanAsync("""{ "name": "other", "deletion_protection": true }"""));

        Assert.Equal("deletion_protection", Assert.Single(destroy.Errors).Path?.ToString());
        Assert.Contains("is protected", Assert.Single(replace.Errors).Summary, StringComparison.Ordinal);
        Assert.Single(world.World.Registries);
    }

    [Fact]
    public async Task Values_that_are_unknown_at_plan_are_used_at_apply()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);

        var plan = await registry.PlanAsync("""{ "name": "(unknown)", "region": "(unknown)" }""");
        await registry.ApplyAsync(plan, """{ "name": "main", "region": "fra1" }""");

        Assert.True(plan.Planned!["endpoint"].IsUnknown);
        Assert.Equal(CtyValue.String("registry.digitalocean.com/main"), registry["endpoint"]);
    }

    [Fact]
    public async Task A_due_slot_stays_due_when_the_CLI_loses_what_was_remembered_beside_the_state()
    {
        const string Config = """{ "name": "main", "garbage_collection_enabled": true }""";
        await using var world = await ProviderFixture.StartAsync(new() { Behavior = ProviderFixture.Prompt });
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Config);
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 8, 3, 10, 0, TimeSpan.Zero));
        await registry.RefreshAsync();

        // So do the CLIs when a provider dies in an apply.
        registry.Stored = registry.Stored! with { Private = Google.Protobuf.ByteString.Empty };
        await registry.ConvergeAsync(Config);

        Assert.Equal(1, world.Count("POST", "/v2/registries/main/garbage-collection"));
    }

    [Fact]
    public async Task Garbage_collection_that_has_become_due_is_run_by_an_apply()
    {
        // The storage figure follows at once, so that it changes together with the run.
        await using var world = await ProviderFixture.StartAsync(new() { Behavior = ProviderFixture.Prompt with { StorageUsageLag = TimeSpan.Zero } });
        var registry = world.Core.Resource(TypeName);
        const string Config = """{ "name": "main", "garbage_collection_enabled": true }""";
        await registry.ConvergeAsync(Config);
        world.World.Push("main", new ManifestSeed { Repository = "app", Blobs = [new SimulatedBlob("sha256:1", 5_000)] });
        await registry.RefreshAsync();
        world.Simulator.Clock.Set(new DateTimeOffset(2026, 3, 8, 3, 30, 0, TimeSpan.Zero));

        Assert.Equal(CoreAction.Update, await registry.ConvergeAsync(Config));

        Assert.Equal(1, world.Count("POST", "/v2/registries/*/garbage-collection"));
        var run = Assert.IsType<CtyObject>(registry["last_garbage_collection"]);
        Assert.Equal(CtyValue.String("succeeded"), run["status"]);
        Assert.Equal(CtyValue.String("2026-03-08T03:00:00Z"), run["scheduled_for"]);
        Assert.Equal(CtyValue.Number(0), registry["storage_usage_bytes"]);
    }

    [Fact]
    public async Task A_registry_whose_tier_cannot_be_read_after_its_creation_is_kept_whole_with_a_warning()
    {
        await using var world = await ProviderFixture.StartAsync();
        world.Simulator.Faults.Add(new() { Kind = FaultKind.Status, Status = 403, Method = "GET", Path = "/v2/**/subscription", After = 1 });
        var registry = world.Core.Resource(TypeName);

        await registry.ApplyAsync(await registry.PlanAsync(Main));

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == "The tier of the registry \"main\" could not be confirmed");
        Assert.Single(world.World.Registries);
        Assert.False(registry.Stored!.IsTainted);
        Assert.Equal(CtyValue.String("main"), registry["id"]);
    }

    [Theory]
    [InlineData(false, "The name \"main\" is taken")]
    [InlineData(true, "The registry \"main\" already exists")]
    public async Task A_name_that_is_taken_is_an_error_at_plan(bool isOwn, string summary)
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "starter", TakenNames = isOwn ? [] : ["main"], Registries = isOwn ? [new() { Name = "main" }] : [] });

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Resource(TypeName).PlanAsync(Main));

        var error = Assert.Single(refused.Errors);
        Assert.Equal((summary, "name"), (error.Summary, error.Path?.ToString()));
        Assert.Equal(isOwn, error.Detail.Contains("terraform import", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_was_taken_since_the_plan_is_refused_before_the_tier_changes()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "starter" });
        var registry = world.Core.Resource(TypeName);
        var plan = await registry.PlanAsync(Main);
        world.Simulator.Faults.Add(new() { Status = 409, Method = "POST", Path = "/v2/registries/validate-name" });

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => registry.ApplyAsync(plan));

        Assert.Equal("The name \"main\" is taken", Assert.Single(refused.Errors).Summary);
        Assert.Equal("starter", world.World.Tier);
        Assert.Equal(0, world.Count("POST", "/v2/registries"));
    }

    [Fact]
    public async Task A_create_that_fails_after_the_tier_was_changed_says_so()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "starter" });
        world.Simulator.Faults.Add(new() { Status = 409, Method = "POST", Path = "/v2/registries" });
        var registry = world.Core.Resource(TypeName);
        var plan = await registry.PlanAsync(Main);

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => registry.ApplyAsync(plan));

        var error = Assert.Single(refused.Errors);
        Assert.Equal("The name \"main\" is taken", error.Summary);
        Assert.DoesNotContain("Import it", error.Detail, StringComparison.Ordinal);
        Assert.Contains(refused.Diagnostics, static warning => warning.Summary == "The account's tier was changed to \"basic\" anyway");
        Assert.Equal("basic", world.World.Tier);
    }

    [Theory]
    [InlineData(422, true)]
    [InlineData(412, true)]
    [InlineData(422, false)]
    public async Task A_registry_that_the_tier_may_not_allow_beside_another_says_which_tier_does(int status, bool hasAnother)
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "basic", Registries = hasAnother ? [new() { Name = "first" }] : [] });
        var registry = world.Core.Resource(TypeName);
        var plan = await registry.PlanAsync("""{ "name": "second" }""");
        world.Simulator.Faults.Add(new() { Status = status, Method = "POST", Path = "/v2/registries" });

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(() => registry.ApplyAsync(plan));

        var error = Assert.Single(refused.Errors);
        Assert.Equal(hasAnother, error.Summary == "The API rejected the registry \"second\"");
        Assert.Equal(hasAnother, error.Detail.Contains("already has the registry \"first\". The tiers starter and basic allow one", StringComparison.Ordinal));
        Assert.Contains($"The API returned {status}", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(503)]
    public async Task A_name_that_cannot_be_checked_hinders_nothing(int status)
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tier = "starter" });
        world.Simulator.Faults.Add(new() { Status = status, Method = "POST", Path = "/v2/registries/validate-name" });

        Assert.Equal(CoreAction.Create, await world.Core.Resource(TypeName).ConvergeAsync(Main));
    }

    [Fact]
    public async Task A_registry_in_state_is_planned_without_a_question_about_its_name()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Main);
        world.Simulator.Requests.Clear();

        Assert.Equal(CoreAction.Replace, (await registry.PlanAsync(Main.Replace("fra1", "sfo3", StringComparison.Ordinal))).Action);

        Assert.Equal(0, world.Count("POST", "/v2/registries/validate-name"));
    }

    [Fact]
    public async Task A_region_that_the_API_answers_otherwise_than_planned_is_told_and_taints_nothing()
    {
        await using var world = await ProviderFixture.StartAsync();
        world.Simulator.Faults.Add(new() { Kind = FaultKind.WrongMember, Member = "region", Body = "sfo3", Method = "POST", Path = "/v2/registries" });
        var registry = world.Core.Resource(TypeName);
        registry.ServiceMayDiffer = true;

        await registry.ApplyAsync(await registry.PlanAsync(Main));

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == "planton_docr_registry \"main\" differs from the plan");
        Assert.False(registry.Stored!.IsTainted);
        await registry.ExpectEmptyPlanAsync(Main);
    }

    [Fact]
    public async Task The_token_stands_in_no_message()
    {
        await using var world = await ProviderFixture.StartAsync(new() { Tokens = [new TokenSeed("another")] });

        var refused = await Assert.ThrowsAsync<ProviderErrorException>(async () =>
        {
            var registry = world.Core.Resource(TypeName);
            await registry.ApplyAsync(await registry.PlanAsync(Main));
        });

        Assert.DoesNotContain(ProviderFixture.Token, refused.Message, StringComparison.Ordinal);
        Assert.Contains("DIGITALOCEAN_TOKEN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_source_reads_what_the_resource_made()
    {
        await using var world = await ProviderFixture.StartAsync();
        var registry = world.Core.Resource(TypeName);
        await registry.ConvergeAsync(Main);

        var data = await world.Core.ReadDataAsync(TypeName, """{ "name": "main" }""");

        foreach (var attribute in data.Type.Attributes) Assert.Equal(registry[attribute.Name], data[attribute.Name]);
        var unknown = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync(TypeName, """{ "name": "nowhere" }"""));
        Assert.Equal("name", Assert.Single(unknown.Errors).Path?.ToString());
    }
}
