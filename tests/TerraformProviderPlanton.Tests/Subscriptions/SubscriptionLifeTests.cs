using Planton.DigitalOcean.Simulator.Faults;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.Subscriptions;

public sealed class SubscriptionLifeTests
{
    private const string TypeName = "planton_docr_subscription";
    private const string Basic = """{ "tier_slug": "basic" }""";
    private const string Professional = """{ "tier_slug": "professional" }""";

    private static WorldSeed Seed { get; } = new() { Tier = "basic", Registries = [new() { Name = "main", Region = "fra1" }] };

    [Fact]
    public async Task A_subscription_that_has_the_tier_already_is_only_taken_into_state()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);

        Assert.Equal(CoreAction.Create, await subscription.ConvergeAsync(Basic));

        Assert.Equal(0, world.Count("POST", "/v2/registries/subscription"));
        Assert.Equal(CtyValue.String("subscription"), subscription["id"]);
        Assert.Equal(CtyValue.Number(5_368_709_120), subscription["included_storage_bytes"]);
        Assert.Equal(CtyValue.Number(5), subscription["included_repositories"]);
        Assert.Equal(CtyValue.Number(500), subscription["monthly_price_in_cents"]);
        Assert.Equal(CtyValue.Number(2), subscription["storage_overage_price_in_cents"]);
        Assert.Equal(CtyValue.Bool(true), subscription["allow_storage_overage"]);
        Assert.Equal(CtyValue.String("Basic"), subscription["name"]);
    }

    [Fact]
    public async Task Another_tier_is_changed_in_place_with_one_request()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);
        await subscription.ConvergeAsync(Basic);

        Assert.Equal(CoreAction.Update, await subscription.ConvergeAsync(Professional));

        Assert.Equal("professional", world.World.Tier);
        Assert.Equal(1, world.Count("POST", "/v2/registries/subscription"));
        Assert.Equal(CtyValue.Number(107_374_182_400), subscription["included_storage_bytes"]);
    }

    [Fact]
    public async Task New_time_limits_change_nothing_else()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);
        await subscription.ConvergeAsync(Basic);

        var plan = await subscription.PlanAsync("""{ "tier_slug": "basic", "timeouts": { "update": "1m" } }""");

        Assert.Equal(CoreAction.Update, plan.Action);
        Assert.True(plan.Planned!.IsWhollyKnown);
        await subscription.ApplyAsync(plan);
        Assert.Equal(0, world.Count("POST", "/v2/registries/subscription"));
    }

    [Fact]
    public async Task A_tier_that_was_changed_elsewhere_is_drift_and_is_healed()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);
        await subscription.ConvergeAsync(Basic);
        world.World.SetTier("professional");

        Assert.Equal(CoreAction.Update, await subscription.ConvergeAsync(Basic));

        Assert.Equal("basic", world.World.Tier);
    }

    [Fact]
    public async Task A_subscription_is_imported_by_its_one_id_and_by_identity()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);

        await subscription.ImportAsync("subscription");

        await subscription.ExpectEmptyPlanAsync(Basic);
        var same = world.Core.Resource(TypeName);
        await same.ImportByIdentityAsync("""{ "id": "subscription" }""");
        await same.ExpectEmptyPlanAsync(Basic);
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("")]
    public async Task Any_other_id_is_refused_with_the_one_that_works(string id)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.Resource(TypeName).ImportAsync(id));

        Assert.Contains("terraform import planton_docr_subscription.example subscription", Assert.Single(error.Errors).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_only_forgets_and_says_so()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);
        await subscription.ConvergeAsync(Basic);

        await subscription.DestroyAsync();

        Assert.Null(subscription.Stored);
        Assert.Equal("basic", world.World.Tier);
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary == "The subscription is not cancelled");
    }

    [Fact]
    public async Task A_tier_that_the_account_may_not_have_is_an_error_at_plan_with_the_reasons()
    {
        await using var world = await ProviderFixture.StartAsync(new()
        {
            Tier = "professional",
            Registries = [new() { Name = "main" }, new() { Name = "other" }],
        });
        var subscription = world.Core.Resource(TypeName);

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => subscription.PlanAsync(Basic));

        var only = Assert.Single(error.Errors);
        Assert.Equal("tier_slug", only.Path?.ToString());
        Assert.Contains("OverRegistryLimit", only.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tier_that_the_account_may_not_have_any_more_does_not_block_a_destroy()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);
        await subscription.ConvergeAsync(Basic);
        world.Simulator.Seed(new() { Tier = "professional", Registries = [new() { Name = "second" }, new() { Name = "third" }] });

        await subscription.PlanAsync(Basic);

        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains("not eligible", StringComparison.Ordinal));
        await subscription.DestroyAsync();
    }

    [Fact]
    public async Task A_change_whose_answer_is_lost_is_found_by_reading()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource(TypeName);
        await subscription.ConvergeAsync(Basic);
        world.Simulator.Faults.Add(new FaultRule
        {
            Method = "POST",
            Path = "/v2/registries/subscription",
            Kind = FaultKind.LoseAnswer,
            Count = 1,
        });

        Assert.Equal(CoreAction.Update, await subscription.ConvergeAsync(Professional));

        Assert.Equal(1, world.Count("POST", "/v2/registries/subscription"));
    }
}
