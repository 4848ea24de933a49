using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests;

/// <summary>A name that another resource makes in the same apply: planned, made, and replaced while it is unknown. The driver checks the planned identity.</summary>
public sealed class UnknownNameTests
{
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Unknown = "(unknown)";

    private static WorldSeed Seed { get; } = new()
    {
        Tier = "professional",
        Registries = [new() { Name = "main", Region = "nyc3" }, new() { Name = "other", Region = "nyc3" }],
        Clusters = [new() { Id = Cluster, Name = "one", Region = "nyc3" }],
        Behavior = ProviderFixture.Prompt,
    };

    public static TheoryData<string, string, string, string> Resources => new()
    {
        { "planton_docr_registry", "fresh", "newer", """{ "name": "NAME" }""" },
        { "planton_docr_garbage_collection_policy", "main", "other", """{ "registry_name": "NAME", "schedule": "0 3 * * SUN" }""" },
        { "planton_docr_retention_policy", "main", "other", """{ "registry_name": "NAME", "rules": [{ "name": "old", "keep_most_recent": 2 }] }""" },
        { "planton_docr_doks_integration", "main", "other", $$"""{ "registry_name": "NAME", "cluster_uuids": ["{{Cluster}}"] }""" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_name_that_is_known_only_at_apply_is_created_and_replaced(string type, string first, string second, string template)
    {
        string Config(string name) => template.Replace("NAME", name, StringComparison.Ordinal);
        await using var world = await ProviderFixture.StartAsync(Seed);
        var resource = world.Core.Resource(type);

        var create = await resource.PlanAsync(Config(Unknown));
        await resource.ApplyAsync(create, Config(first));
        await resource.ExpectEmptyPlanAsync(Config(first));

        var replace = await resource.PlanAsync(Config(Unknown));
        Assert.Equal(CoreAction.Replace, replace.Action);
        await resource.ApplyAsync(replace, Config(second));
        await resource.ExpectEmptyPlanAsync(Config(second));
        await resource.DestroyAsync();
    }

    [Fact]
    public async Task A_tier_that_is_known_only_at_apply_is_planned()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var subscription = world.Core.Resource("planton_docr_subscription");

        var plan = await subscription.PlanAsync($$"""{ "tier_slug": "{{Unknown}}" }""");
        await subscription.ApplyAsync(plan, """{ "tier_slug": "professional" }""");

        await subscription.ExpectEmptyPlanAsync("""{ "tier_slug": "professional" }""");
    }
}
