using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance.Sweeps;

/// <summary>A run of the CLI that is cut off at each of its API calls.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="Address">The resource's address.</param>
/// <param name="Body">The configuration.</param>
internal sealed record CrashLife(string Name, string Address, string Body)
{
    /// <summary>The account at the beginning.</summary>
    public WorldSeed Seed { get; init; } = new();

    /// <summary>The configuration that is applied before; null when nothing is.</summary>
    public string? Before { get; init; }

    /// <summary>What the clock shows during the run; null when it has not moved since the start.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the run is a destroy.</summary>
    public bool Destroys { get; init; }

    /// <summary>The CLIs: those of the tests that know write-only attributes, where the configuration has one.</summary>
    public IReadOnlyList<Engine> Engines => Body.Contains("token_wo", StringComparison.Ordinal) ? [Engine.Terraform] : Enum.GetValues<Engine>();

    /// <summary>What is wrong with the account once the run has been repeated; null when nothing is.</summary>
    public required Func<World, string?> Wrong { get; init; }

    private const string Policy = "planton_docr_garbage_collection_policy.main";
    private const string Integration = "planton_docr_doks_integration.main";
    private const string One = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Two = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";

    private static readonly DateTimeOffset Slot = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private const string Retention = """
        resource "planton_docr_retention_policy" "main" {
          registry_name  = "acme"
          rules          = [{ name = "old", keep_most_recent = 2 }]
          protect_in_use = { enabled = false }
        }
        """;

    private const string ProtectedRetention = """
        resource "planton_docr_retention_policy" "main" {
          registry_name = "acme"
          rules         = [{ name = "old", keep_most_recent = 2 }]
        }
        """;

    private static Behavior Prompt { get; } = new()
    {
        GarbageCollection = new() { Requested = default, WaitingForTokens = default, Scanning = default, Deleting = default },
        Deployment = new() { Pending = default, Building = default, Deploying = default },
        StorageUsageLag = default,
    };

    private static WorldSeed Main { get; } = new()
    {
        Behavior = Prompt,
        Tier = "professional",
        Registries = [new() { Name = "acme", Region = "fra1" }],
        Clusters = [new() { Id = One, Name = "one", Region = "fra1" }, new() { Id = Two, Name = "two", Region = "fra1" }],
    };

