using System.Text.Json;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The provider as users install it: by <c>init</c>, from a mirror, held by a lock file.</summary>
public sealed class InstallationTests
{
    private const string Registry = """
        resource "planton_docr_registry" "main" {
          name = "acme"
        }
        """;

    [Theory]
    [InlineData(Engine.Terraform, "registry.terraform.io")]
    [InlineData(Engine.OpenTofu, "registry.opentofu.org")]
    public async Task Init_installs_the_provider_locks_it_and_it_plans_and_applies(Engine engine, string host)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.UseMirror("0.1.0").Write(Registry);

        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says($"Installed {ProviderAddress.Source} v0.1.0");
        var locked = scenario.Cli.Read(".terraform.lock.hcl");
        Assert.Contains($"provider \"{host}/{ProviderAddress.Source}\"", locked, StringComparison.Ordinal);
        Assert.Contains("h1:", locked, StringComparison.Ordinal);

        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says($"previously-installed {ProviderAddress.Source} v0.1.0");
        Assert.Equal(locked, scenario.Cli.Read(".terraform.lock.hcl"));
        await scenario.Cli.PlanIsEmptyAsync();
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Registries);
    }

    [Theory, EveryEngine]
    public async Task Another_build_of_a_locked_version_is_refused_until_the_lock_is_removed(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.UseMirror("0.1.0").Write(Registry);
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds();

        foreach (var file in Directory.EnumerateFiles(Path.Combine(scenario.Cli.Folder, "mirror"), "terraform-provider-*", SearchOption.AllDirectories))
        {
            File.Delete(file);
            File.CreateSymbolicLink(file, Tools.OfficialProvider);
        }

        (await scenario.Cli.RunAsync("init", "-input=false")).Fails().Says("any of the checksums previously recorded in the dependency lock file");
        File.Delete(Path.Combine(scenario.Cli.Folder, ".terraform.lock.hcl"));
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds();
    }

    [Theory, EveryEngine]
    public async Task The_schema_describes_every_resource_data_source_and_attribute(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.UseMirror("0.1.0").Write(Registry);
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds();

        var schemas = (await scenario.Cli.RunAsync("providers", "schema", "-json")).Succeeds();

        var provider = JsonDocument.Parse(schemas.Output).RootElement.GetProperty("provider_schemas").EnumerateObject().Single().Value;
        Assert.Equal(Documented("resources"), Names(provider, "resource_schemas"));
        Assert.Equal(Documented("data-sources"), Names(provider, "data_source_schemas"));
        Assert.True(Attribute(provider.GetProperty("provider"), "token").GetProperty("sensitive").GetBoolean());
        Assert.All(
            provider.GetProperty("resource_schemas").EnumerateObject().Concat(provider.GetProperty("data_source_schemas").EnumerateObject()),
            static type => Assert.All(
                type.Value.GetProperty("block").GetProperty("attributes").EnumerateObject(),
                attribute => Assert.EndsWith(".", attribute.Value.GetProperty("description").GetString(), StringComparison.Ordinal)));
    }

    [Theory, EveryEngine]
    public async Task Nothing_but_its_own_executable_is_needed(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.Set("PATH", null).Set("HOME", null).Write(Registry);

        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Single(scenario.Simulator.World.Registries);
    }

    private static IEnumerable<string> Names(JsonElement provider, string kind) =>
        provider.GetProperty(kind).EnumerateObject().Select(static type => type.Name).Order(StringComparer.Ordinal);

    /// <summary>What the documentation has a page for.</summary>
    private static IEnumerable<string> Documented(string kind) => Directory.EnumerateFiles(Path.Combine(Tools.RepositoryRoot, "docs", kind), "*.md")
        .Select(static file => $"planton_{Path.GetFileNameWithoutExtension(file)}").Order(StringComparer.Ordinal);

    private static JsonElement Attribute(JsonElement schema, string name) => schema.GetProperty("block").GetProperty("attributes").GetProperty(name);
}
