using System.Text.Json.Nodes;
using Planton.DigitalOcean.Simulator.State;

namespace TerraformProviderPlanton.Tests.Sweeps;

/// <summary>The lives that are swept: every resource, and each of its ways that calls the API differently.</summary>
internal static class SweptLives
{
    public const string JobToken = "dop_v1_job_canary_77e1";

    private const string Policy = "planton_docr_garbage_collection_policy";
    private const string Limits = """ "timeouts": { "create": "2m", "update": "2m" } """;
    private const string Untagged = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string One = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Two = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";
    private const string Three = "7c1d3e2f-0000-4a1a-9d25-5b2a7f9b5b10";

    // The default of maintenance_window.
    private static readonly TimeSpan Window = TimeSpan.FromHours(4);

    private static readonly DateTimeOffset Nightly = new(2026, 3, 3, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Sunday = new(2026, 3, 8, 3, 0, 0, TimeSpan.Zero);

    private static Behavior Prompt { get; } = ProviderFixture.Prompt with
    {
        StorageUsageLag = TimeSpan.Zero,
        Deployment = new() { Pending = default, Building = default, Deploying = default },
    };

    private static WorldSeed Registry { get; } = new() { Behavior = Prompt, Tier = "professional", Registries = [new() { Name = "main" }] };

    /// <summary>Eight tags and an untagged manifest, of which a deployment, a cron job and an app use one each.</summary>
    private static WorldSeed InUse { get; } = new()
    {
        Behavior = Prompt,
        Tier = "professional",
        Registries =
        [
            new() { Name = "main", Generated = new() { Repositories = 2, Tagged = 4 }, Manifests = [new() { Repository = "jobs", Digest = Untagged, Age = TimeSpan.FromDays(1) }] },
        ],
        Clusters =
        [
            new()
            {
                Id = One,
                Name = "one",
                Registries = ["main"],
                Content = new()
                {
                    Workloads =
                    [
                        new() { Name = "shop", Image = "registry.digitalocean.com/main/repo-1:v1" },
                        new() { Kind = WorkloadKind.CronJob, Name = "nightly", Image = $"registry.digitalocean.com/main/jobs@{Untagged}" },
                    ],
                },
            },
        ],
        Apps = [new() { Spec = AppThatUses("repo-2", "v1") }],
    };

    public static IReadOnlyList<SweptLife> All { get; } =
    [
        new(
            "registry",
            "planton_docr_registry",
            $$"""{ "name": "main", "region": "fra1", "subscription_tier_slug": "basic", {{Limits}} }""",
            $$"""{ "name": "main", "region": "fra1", "subscription_tier_slug": "professional", {{Limits}} }""")
        {
            Seed = new() { Behavior = Prompt },
            Exists = static world => world.FindRegistry("main") is not null,
            Doubled = OneRegistry,
            Settled = static (world, operation) => Wrong(world.Registries.Count == 0 == operation is SweptOperation.Delete, "the registry")
                ?? Wrong(world.Tier == (operation == SweptOperation.Update ? "professional" : "basic"), "the tier"),
        },
        new(
            "registry that collects",
            "planton_docr_registry",
            $$"""{ "name": "main", "garbage_collection_enabled": true, {{Limits}} }""",
            $$"""{ "name": "main", "garbage_collection_enabled": true, {{Limits}} }""")
        {
            Seed = new() { Behavior = Prompt },
            BeforeUpdate = static world => world.Simulator.Clock.Set(Sunday.AddMinutes(20)),
            Exists = static world => world.FindRegistry("main") is not null,
            Slot = new(Sunday, Window),
            Doubled = OneRegistry,
        },
        new(
            "registry with an app",
            "planton_docr_registry",
            $$"""{ "name": "main", {{CollectedByApp(version: 1)}}, {{Limits}} }""",
            $$"""{ "name": "main", {{CollectedByApp(version: 2)}}, {{Limits}} }""")
        {
            Seed = new() { Behavior = Prompt },
            Exists = static world => world.Registries.Count > 0,
            Doubled = static world => OneRegistry(world) ?? OneApp(world),
            Settled = static (world, operation) => Wrong(world.Apps.Count == (operation == SweptOperation.Delete ? 0 : 1), "the app"),
        },
        new(
            "registry that loses its app",
            "planton_docr_registry",
            $$"""{ "name": "main", {{CollectedByApp(version: 1)}}, {{Limits}} }""",
            $$"""{ "name": "main", "garbage_collection_enabled": true, "garbage_collection_runner": "terraform", {{Limits}} }""")
        {
            Seed = new() { Behavior = Prompt },
            Exists = static world => world.Registries.Count > 0,
            Doubled = static world => OneRegistry(world) ?? OneApp(world),
            Settled = static (world, operation) => Wrong(world.Apps.Count == (operation is SweptOperation.Update or SweptOperation.Delete ? 0 : 1), "the app"),
        },
        new(
            "policy",
            Policy,
            $$"""{ "registry_name": "main", "schedule": "0 3 * * *", "run_on_create": true, {{Limits}} }""",
            $$"""{ "registry_name": "main", "schedule": "0 3 * * *", "run_on_create": true, {{Limits}} }""")
        {
            Seed = Registry,
            BeforeUpdate = static world => world.Simulator.Clock.Set(Nightly.AddMinutes(10)),
            Slot = new(Nightly, Window) { MissedAttribute = "overdue" },
            Starts = SweptOperation.Create,
        },
        new(
            "policy with a trigger",
            Policy,
            $$"""{ "registry_name": "main", "schedule": "0 3 * * *", "type": "unreferenced blobs only", "triggers": { "release": "6" }, {{Limits}} }""",
            $$"""{ "registry_name": "main", "schedule": "0 3 * * *", "type": "unreferenced blobs only", "triggers": { "release": "7" }, {{Limits}} }""")
        {
            Seed = Registry,
            Starts = SweptOperation.Update,
        },
        new(
            "policy with an app",
            Policy,
            $$"""{ "registry_name": "main", "schedule": "0 3 * * 0", {{App}}, {{Limits}} }""",
            $$"""{ "registry_name": "main", "schedule": "0 5 * * 1", "type": "unreferenced blobs only", {{App}}, {{Limits}} }""")
        {
            Seed = Registry,
            Exists = static world => world.Apps.Count > 0,
            Doubled = OneApp,
            Settled = static (world, operation) => Wrong(world.Apps.Count == (operation == SweptOperation.Delete ? 0 : 1), "the app"),
        },
        new(
            "policy that gets an app",
            Policy,
            $$"""{ "registry_name": "main", "schedule": "0 3 * * 0", {{Limits}} }""",
            $$"""{ "registry_name": "main", "schedule": "0 3 * * 0", {{App}}, {{Limits}} }""")
        {
            Seed = Registry,
            Doubled = OneApp,
            Settled = static (world, operation) => Wrong(world.Apps.Count == (operation == SweptOperation.Update ? 1 : 0), "the app"),
        },
        new(
            "policy that loses its app",
            Policy,
            $$"""{ "registry_name": "main", "schedule": "0 3 * * 0", {{App}}, {{Limits}} }""",
            $$"""{ "registry_name": "main", "schedule": "0 3 * * 0", {{Limits}} }""")
        {
            Seed = Registry,
            Exists = static world => world.Apps.Count > 0,
            Doubled = OneApp,
            Settled = static (world, operation) => Wrong(world.Apps.Count == (operation is SweptOperation.Update or SweptOperation.Delete ? 0 : 1), "the app"),
        },
        new(
            "integration",
            "planton_docr_doks_integration",
            $$"""{ "registry_name": "main", "cluster_uuids": ["{{One}}", "{{Two}}"], {{Limits}} }""",
            $$"""{ "registry_name": "main", "cluster_uuids": ["{{Two}}", "{{Three}}"], {{Limits}} }""")
        {
            Seed = Registry with
            {
                Clusters = [new() { Id = One, Name = "one", Region = "nyc3" }, new() { Id = Two, Name = "two", Region = "nyc3" }, new() { Id = Three, Name = "three", Region = "fra1" }],
            },
            Exists = static world => world.Clusters.Any(static cluster => cluster.Registries.Contains("main")),
            MaxErrors = 2,
            Settled = static (world, operation) => Wrong(
                world.Clusters.Where(static cluster => cluster.Registries.Contains("main")).Select(static cluster => cluster.Name)
                    .SequenceEqual(operation switch { SweptOperation.Update => ["two", "three"], SweptOperation.Delete => [], _ => ["one", "two"] }),
                "the integrated clusters"),
        },
        new(
            "retention policy",
            "planton_docr_retention_policy",
            $$"""{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "schedule": "0 3 * * *", "protect_in_use": { "enabled": false }, {{Limits}} }""",
            $$"""{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "schedule": "0 3 * * *", "protect_in_use": { "enabled": false }, {{Limits}} }""")
        {
            Seed = Registry with { Registries = [new() { Name = "main", Generated = new() { Repositories = 2, Tagged = 4 } }] },
            BeforeUpdate = static world => world.Simulator.Clock.Set(Nightly.AddMinutes(10)),

            // A tag that the service has denied counts as gone. If it is there after all, the next slot finds it.
            AfterUpdate = static world => world.Simulator.Clock.Set(Nightly.AddDays(1).AddMinutes(10)),
            Doubled = static world => Wrong(Tags(world).IsSupersetOf(["repo-1:v3", "repo-1:v4", "repo-2:v3", "repo-2:v4"]), "a tag that no plan listed"),
            Settled = static (world, operation) => Wrong(Tags(world).Count == (operation == SweptOperation.Update ? 4 : 8), "the number of tags"),
        },
        new(
            "retention policy that protects",
            "planton_docr_retention_policy",
            $$"""{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "schedule": "0 3 * * *", {{Limits}} }""",
            $$"""{ "registry_name": "main", "rules": [{ "name": "old", "keep_most_recent": 2 }], "schedule": "0 3 * * *", {{Limits}} }""")
        {
            Seed = InUse,

            // The clusters and the apps are told of one by one.
            MaxErrors = 2,
            OptionalOfApps = ["services", "image", "tag"],
            BeforeUpdate = static world => world.Simulator.Clock.Set(Nightly.AddMinutes(10)),
            AfterUpdate = static world => world.Simulator.Clock.Set(Nightly.AddDays(1).AddMinutes(10)),
            Doubled = static world => Wrong(
                Tags(world).IsSupersetOf(["repo-1:v1", "repo-1:v3", "repo-1:v4", "repo-2:v1", "repo-2:v3", "repo-2:v4"]), "a tag that is in use, or that no plan listed,"),
            Settled = static (world, operation) => Wrong(Tags(world).Count == (operation == SweptOperation.Update ? 6 : 8), "the number of tags"),
        },
        new(
            "policy that protects",
            Policy,
            $$"""{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": {}, "triggers": { "release": "6" }, {{Limits}} }""",
            $$"""{ "registry_name": "main", "schedule": "0 3 * * *", "protect_in_use": {}, "triggers": { "release": "7" }, {{Limits}} }""")
        {
            // The run that is due and requested would delete an image in use, so none may start, whatever goes wrong.
            Seed = InUse,

            // The clusters and the apps are told of one by one.
            MaxErrors = 2,
            OptionalOfApps = ["services", "image", "tag"],
            BeforeUpdate = static world => world.Simulator.Clock.Set(Nightly.AddMinutes(10)),
        },
        new(
            "subscription",
            "planton_docr_subscription",
            """{ "tier_slug": "professional", "timeouts": { "create": "2m", "update": "2m" } }""",
            """{ "tier_slug": "basic", "timeouts": { "create": "2m", "update": "2m" } }""")
        {
            Seed = new() { Tier = "basic", Registries = [new() { Name = "main", Region = "fra1" }] },
            Settled = static (world, operation) => Wrong(world.Tier == (operation == SweptOperation.Update ? "basic" : "professional"), "the tier"),
        },
    ];

    private static string App =>
        $$""" "runner": "app_platform", "app_platform": { "region": "fra", "token_wo": "{{JobToken}}", "token_wo_version": 1 } """;

    private static JsonObject AppThatUses(string repository, string tag) => new()
    {
        ["name"] = "shop",
        ["services"] = new JsonArray(new JsonObject
        {
            ["name"] = "web",
            ["image"] = new JsonObject { ["registry_type"] = "DOCR", ["repository"] = repository, ["tag"] = tag },
        }),
    };

    private static string CollectedByApp(int version) =>
        $$""" "garbage_collection_enabled": true, "garbage_collection_runner": "app_platform", "garbage_collection_app_platform": { "token_wo": "{{JobToken}}", "token_wo_version": {{version}} } """;

    private static HashSet<string> Tags(World world) =>
        [.. world.Registries.SelectMany(static registry => registry.Repositories).SelectMany(static repository => repository.Value.Tags.Keys.Select(tag => $"{repository.Key}:{tag}"))];

    private static string? OneRegistry(World world) => world.Registries.Count > 1 ? $"there are {world.Registries.Count} registries" : null;

    private static string? OneApp(World world) => world.Apps.Count > 1 ? $"there are {world.Apps.Count} apps" : null;

    private static string? Wrong(bool isRight, string what) => isRight ? null : $"{what} is not what the configuration says";
}
