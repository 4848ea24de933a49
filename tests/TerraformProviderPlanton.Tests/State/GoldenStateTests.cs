using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.State;
using Planton.Terraform.Plugin.Testing;

namespace TerraformProviderPlanton.Tests.State;

/// <summary>
/// Every version reads the states of every version before it with an empty plan. The files are never changed; a version that writes another
/// form adds its own (PLANTON_GOLDEN=folder writes them).
/// </summary>
public sealed class GoldenStateTests
{
    private const string One = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Two = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";
    private const string AppId = "0a4f2f5e-6a0b-4d43-9f0e-0d6a3c1b2e11";
    private const string Limits = """ "timeouts": { "create": "20m", "update": "30m" } """;

    private static readonly DateTimeOffset Created = new(2025, 12, 1, 8, 0, 0, TimeSpan.Zero);

    private static WorldSeed World { get; } = new()
    {
        Behavior = ProviderFixture.Prompt with { Deployment = new() { Pending = default, Building = default, Deploying = default } },
        Tier = "professional",
        Registries =
        [
            new()
            {
                Name = "main",
                Region = "fra1",
                CreatedAt = Created,
                StorageUsageBytes = 123_456_789,
                GarbageCollections =
                [
                    new() { Uuid = new Guid("11111111-2222-4333-8444-555555555555"), CreatedAt = new(2026, 3, 1, 3, 0, 10, TimeSpan.Zero), BlobsDeleted = 4, FreedBytes = 9_000_000_000 },
                    new() { Uuid = new Guid("66666666-7777-4888-8999-aaaaaaaaaaaa"), CreatedAt = new(2026, 2, 22, 3, 0, 10, TimeSpan.Zero), Status = "failed" },
                ],
            },
        ],
        Clusters =
        [
            new() { Id = One, Name = "one", Region = "fra1", Version = "1.33.1-do.0", Registries = ["main"], CreatedAt = Created },
            new() { Id = Two, Name = "two", Region = "nyc1", Version = "1.33.1-do.0", Registries = ["main"], CreatedAt = Created },
        ],
        Apps = [new() { Id = AppId, Spec = Spec(), CreatedAt = Created, JobInvocations = [new() { Id = "77777777-8888-4999-8aaa-bbbbbbbbbbbb", Job = "garbage-collection", Age = TimeSpan.FromHours(30) }] }],
    };

    public static TheoryData<string, string, string, string> States { get; } = new()
    {
        { "registry-v0.1", "planton_docr_registry", "main", $$"""{ "name": "main", "region": "fra1", "garbage_collection_enabled": true, "deletion_protection": true, {{Limits}} }""" },
        {
            "registry-with-an-app-v0.1", "planton_docr_registry", "main",
            $$"""
            { "name": "main", "region": "fra1", "garbage_collection_enabled": true, "garbage_collection_runner": "app_platform",
              "garbage_collection_app_platform": { "region": "fra", "token_wo": "any", "token_wo_version": 1 }, {{Limits}} }
            """
        },
        { "policy-v0.1", "planton_docr_garbage_collection_policy", "main", $$"""{ "registry_name": "main", "schedule": "0 3 * * 0", "triggers": { "release": "7" }, {{Limits}} }""" },
        {
            "policy-with-an-app-v0.1", "planton_docr_garbage_collection_policy", "main",
            $$"""{ "registry_name": "main", "schedule": "0 3 * * 0", "runner": "app_platform", "app_platform": { "region": "fra", "token_wo": "any", "token_wo_version": 1 }, {{Limits}} }"""
        },
        { "integration-v0.1", "planton_docr_doks_integration", "main", $$"""{ "registry_name": "main", "cluster_uuids": ["{{One}}", "{{Two}}"], {{Limits}} }""" },
        {
            "retention-v0.1", "planton_docr_retention_policy", "main",
            $$"""{ "registry_name": "main", "rules": [{ "name": "old", "repositories": ["**"], "keep_most_recent": 2, "older_than": "1d" }], "keep_tags": ["stable"], "schedule": "0 3 * * *", "protect_in_use": { "apps": false }, {{Limits}} }"""
        },
        { "subscription-v0.1", "planton_docr_subscription", "subscription", $$"""{ "tier_slug": "professional", {{Limits}} }""" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_state_of_an_earlier_version_is_read_with_an_empty_plan(string name, string typeName, string id, string config)
    {
        await using var world = await ProviderFixture.StartAsync(Account(name));
        var resource = world.Core.Resource(typeName);
        if (GoldenState.WriteTo is not null)
        {
            await resource.ImportAsync(id);
            await resource.ApplyAsync(await resource.PlanAsync(config));
            if (HasTags(name)) await DeleteAsync(world, resource, config);
            await resource.ExpectEmptyPlanAsync(config);
            GoldenState.Write(name, resource.Stored!);
            return;
        }

        resource.Stored = GoldenState.Read(name);

        Assert.Equal(CoreAction.NoOp, (await resource.PlanAsync(config)).Action);
        Assert.All(world.Simulator.Requests.All, static request => Assert.Equal("GET", request.Method));
    }

    private static bool HasTags(string name) => name.Contains("retention", StringComparison.Ordinal);

    private static WorldSeed Account(string name) =>
        HasTags(name) ? World with { Apps = [], Registries = [World.Registries[0] with { Generated = new() { Tagged = 4 } }] }
        : name.Contains("app", StringComparison.Ordinal) ? World
        : World with { Apps = [] };

    /// <summary>Lets the slot of the next night come, so that the state has a last run.</summary>
    private static async Task DeleteAsync(ProviderFixture world, ResourceDriver resource, string config)
    {
        world.Simulator.Clock.Set(new DateTimeOffset(world.World.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1).AddHours(3.5));
        await resource.ConvergeAsync(config);
    }

    private static JsonObject Spec() => JsonNode.Parse("""
        {
          "name": "gc-main",
          "region": "fra",
          "jobs": [
            {
              "name": "garbage-collection",
              "kind": "SCHEDULED",
              "schedule": { "cron": "0 3 * * 0", "time_zone": "UTC" },
              "image": { "registry_type": "DOCKER_HUB", "registry": "digitalocean", "repository": "doctl", "tag": "1-latest" },
              "run_command": "/app/doctl registries garbage-collection start --include-untagged-manifests --force main",
              "envs": [
                { "key": "DIGITALOCEAN_ACCESS_TOKEN", "value": "any", "scope": "RUN_TIME", "type": "SECRET" },
                { "key": "PLANTON_DOCR_REGISTRY", "value": "main", "scope": "RUN_TIME", "type": "GENERAL" }
              ],
              "instance_size_slug": "apps-s-1vcpu-0.5gb",
              "instance_count": 1,
              "alerts": [{ "rule": "JOB_INVOCATION_FAILED" }]
            }
          ]
        }
        """)!.AsObject();
}
