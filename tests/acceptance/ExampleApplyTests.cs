using System.Text.RegularExpressions;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>Every example is applied as it stands, plans nothing afterwards, and is destroyed without a trace.</summary>
public sealed class ExampleApplyTests
{
    private static readonly string PublishedModules = $"git::https://github.com/{ProviderAddress.Source.Split('/')[0]}/terraform-provider-planton.git//examples/modules/";

    private static readonly string Examples = Path.Combine(Tools.RepositoryRoot, "examples");

    public static TheoryData<Engine, string> Applied => [.. ExampleWorlds.All.SelectMany(static one => Enum.GetValues<Engine>()
        .Where(engine => engine == Engine.Terraform || one.Value.TerraformOnly is null)
        .Select(engine => new TheoryDataRow<Engine, string>(engine, one.Key)))];

    [Fact]
    public void No_example_is_left_out()
    {
        var applied = ExampleWorlds.All.Keys.Concat(ExampleWorlds.AppliedElsewhere.Keys);

        Assert.Equal(ExampleTests.Files.Select(static row => row.Data).Order(StringComparer.Ordinal), applied.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Applied))]
    public Task Every_example_is_applied_as_it_stands_and_leaves_nothing_behind(Engine engine, string file) => ApplyAsync(engine, file);

    internal static async Task ApplyAsync(Engine engine, string file)
    {
        var world = ExampleWorlds.All[file];
        await using var scenario = await StartAsync(engine, world);
        if (world.Before is not null)
        {
            await WriteAsync(scenario, world.Before);
            (await scenario.Cli.ApplyAsync()).Succeeds();
        }

        await WriteAsync(scenario, file);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        await scenario.Cli.PlanIsEmptyAsync();

        if (world.IsProtected) await UnprotectAsync(scenario);
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty((await scenario.Cli.RunAsync("state", "list")).Succeeds().Output.Trim());
        Assert.Empty(scenario.Simulator.World.Apps);
        Assert.Empty(scenario.Simulator.World.Registries.Select(static registry => registry.Name).Except(world.Seed.Registries.Select(static registry => registry.Name)));
        var kept = world.Seed.Clusters.ToDictionary(static cluster => cluster.Name, static cluster => cluster.Registries, StringComparer.Ordinal);
        Assert.Equal(kept.Keys.Order(StringComparer.Ordinal), scenario.Simulator.World.Clusters.Select(static cluster => cluster.Name).Order(StringComparer.Ordinal));
        Assert.All(scenario.Simulator.World.Clusters, cluster => Assert.Empty(cluster.Registries.Except(kept[cluster.Name])));
    }

    internal static async Task<Scenario> StartAsync(Engine engine, ExampleWorld world)
    {
        var scenario = await Scenario.StartAsync(engine);
        scenario.Simulator.World.Behavior = ExampleWorlds.Prompt;
        scenario.Simulator.World.Seed(world.Seed);
        foreach (var (name, value) in world.Variables) scenario.Cli.Set($"TF_VAR_{name}", value);
        foreach (var (name, text) in world.Files) scenario.Cli.Add(name, text);
        if (world.RunsDocker) AddDocker(scenario);
        return scenario;
    }

    /// <summary>Writes an example and the files beside it, or a configuration.</summary>
    internal static Task WriteAsync(Scenario scenario, string example) => WriteAsync(scenario.Cli, example);

    /// <inheritdoc cref="WriteAsync(Scenario, string)"/>
    internal static async Task WriteAsync(Workspace cli, string example)
    {
        var path = Path.Combine(Examples, example);
        if (!example.EndsWith(".tf", StringComparison.Ordinal))
        {
            cli.WriteMixed(example);
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        if (!IsWhole(folder))
        {
            cli.WriteMixed(await File.ReadAllTextAsync(path));
            return;
        }

        await CopyAsync(cli, folder, string.Empty);
        await GetModulesAsync(cli);
    }

    /// <summary>Writes a configuration that may use the modules by their published addresses.</summary>
    internal static async Task WriteConfigurationAsync(Workspace cli, string text)
    {
        cli.WriteMixed(text.Replace(PublishedModules, "./modules/", StringComparison.Ordinal));
        await CopyAsync(cli, Path.Combine(Examples, "modules"), "modules");
        await GetModulesAsync(cli);
    }

    /// <summary>Whether the files of a folder are one configuration; otherwise each of them is an example of its own.</summary>
    private static bool IsWhole(string folder) =>
        Directory.EnumerateFiles(folder, "*.tf").Any(static file => File.ReadAllText(file).Contains("required_providers", StringComparison.Ordinal));

    private static async Task CopyAsync(Workspace cli, string folder, string target)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file);
            cli.Add(Path.Combine(target, Path.GetRelativePath(folder, file)), text.Replace(PublishedModules, "./modules/", StringComparison.Ordinal));
            if (file.EndsWith(".tf", StringComparison.Ordinal) && text.Contains(PublishedModules, StringComparison.Ordinal)) await CopyAsync(cli, Path.Combine(Examples, "modules"), "modules");
        }
    }

    /// <summary>The providers need no installation in these tests; modules do.</summary>
    private static async Task GetModulesAsync(Workspace cli)
    {
        if (Directory.EnumerateFiles(cli.Folder, "*.tf").Any(static file => File.ReadAllText(file).Contains("module \"", StringComparison.Ordinal))) (await cli.RunAsync("get")).Succeeds();
    }

    /// <summary>A login reads its password; everything else only leaves a line. The command is run in the folder of the configuration.</summary>
    private static void AddDocker(Scenario scenario)
    {
        scenario.Cli.Add("bin/docker", """
            #!/bin/sh
            case $* in *--password-stdin*) cat >/dev/null ;; esac
            echo "$*" >>docker.log
            if [ -f "${DOCKER_CONFIG:-}/config.json" ]; then cat "$DOCKER_CONFIG/config.json" >>docker.log && echo >>docker.log; fi
            """);
        scenario.Cli.Permit("a Docker credential is in docker.log", "Docker is what the credential is for; the stand-in writes down what it was given.");
        var folder = Path.Combine(scenario.Cli.Folder, "bin");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder, "docker"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        scenario.Cli.Set("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    private static async Task UnprotectAsync(Scenario scenario)
    {
        (await scenario.Cli.DestroyAsync()).Fails().Says("is protected");
        var text = scenario.Cli.Read("main.tf");
        scenario.Cli.Write("main.tf", Regex.Replace(text, "(?<name>deletion_protection +)= true", "${name}= false"));
        (await scenario.Cli.ApplyAsync()).Succeeds();
    }
}
