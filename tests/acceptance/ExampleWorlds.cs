using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>The account that an example takes for granted, and what else it needs to be applied.</summary>
internal sealed record ExampleWorld
{
    /// <summary>What the account holds before.</summary>
    public WorldSeed Seed { get; init; } = new();

    /// <summary>The values of its variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>An example that is applied first, in the same folder; or a configuration.</summary>
    public string? Before { get; init; }

    /// <summary>Files that the example reads, by name, which its page shows but which are no examples themselves.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it runs Docker, for which a stand-in is put on the PATH. That writes to <c>docker.log</c> what it is asked for.</summary>
    public bool RunsDocker { get; init; }

    /// <summary>Whether it protects a registry against being destroyed.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Why OpenTofu 1.6 cannot apply it; null when it can.</summary>
    public string? TerraformOnly { get; init; }
}

/// <summary>A world for every example. What is applied elsewhere says where.</summary>
internal static class ExampleWorlds
{
    private const string NeedsFunctions = "functions of providers came with OpenTofu 1.7";
    private const string NeedsEphemeral = "ephemeral variables and resources came with OpenTofu 1.11";
    private const string NeedsMoves = "OpenTofu moves resources between providers from 1.10 on";

    private static readonly RegistrySeed Acme = new() { Name = "acme", Region = "fra1", Generated = new() { Untagged = 2 } };

    private static readonly WorldSeed Registry = new() { Tier = "basic", Registries = [Acme] };

