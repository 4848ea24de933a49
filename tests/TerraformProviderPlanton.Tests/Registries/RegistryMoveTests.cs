using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Testing;
using TerraformProviderPlanton.Registries;

namespace TerraformProviderPlanton.Tests.Registries;

public sealed class RegistryMoveTests
{
    private const string TypeName = "planton_docr_registry";
    private const string Official = "registry.terraform.io/digitalocean/digitalocean";
    private const string State = """
        {"id":"main","name":"main","region":"fra1","subscription_tier_slug":"basic","endpoint":"registry.digitalocean.com/main",
         "server_url":"registry.digitalocean.com","storage_usage_bytes":29393920,"created_at":"2026-01-02 03:04:05 +0000 UTC"}
        """;

    private static WorldSeed Seed { get; } = new()
    {
        Tier = "basic",
        Registries = [new() { Name = "main", Region = "fra1", CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), StorageUsageBytes = 29393920 }],
    };

    [Theory]
    [InlineData(Official, "digitalocean_container_registry")]
    [InlineData(Official, "digitalocean_container_registries")]
    [InlineData("registry.opentofu.org/digitalocean/digitalocean", "digitalocean_container_registry")]
    [InlineData("mirror.example.com/digitalocean/digitalocean", "digitalocean_container_registries")]
    [InlineData("digitalocean", "digitalocean_container_registry")]
    public async Task A_registry_of_the_official_provider_is_taken_over_without_a_change(string source, string sourceType)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        await registry.MoveAsync(source, sourceType, State);

        Assert.Equal(CtyValue.String("2026-01-02T03:04:05Z"), registry["created_at"]);
        Assert.Equal(CtyValue.Number(29393920), registry["storage_usage_bytes"]);
        var unread = await registry.PlanAsync("""{ "name": "main", "region": "fra1", "subscription_tier_slug": "basic" }""", refresh: false);
        var read = await registry.PlanAsync("""{ "name": "main", "region": "fra1", "subscription_tier_slug": "basic" }""");
        Assert.Equal([CoreAction.NoOp, CoreAction.NoOp], new[] { unread.Action, read.Action });
        Assert.Equal(CtyValue.Bool(false), registry["read_only"]);
        Assert.Equal(0, world.Count("POST", "/v2/registries"));
    }

    [Theory]
    [InlineData("""{"id":"main","name":"main"}""")]
    [InlineData("""{"id":"main","name":"main","created_at":"yesterday","region":null,"storage_usage_bytes":null,"something_new":{"a":[1]}}""")]
    [InlineData("""{"id":"main"}""")]
    public async Task What_is_missing_or_new_is_filled_in_by_the_next_refresh(string state)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        await registry.MoveAsync(Official, "digitalocean_container_registry", state);

        Assert.Equal(CoreAction.NoOp, (await registry.PlanAsync("""{ "name": "main" }""")).Action);
        Assert.Equal(CtyValue.String("2026-01-02T03:04:05Z"), registry["created_at"]);
    }

    [Theory]
    [InlineData(Official, "digitalocean_container_registry", State, 1, "version 1")]
    [InlineData(Official, "digitalocean_container_registry", "{}", 0, "no name")]
    [InlineData(Official, "digitalocean_container_registry", "[]", 0, "not an object")]
    [InlineData(Official, "digitalocean_container_registry", """{"name":["main"]}""", 0, "\"name\"")]
    [InlineData(Official, "digitalocean_container_registry", """{"name":"main","storage_usage_bytes":"9"}""", 0, "\"storage_usage_bytes\"")]
    [InlineData(Official, "digitalocean_container_registry", """{"name":"options"}""", 0, "reserved")]
    [InlineData(Official, "digitalocean_container_registry", "{", 0, "JSON")]
    [InlineData(Official, "digitalocean_container_registry", "", 0, "0.11")]
    [InlineData(Official, "digitalocean_container_registry_docker_credentials", State, 0, "cannot become")]
    [InlineData("registry.terraform.io/someone/digitalocean", "digitalocean_container_registry", State, 0, "cannot become")]
    [InlineData("digitalocean", "digitalocean_droplet", State, 0, "cannot become")]
    [InlineData("registry.terraform.io/hashicorp/null", "null_resource", "{}", 0, "cannot become")]
    public async Task A_state_that_cannot_be_taken_over_is_a_clear_error(string source, string sourceType, string state, long version, string expected)
    {
        await using var world = await ProviderFixture.StartAsync(Seed);
        var registry = world.Core.Resource(TypeName);

        var error = await Assert.ThrowsAsync<ProviderErrorException>(() => registry.MoveAsync(source, sourceType, state, version));

        var only = Assert.Single(error.Errors);
        Assert.Contains(expected, $"{only.Summary} {only.Detail}", StringComparison.Ordinal);
        Assert.Null(registry.Stored);
    }

    [Theory]
    [InlineData("2020-03-21 16:02:37 +0000 UTC", "2020-03-21T16:02:37Z")]
    [InlineData("2020-03-21 16:02:37.5 +0000 UTC", "2020-03-21T16:02:37.5Z")]
    [InlineData("2020-03-21 16:02:37.123456789 +0000 UTC", "2020-03-21T16:02:37.123456789Z")]
    [InlineData("2020-03-21 16:02:37 +0200 CEST", "2020-03-21T14:02:37Z")]
    [InlineData("2020-01-01 00:30:00 +0545 +0545", "2019-12-31T18:45:00Z")]
    [InlineData("2020-03-21T16:02:37Z", "2020-03-21T16:02:37Z")]
    [InlineData("2020-02-30 16:02:37 +0000 UTC", null)]
    [InlineData("2020-03-21 16:02:37", null)]
    [InlineData("today", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_time_of_Go_becomes_RFC_3339(string? text, string? expected) => Assert.Equal(expected, OfficialRegistryState.ToRfc3339(text));
}
