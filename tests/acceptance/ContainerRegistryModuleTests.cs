using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.Acceptance;

/// <summary>
/// The module that makes a registry of a manifest, and everything that belongs to it. OpenTofu 1.6 has no functions of providers: there the module
/// inside gets what the function makes of the manifest.
/// </summary>
public sealed class ContainerRegistryModuleTests
{
    private const string JobToken = "dop_v1_job_canary_5d20";
    private const string Web = "bd5f5959-5e1e-4205-a714-a914373942af";
    private const string Jobs = "4f6dbb0a-1f4f-4a1a-9d25-5b2a7f9b5b10";

    private static readonly string Folder = Path.Combine(Tools.RepositoryRoot, "examples/modules/container-registry");
    private static readonly string[] Outputs = ["registry_name", "server_url", "endpoint", "region", "subscription_tier_slug", "next_garbage_collection_at"];

    [Theory]
    [EveryEngine("project-planton", "acme-first", "starter", "nyc3", false)]
    [EveryEngine("openmcf", "acme-second", "basic", "blr1", false)]
    [EveryEngine("planton-minimal", "acme-third", "starter", "nyc3", false)]
    [EveryEngine("planton-full", "acme-fourth", "basic", "nyc3", false)]
    [EveryEngine("development", "acme-dev", "starter", "nyc3", true)]
    [EveryEngine("staging", "acme-staging", "basic", "sfo3", true)]
    [EveryEngine("production", "acme-prod-nyc3", "professional", "nyc3", true)]
    [EveryEngine("integrated", "acme-integrated", "professional", "fra1", true)]
    public async Task A_manifest_is_applied_unchanged_and_destroyed(Engine engine, string manifest, string name, string tier, string region, bool collects)
    {
        await using var scenario = await StartAsync(engine);
        await WriteAsync(scenario, engine, File.ReadAllText(Path.Combine(Folder, $"tests/manifests/{manifest}.yaml")));

        var applied = (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        var registry = Assert.Single(scenario.Simulator.World.Registries);
        Assert.Equal((name, tier, region), (registry.Name, scenario.Simulator.World.Tier, registry.Region));
        var outputs = await ReadOutputsAsync(scenario);
        Assert.Equal(
            [name, "registry.digitalocean.com", $"registry.digitalocean.com/{name}", region, tier, collects ? "2026-11-22T03:00:00Z" : null],
            Outputs.Select(output => outputs.GetValueOrDefault(output)));
        Assert.Equal(manifest == "integrated" ? [name] : [], scenario.Simulator.World.Clusters.Single(static cluster => cluster.Name == "web").Registries);
        Assert.Equal(manifest == "planton-full", applied.Text.Contains("wants Docker credentials", StringComparison.Ordinal));

        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
        Assert.All(scenario.Simulator.World.Clusters, static cluster => Assert.Empty(cluster.Registries));
    }

    /// <summary>The parent project's CLI writes the manifest into the variables of the component's module.</summary>
    [Theory, EveryEngine]
    public async Task The_module_inside_is_run_as_the_component_runs_its_own(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "modules/by-name"))) scenario.Cli.Add(Path.GetFileName(file), await File.ReadAllTextAsync(file));
        scenario.Cli.Add("terraform.tfvars.json", """
            {
              "metadata": { "name": "third-registry", "org": "acme", "env": "e2e", "labels": { "managed-by": "acme" }, "annotations": { "a": "b" }, "tags": ["e2e"] },
              "spec": { "name": "acme-third", "subscription_tier": "starter", "region": "" }
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
        var outputs = await ReadOutputsAsync(scenario);
        Assert.Equal(["acme-third", "nyc3"], [outputs["registry_name"], outputs["region"]]);
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    [Theory, EveryEngine]
    public async Task Clusters_retention_and_collection_are_wired_together(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        await WriteRootAsync(scenario, $$"""
            source = "./container-registry/modules/by-name"
            spec = {
              name                       = "acme"
              subscription_tier          = "PROFESSIONAL"
              region                     = "digital_ocean_region_unspecified"
              garbage_collection_enabled = true
              doks_integration           = { cluster_uuids = ["{{Web}}"] }
            }
            cluster_uuids      = ["{{Jobs}}"]
            garbage_collection = { schedule = "0 2 * * *", time_zone = "Europe/Berlin", maintenance_window = "2h" }
            retention          = { rules = [{ name = "builds", tag_patterns = ["build-*"], keep_most_recent = 1 }] }
            """);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        Assert.All(scenario.Simulator.World.Clusters, static cluster => Assert.Equal(["acme"], cluster.Registries));
        foreach (var days in (int[])[1, 2]) scenario.Simulator.World.AddManifest("acme", new() { Repository = "web", Tags = [$"build-{3 - days}"], Age = TimeSpan.FromDays(days) });

        (await scenario.Cli.ApplyAsync()).Succeeds();

        // The retention policy deletes a tag, and garbage collection follows in the same apply.
        Assert.Equal(["build-2"], scenario.Simulator.World.Registries[0].Repositories["web"].Tags.Keys);
        Assert.Single(scenario.Simulator.World.Registries[0].GarbageCollections);
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();
    }

    [Fact]
    public async Task Clusters_that_are_made_in_the_same_apply_are_integrated()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        await WriteRootAsync(
            scenario,
            $"""
            source        = "./container-registry"
            manifest      = file("container-registry/tests/manifests/production.yaml")
            cluster_uuids = [digitalocean_kubernetes_cluster.new.id]
            """,
            """
            resource "digitalocean_kubernetes_cluster" "new" {
              name   = "new"
              region = "nyc3"
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(["acme-prod-nyc3"], scenario.Simulator.World.Clusters.Single(static cluster => cluster.Name == "new").Registries);
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();
    }

    [Fact]
    public async Task An_app_collects_without_an_apply_and_its_token_is_in_no_state()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Set("TF_VAR_job_token", JobToken);
        await WriteRootAsync(
            scenario,
            """
            source             = "./container-registry"
            manifest           = file("container-registry/tests/manifests/production.yaml")
            garbage_collection = { app_platform = { region = "fra" } }
            job_token          = var.job_token
            """,
            """
            variable "job_token" {
              type      = string
              sensitive = true
            }
            """);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Advance(TimeSpan.FromDays(14));
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added, 0 changed, 0 destroyed");

        Assert.Equal(2, scenario.Simulator.World.Registries[0].GarbageCollections.Count);
        Assert.DoesNotContain(JobToken, scenario.Cli.Read("terraform.tfstate"), StringComparison.Ordinal);
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Apps);
    }

    [Theory, EveryEngine]
    public async Task A_registry_that_exists_is_imported_into_the_module_unchanged(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Simulator.World.AddRegistry("acme-first", "nyc3", "starter");
        await WriteAsync(scenario, engine, File.ReadAllText(Path.Combine(Folder, "tests/manifests/project-planton.yaml")));
        var address = engine == Engine.Terraform ? "module.registry.module.registry.planton_docr_registry.this" : "module.registry.planton_docr_registry.this";

        (await scenario.Cli.ImportAsync(address, "acme-first")).Succeeds();
        (await scenario.Cli.ApplyAsync()).Succeeds().Says("0 added, 0 changed, 0 destroyed");

        Assert.DoesNotContain(scenario.Simulator.Requests.All, static request => request.Method != "GET");
    }

    [Fact]
    public async Task A_file_of_several_documents_makes_several_registries()
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        scenario.Cli.Add("all.yaml", """
            apiVersion: digital-ocean.planton.dev/v1alpha1
            kind: DigitalOceanContainerRegistry
            metadata: { name: one }
            spec: { name: acme-one, subscriptionTier: professional }
            ---
            apiVersion: digital-ocean.planton.dev/v1alpha1
            kind: DigitalOceanContainerRegistry
            metadata: { name: two }
            spec: { name: acme-two, subscriptionTier: professional, region: fra1 }
            """);
        await WriteRootAsync(scenario, """
            source   = "./container-registry"
            for_each = { for one in provider::planton::manifests_decode(file("all.yaml")) : one.name => one }
            spec     = merge(each.value, { subscription_tier = each.value.subscription_tier_slug })
            """, outputs: false);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        await scenario.Cli.PlanIsEmptyAsync();
        Assert.Equal(["acme-one", "acme-two"], scenario.Simulator.World.Registries.Select(static registry => registry.Name).Order());
        (await scenario.Cli.DestroyAsync()).Succeeds();
    }

    [Theory]
    [InlineData("", "Set manifest or spec.")]
    [InlineData("manifest = \"kind: Secret\"", "\"kind\" must be DigitalOceanContainerRegistry")]
    [InlineData("spec = { name = \"acme\", subscription_tier = \"gold\" }", "The subscription_tier is starter, basic or professional.")]
    [InlineData("spec = { name = \"Acme\", subscription_tier = \"basic\" }", "The name of a registry has 1 to 63 lower-case letters")]
    [InlineData("spec = { name = \"acme\", subscription_tier = \"basic\", region = \"Frankfurt\" }", "The region is a slug of three letters and a digit")]
    [InlineData("spec = { name = \"acme\", subscription_tier = \"basic\" }\n  retention = { rules = [{ name = \"all\" }] }", "Each retention rule sets keep_most_recent")]
    public async Task Wrong_input_is_an_error_at_plan_that_names_it(string arguments, string says)
    {
        await using var scenario = await StartAsync(Engine.Terraform);
        await WriteRootAsync(scenario, $"source = \"./container-registry\"\n  {arguments}");

        (await scenario.Cli.PlanAsync()).Fails().Says(says);

        Assert.DoesNotContain(scenario.Simulator.Requests.All, static request => request.Method != "GET");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "resource \"digitalocean_kubernetes_cluster\" \"web\" {\n  name   = \"web\"\n  region = \"fra1\"\n}")]
    [InlineData(2, "variable \"job_token\" {}")]
    [InlineData(3, "module \"registry\" {\n  source   = \"./modules/container-registry\"\n  manifest = file(\"registry.yaml\")\n}")]
    public async Task What_its_page_shows_is_formatted_and_valid(int index, string surroundings)
    {
        var piece = File.ReadAllText(Path.Combine(Folder, "README.md")).Split("```terraform\n")[index + 1].Split("```")[0];
        using var workspace = new Workspace(Engine.Terraform);
        (await workspace.Write("piece.tf", piece).RunAsync("fmt", "-check", "-diff", "piece.tf")).Succeeds();
        File.Delete(Path.Combine(workspace.Folder, "piece.tf"));
        workspace.Add("registry.yaml", File.ReadAllText(Path.Combine(Folder, "tests/manifests/planton-full.yaml")));

        await ExampleApplyTests.WriteConfigurationAsync(workspace, $"{piece}\n{surroundings}");

        (await workspace.ValidateAsync()).Succeeds();
    }

    [Fact]
    public void The_module_and_the_one_inside_have_the_same_options() => Assert.Equal(
        File.ReadAllText(Path.Combine(Folder, "options.tf")), File.ReadAllText(Path.Combine(Folder, "modules/by-name/options.tf")));

    private static async Task<Scenario> StartAsync(Engine engine)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.Behavior = ExampleWorlds.Prompt;
        scenario.Simulator.World.Seed(new WorldSeed { Clusters = [new() { Id = Web, Name = "web", Region = "fra1" }, new() { Id = Jobs, Name = "jobs", Region = "fra1" }] });
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            scenario.Cli.Add(Path.Combine("container-registry", Path.GetRelativePath(Folder, file)), await File.ReadAllTextAsync(file));
        }

        return scenario;
    }

    /// <summary>Writes a configuration that gives the manifest to the module, or to the one inside what the function makes of it.</summary>
    private static async Task WriteAsync(Scenario scenario, Engine engine, string manifest)
    {
        scenario.Cli.Add("registry.yaml", manifest);
        if (engine == Engine.Terraform)
        {
            await WriteRootAsync(scenario, "source = \"./container-registry\"\n  manifest = file(\"registry.yaml\")");
            return;
        }

        using var decoder = new Workspace(Engine.Terraform);
        var decoded = (await decoder.Write(string.Empty).Add("registry.yaml", manifest).EvaluateAsync("jsonencode(provider::planton::manifest_decode(file(\"registry.yaml\")))")).Succeeds();
        scenario.Cli.Add("decoded.json", JsonSerializer.Deserialize<string>(decoded.Output)!);
        await WriteRootAsync(scenario, """
            source = "./container-registry/modules/by-name"
              spec = merge(jsondecode(file("decoded.json")), { subscription_tier = jsondecode(file("decoded.json")).subscription_tier_slug })
            """);
    }

    private static async Task WriteRootAsync(Scenario scenario, string arguments, string rest = "", bool outputs = true)
    {
        var shown = outputs ? string.Join('\n', Outputs.Select(static output => $"output \"{output}\" {{ value = module.registry.{output} }}")) : string.Empty;
        scenario.Cli.WriteMixed($"module \"registry\" {{\n  {arguments}\n}}\n\n{rest}\n\n{shown}");
        (await scenario.Cli.RunAsync("get")).Succeeds();
    }

    /// <summary>The outputs that are texts; one that is null is not among them.</summary>
    private static async Task<Dictionary<string, string?>> ReadOutputsAsync(Scenario scenario)
    {
        var outputs = JsonDocument.Parse((await scenario.Cli.RunAsync("output", "-json")).Succeeds().Output).RootElement;
        return outputs.EnumerateObject()
            .Where(static output => output.Value.GetProperty("value").ValueKind == JsonValueKind.String)
            .ToDictionary(static output => output.Name, static output => output.Value.GetProperty("value").GetString(), StringComparer.Ordinal);
    }
}