    /// <summary>The clusters that examples name.</summary>
    private static readonly IReadOnlyList<ClusterSeed> Clusters =
    [
        new() { Id = "bd5f5959-5e1e-4205-a714-a914373942af", Name = "web", Region = "fra1" },
        new() { Id = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10", Name = "jobs", Region = "fra1" },
    ];

    private static readonly WorldSeed Integrated = Registry with { Clusters = [.. Clusters.Select(static cluster => cluster with { Registries = ["acme"] })] };

    /// <summary>A registry with releases, one of which runs in a cluster, and a chart.</summary>
    private static readonly WorldSeed Used = Registry with
    {
        Registries = [Acme with { Manifests = [Release("v1.0.0", 9), Release("v1.1.0", 2), Release("v2.0.0", 1), Release("1.4.0", 1) with { Repository = "charts/web" }] }],
        Clusters =
        [
            Clusters[0] with
            {
                Registries = ["acme"],
                Content = new() { Workloads = [new() { Namespace = "shop", Name = "web", Image = "registry.digitalocean.com/acme/team/web:v1.1.0" }] },
            },
        ],
    };

    /// <summary>The examples that other tests apply with more to look at, and those tests.</summary>
    public static IReadOnlyDictionary<string, string> AppliedElsewhere { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["demo/main.tf"] = "make demo",
        ["guides/scheduled-gc-from-ci/main.tf"] = nameof(ExampleTests.The_command_that_a_pipeline_runs_starts_garbage_collection_when_it_is_due_and_only_then),
        ["guides/scheduled-gc-on-app-platform/main.tf"] = nameof(ExampleTests.The_guide_to_App_Platform_is_applied_as_it_stands_and_collects_with_tokens_of_these_scopes),
        ["guides/image-security/pipeline/main.tf"] = nameof(ImageSecurityTests.The_pipeline_scans_before_it_pushes_and_signs_what_it_pushed),
        ["guides/image-security/rescan/main.tf"] = nameof(ImageSecurityTests.The_newest_release_is_scanned_once_a_day_by_its_digest),
    };

    /// <summary>The worlds by file.</summary>
    public static IReadOnlyDictionary<string, ExampleWorld> All { get; } = new Dictionary<string, ExampleWorld>(StringComparer.Ordinal)
    {
        ["provider/provider.tf"] = new(),
        ["resources/planton_docr_registry/resource.tf"] = new() { IsProtected = true },
        ["resources/planton_docr_registry/app_platform.tf"] = new() { Variables = One("job_token", "dop_v1_job"), TerraformOnly = NeedsEphemeral },
        ["resources/planton_docr_registry/moved.tf"] = new()
        {
            TerraformOnly = NeedsMoves,
            Before = """
                resource "digitalocean_container_registry" "main" {
                  name                   = "acme"
                  subscription_tier_slug = "basic"
                  region                 = "fra1"
                }
                """,
        },
        ["resources/planton_docr_subscription/resource.tf"] = new(),
        ["resources/planton_docr_garbage_collection_policy/resource.tf"] = new(),
        ["resources/planton_docr_retention_policy/resource.tf"] = new(),
        ["resources/planton_docr_garbage_collection_policy/app_platform.tf"] = new()
        {
            Seed = Registry,
            Variables = One("job_token", "dop_v1_job"),
            TerraformOnly = NeedsEphemeral,
        },
        ["resources/planton_docr_doks_integration/resource.tf"] = new() { Seed = new() { Clusters = Clusters } },
        ["data-sources/planton_docr_garbage_collections/data-source.tf"] = new() { Seed = Registry },
        ["data-sources/planton_docr_image/data-source.tf"] = new() { Seed = Used },
        ["data-sources/planton_docr_images/data-source.tf"] = new() { Seed = Used },
        ["data-sources/planton_docr_images_in_use/data-source.tf"] = new() { Seed = Used },
        ["data-sources/planton_docr_retention_preview/data-source.tf"] = new() { Seed = Used },
        ["data-sources/planton_docr_options/data-source.tf"] = new(),
        ["data-sources/planton_docr_registries/data-source.tf"] = new() { Seed = Registry },
        ["data-sources/planton_docr_registry/data-source.tf"] = new() { Seed = Registry },
        ["data-sources/planton_docr_repositories/data-source.tf"] = new() { Seed = Registry },
        ["data-sources/planton_docr_storage_forecast/data-source.tf"] = new() { Seed = Registry },
        ["data-sources/planton_docr_subscription/data-source.tf"] = new() { Seed = Registry },
        ["data-sources/planton_doks_clusters/data-source.tf"] = new() { Seed = Registry with { Clusters = Clusters } },
        ["data-sources/planton_doks_pull_health/data-source.tf"] = new() { Seed = Used },
        ["ephemeral-resources/planton_docr_docker_credentials/ephemeral-resource.tf"] = new() { TerraformOnly = NeedsEphemeral, RunsDocker = true },
        ["functions/cron_next/function.tf"] = new() { TerraformOnly = NeedsFunctions },
        ["functions/image/function.tf"] = new() { TerraformOnly = NeedsFunctions },
        ["functions/manifest_decode/function.tf"] = new()
        {
            TerraformOnly = NeedsFunctions,
            Files = One("registries/acme.yaml", ManifestOfThePage("manifest_decode")),
        },
        ["functions/manifests_decode/function.tf"] = new()
        {
            TerraformOnly = NeedsFunctions,
            Files = One("registries/all.yaml", ManifestOfThePage("manifests_decode")),
        },
        ["guides/app-platform/main.tf"] = new() { Seed = Used },
        ["guides/image-security/main.tf"] = new() { Seed = Used },
        ["guides/oci-artifacts/main.tf"] = new() { Seed = Used },
        ["modules/container-registry/main.tf"] = new()
        {
            TerraformOnly = NeedsFunctions,
            Seed = new() { Clusters = Clusters },
            Variables = One("manifest", File.ReadAllText(Path.Combine(Tools.RepositoryRoot, "examples/modules/container-registry/tests/manifests/integrated.yaml"))),
        },
        ["guides/planton-manifests/main.tf"] = new() { TerraformOnly = NeedsFunctions, Seed = new() { Clusters = Clusters } },
        ["policy-as-code/main.tf"] = new()
        {
            Seed = new() { Clusters = Clusters },
            Variables = One("cluster_uuids", $"[\"{Clusters[0].Id}\"]"),
            IsProtected = true,
        },
        ["scenarios/quickstart/main.tf"] = new() { Variables = One("registry_name", "acme") },
        ["scenarios/three-environments/main.tf"] = new()
        {
            Seed = new() { Clusters = Clusters },
            Variables = One("environment", "staging"),
            TerraformOnly = NeedsFunctions,
        },
        ["scenarios/multi-region-disaster-recovery/main.tf"] = new()
        {
            Seed = new() { Clusters = [.. Clusters, new() { Name = "web-us", Region = "nyc3" }] },
        },
        ["scenarios/adopting-an-existing-registry/main.tf"] = new() { Seed = Integrated },
        ["scenarios/moving-from-the-official-provider/before/main.tf"] = new(),
        ["scenarios/moving-from-the-official-provider/after/main.tf"] = new()
        {
            TerraformOnly = NeedsMoves,
            Before = "scenarios/moving-from-the-official-provider/before/main.tf",
        },
        ["scenarios/beside-the-official-provider/main.tf"] = new(),
        ["scenarios/ci-push-credentials/main.tf"] = new()
        {
            Seed = Registry,
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["registry_name"] = "acme", ["tag"] = "v1" },
            TerraformOnly = NeedsEphemeral,
            RunsDocker = true,
        },
        ["scenarios/cost-control/main.tf"] = new() { Seed = Registry },
        ["scenarios/keep-storage-in-bounds/main.tf"] = new() { Seed = Used, Variables = One("registry_name", "acme") },
    };

    /// <summary>A seed with everything at once: no waiting for garbage collection, deployments or clusters.</summary>
    public static Behavior Prompt { get; } = new()
    {
        GarbageCollection = new() { Requested = default, WaitingForTokens = default, Scanning = default, Deleting = default },
        Deployment = new() { Pending = default, Building = default, Deploying = default },
        ClusterProvisioning = default,
        NodeProvisioning = default,
    };

    private static ManifestSeed Release(string tag, int days) => new() { Repository = "team/web", Tags = [tag], Age = TimeSpan.FromDays(days) };

    private static Dictionary<string, string> One(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static string ManifestOfThePage(string function)
    {
        var page = File.ReadAllText(Path.Combine(Tools.RepositoryRoot, $"templates/functions/{function}.md"));
        return page.Split("```yaml\n")[1].Split("```")[0];
    }
}
