using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;
using static TerraformProviderPlanton.Tests.Retention.RetentionGiven;

namespace TerraformProviderPlanton.Tests.Retention;

public sealed class RetentionPreviewTests
{
    private const string TypeName = "planton_docr_retention_preview";
    private const string Cluster = "bd5f5959-5e1e-4205-a714-a914373942af";

    [Fact]
    public async Task A_preview_shows_what_the_policy_would_find()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var preview = await world.Core.ReadDataAsync(TypeName, KeepTwo);
        var policy = world.Core.Resource(RetentionGiven.TypeName);
        await policy.ApplyAsync(await policy.PlanAsync(KeepTwo));

        Assert.Equal(["web:v1", "web:v2"], Tags(preview["candidates"]));
        Assert.Equal(policy["candidates"], preview["candidates"]);
        Assert.Equal(policy["protected"], preview["protected"]);
        Assert.Equal(policy["reclaimable_bytes"], preview["reclaimable_bytes"]);
        Assert.Empty(world.Deletions());
    }

    [Fact]
    public async Task A_preview_protects_what_is_in_use_and_warns_of_what_it_cannot_read()
    {
        await using var world = await ProviderFixture.StartAsync(Seed with { Clusters = [new ClusterSeed { Id = Cluster, Name = "prod", Registries = ["main"] }] });
        world.World.AddWorkload(Cluster, new() { Name = "web", Image = "registry.digitalocean.com/main/web:v1" });
        const string Config = """{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }] }""";

        Assert.Equal(["web:v1"], Tags((await world.Core.ReadDataAsync(TypeName, Config))["protected"]));

        world.World.SetClusterAccess(Cluster, new() { Unavailable = true });
        Assert.Equal(["web:v1", "web:v2"], Tags((await world.Core.ReadDataAsync(TypeName, Config))["protected"]));
        Assert.Contains(world.Core.Warnings, static warning => warning.Summary.Contains(Cluster, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registry_that_does_not_exist_is_an_error()
    {
        await using var world = await ProviderFixture.StartAsync();

        var error = await Assert.ThrowsAsync<ProviderErrorException>(
            () => world.Core.ReadDataAsync(TypeName, """{ "registry_name": "nowhere", "rules": [{ "name": "old", "keep_most_recent": 2 }] }"""));

        Assert.Equal("registry_name", Assert.Single(error.Errors).Path?.ToString());
    }

    [Fact]
    public async Task A_rule_without_a_limit_is_refused()
    {
        await using var world = await ProviderFixture.StartAsync(Seed);

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => world.Core.ReadDataAsync(TypeName, """{ "registry_name": "main", "rules": [{ "name": "old" }] }"""));

        Assert.Equal("rules[0]", Assert.Single(error.Errors).Path?.ToString());
    }
}
