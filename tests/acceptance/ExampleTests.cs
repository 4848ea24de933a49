using System.Text.RegularExpressions;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>Whatever the documentation shows can be copied unchanged.</summary>
public sealed partial class ExampleTests
{
    /// <summary>Kinds of blocks that the tested CLIs are too old for.</summary>
    private static readonly string[] TooNew = ["actions", "list-resources"];

    /// <summary>All but the imports, which need a configuration beside them: <see cref="ImportExampleTests"/>.</summary>
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Examples, "*.tf", SearchOption.AllDirectories)
        .Select(static file => Path.GetRelativePath(Examples, file))
        .Where(static file => !TooNew.Contains(file.Split('/')[0]) && !IsPartOfModule(file) && !Path.GetFileName(file).StartsWith("import-by-", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>The examples that need more than the oldest OpenTofu that this provider supports.</summary>
    public static TheoryData<string> ForNewerOpenTofu => [.. ExampleWorlds.All.Where(static one => one.Value.TerraformOnly is not null).Select(static one => one.Key)
        .Concat(ExampleWorlds.AppliedElsewhere.Keys.Where(static file => File.ReadAllText(Path.Combine(Examples, file)).Contains("ephemeral", StringComparison.Ordinal)))];

    private static string Examples { get; } = Path.Combine(Tools.RepositoryRoot, "examples");

    [Fact]
    public async Task Every_example_has_the_format_of_the_language()
    {
        using var workspace = new Workspace(Engine.Terraform);

        (await workspace.RunAsync("fmt", "-check", "-recursive", "-diff", Examples)).Succeeds();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_example_is_valid(string file)
    {
        using var workspace = new Workspace(Engine.Terraform);
        foreach (var (name, text) in ExampleWorlds.All.GetValueOrDefault(file)?.Files ?? new Dictionary<string, string>(StringComparer.Ordinal)) workspace.Add(name, text);

        await ExampleApplyTests.WriteAsync(workspace, file);

        var validated = await workspace.ValidateAsync();
        Assert.True(validated.ExitCode == 0, $"{file}: {validated.Text}");
        Assert.Empty(validated.Warnings());
    }

    [Theory]
    [MemberData(nameof(ForNewerOpenTofu))]
    public void An_example_for_newer_versions_of_OpenTofu_is_on_a_page_that_names_the_version(string file)
    {
        var path = Path.Combine(Examples, file);
        var text = File.ReadAllText(path).Trim();
        var folder = Path.GetDirectoryName(path)!;
        var beside = new[] { folder, Path.GetDirectoryName(folder)! }.Select(static place => Path.Combine(place, "README.md")).Where(File.Exists);
        var pages = Directory.EnumerateFiles(Path.Combine(Tools.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories);

        var shown = beside.Select(File.ReadAllText).Concat(pages.Select(File.ReadAllText).Where(page => page.Contains(text, StringComparison.Ordinal))).ToList();

        Assert.NotEmpty(shown);
        Assert.All(shown, page => Assert.Matches("OpenTofu 1\\.([7-9]|1[0-9])", page));
    }

    [Theory]
    [InlineData("github-actions.yml", "TF_VAR_registry_name: acme")]
    [InlineData("gitlab-ci.yml", "TF_VAR_registry_name: acme")]
    [InlineData("crontab", "TF_VAR_registry_name=acme")]
    public async Task The_command_that_a_pipeline_runs_starts_garbage_collection_when_it_is_due_and_only_then(string pipeline, string variable)
    {
        var folder = Path.Combine(Examples, "guides/scheduled-gc-from-ci");
        var text = File.ReadAllText(Path.Combine(folder, pipeline));
        var command = ApplyCommand().Match(text).Value.Split(' ')[1..];
        Assert.Contains(variable, text, StringComparison.Ordinal);
        Assert.Contains("30 3 * * ", text, StringComparison.Ordinal);
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.World.Behavior = new() { GarbageCollection = new() { Requested = default, WaitingForTokens = default, Scanning = default, Deleting = default } };
        scenario.Cli.Write("main.tf", File.ReadAllText(Path.Combine(folder, "main.tf"))).Set("TF_VAR_registry_name", "acme");

        (await scenario.Cli.RunAsync(command)).Succeeds();
        scenario.Simulator.Clock.Set(new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero));
        (await scenario.Cli.RunAsync(command)).Succeeds();
        (await scenario.Cli.RunAsync(command)).Succeeds();

        Assert.Equal(1, scenario.Count("POST", "/v2/registries/*/garbage-collection"));
    }

    [Fact]
    public async Task The_guide_to_App_Platform_is_applied_as_it_stands_and_collects_with_tokens_of_these_scopes()
    {
        await using var scenario = await Scenario.StartAsync(Engine.Terraform);
        scenario.Simulator.World.AddRegistry("acme", "fra1", "basic");
        scenario.Simulator.World.Behavior = new()
        {
            GarbageCollection = new() { Requested = default, WaitingForTokens = default, Scanning = default, Deleting = default },
            Deployment = new() { Pending = default, Building = default, Deploying = default },
        };
        scenario.Simulator.World.AddToken(Workspace.Canary, "registry:read", "app:read", "app:create", "app:update", "app:delete");
        scenario.Simulator.World.AddToken("dop_v1_job", "registry:read", "registry:update");
        scenario.Cli.Write("main.tf", File.ReadAllText(Path.Combine(Examples, "guides/scheduled-gc-on-app-platform/main.tf")))
            .Set("TF_VAR_registry_name", "acme").Set("TF_VAR_job_token", "dop_v1_job");

        (await scenario.Cli.ApplyAsync()).Succeeds();
        scenario.Simulator.Clock.Advance(TimeSpan.FromDays(14));
        (await scenario.Cli.ApplyAsync()).Succeeds();

        Assert.Equal(2, scenario.Simulator.World.FindRegistry("acme")!.GarbageCollections.Count);
        (await scenario.Cli.DestroyAsync()).Succeeds();
        Assert.Empty(scenario.Simulator.World.Apps);
    }

    /// <summary>A module is one example, for which its main.tf stands.</summary>
    private static bool IsPartOfModule(string file) => file.Split('/') is ["modules", _, .. var rest] && rest is not ["main.tf"];

    [GeneratedRegex("terraform apply [^\n]*")]
    private static partial Regex ApplyCommand();
}