    /// <summary>Every resource, and each run of it that changes something.</summary>
    public static IReadOnlyList<CrashLife> All { get; } =
    [
        new("registry: create", "planton_docr_registry.main", Registry("basic"))
        {
            Seed = new() { Behavior = Prompt },
            Wrong = static world => Expect(world.Registries.Count == 1, "one registry"),
        },
        new("registry: update", "planton_docr_registry.main", Registry("professional"))
        {
            Seed = new() { Behavior = Prompt },
            Before = Registry("basic"),
            Wrong = static world => Expect(world.Registries.Count == 1 && world.Tier == "professional", "one registry in the new tier"),
        },
        new("registry: destroy", "planton_docr_registry.main", Registry("basic"))
        {
            Seed = new() { Behavior = Prompt },
            Before = Registry("basic"),
            Destroys = true,
            Wrong = static world => Expect(world.Registries.Count == 0, "no registry"),
        },
        new("policy: create with a run", Policy, PolicyOf("run_on_create = true\n  wait_for_completion = false"))
        {
            // A run takes minutes, so that the next apply finds it active.
            Seed = Main with { Behavior = Prompt with { GarbageCollection = new() } },
            Wrong = static world => Runs(world, most: 1),
        },
        new("policy: create with a run that is short", Policy, PolicyOf("run_on_create = true"))
        {
            // The run has ended when the next apply looks; it is the run at create all the same.
            Seed = Main,
            Wrong = static world => Runs(world, most: 1),
        },
        new("policy: due", Policy, PolicyOf(""))
        {
            Seed = Main,
            Before = PolicyOf(""),
            At = Slot.AddMinutes(30),
            Wrong = static world => Runs(world, most: 1, least: 1),
        },
        new("policy: create with an app", Policy, PolicyOf(App))
        {
            Seed = Main,
            Wrong = static world => Expect(world.Apps.Count == 1, "one app"),
        },
        new("policy: destroy with an app", Policy, PolicyOf(App))
        {
            Seed = Main,
            Before = PolicyOf(App),
            Destroys = true,
            Wrong = static world => Expect(world.Apps.Count == 0, "no app"),
        },
        new("retention: due", "planton_docr_retention_policy.main", Retention)
        {
            Seed = Main with { Registries = [new() { Name = "acme", Region = "fra1", Generated = new() { Repositories = 1, Tagged = 4 } }] },
            Before = Retention,
            Wrong = static world => Expect(world.Registries[0].Repositories["repo-1"].Tags.Keys.SequenceEqual(["v3", "v4"]), "the tags that the rules keep, and no others"),
        },
        new("retention: due, with images in use", "planton_docr_retention_policy.main", ProtectedRetention)
        {
            Seed = Main with
            {
                Registries = [new() { Name = "acme", Region = "fra1", Generated = new() { Repositories = 1, Tagged = 4 } }],
                Clusters =
                [
                    new() { Id = One, Name = "one", Region = "fra1", Registries = ["acme"], Content = new() { Workloads = [new() { Name = "shop", Image = "registry.digitalocean.com/acme/repo-1:v1" }] } },
                ],
            },
            Before = ProtectedRetention,
            Wrong = static world => Expect(world.Registries[0].Repositories["repo-1"].Tags.Keys.SequenceEqual(["v1", "v3", "v4"]), "the tags that the rules keep or a cluster uses, and no others"),
        },
        new("integration: create", Integration, IntegrationOf(One, Two))
        {
            Seed = Main,
            Wrong = static world => Integrated(world, "one", "two"),
        },
        new("integration: update", Integration, IntegrationOf(Two))
        {
            Seed = Main,
            Before = IntegrationOf(One),
            Wrong = static world => Integrated(world, "two"),
        },
        new("integration: destroy", Integration, IntegrationOf(One, Two))
        {
            Seed = Main,
            Before = IntegrationOf(One, Two),
            Destroys = true,
            Wrong = static world => Integrated(world),
        },
        new("subscription: create", "planton_docr_subscription.main", """resource "planton_docr_subscription" "main" { tier_slug = "basic" }""")
        {
            Seed = Main,
            Wrong = static world => Expect(world.Tier == "basic", "the new tier"),
        },
    ];

    public override string ToString() => Name;

    private const string App = """
        runner       = "app_platform"
        app_platform = {
            region           = "fra"
            token_wo         = var.token
            token_wo_version = 1
          }
        """;

    private static string Registry(string tier) => $$"""
        resource "planton_docr_registry" "main" {
          name                   = "acme"
          subscription_tier_slug = "{{tier}}"
          region                 = "fra1"
        }
        """;

    // The token is a variable, as it would be: an error about app_platform quotes the line on which that begins.
    private static string PolicyOf(string more) => $$"""
        variable "token" {
          type      = string
          sensitive = true
          default   = "dop_v1_job_canary_77e1"
        }

        resource "planton_docr_garbage_collection_policy" "main" {
          registry_name = "acme"
          schedule      = "0 12 * * *"
          {{more}}
        }
        """;

    private static string IntegrationOf(params string[] clusters) => $$"""
        resource "planton_docr_doks_integration" "main" {
          registry_name = "acme"
          cluster_uuids = [{{string.Join(", ", clusters.Select(static uuid => $"\"{uuid}\""))}}]
        }
        """;

    private static string? Expect(bool isSo, string what) => isSo ? null : $"the account should have {what}";

    private static string? Runs(World world, int most, int least = 0) =>
        world.Registries[0].GarbageCollections.Count is var runs && runs >= least && runs <= most ? null : $"garbage collection was started {runs} times";

    private static string? Integrated(World world, params string[] expected) => Expect(
        world.Clusters.Where(static cluster => cluster.Registries.Contains("acme")).Select(static cluster => cluster.Name).SequenceEqual(expected),
        $"these clusters integrated: {string.Join(", ", expected)}");
}
