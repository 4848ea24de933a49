using System.Text.Json;
using System.Text.RegularExpressions;

namespace TerraformProviderPlanton.Tests;

/// <summary>What stands beside the code and is easily forgotten when the code changes.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void The_notices_name_the_packages_that_are_compiled_in()
    {
        var notices = Noticed().Matches(File.ReadAllText(Path.Combine(Root, "THIRD-PARTY-NOTICES.md"))).Select(static match => match.Groups["package"].Value);

        Assert.Equal(CompiledIn().Order(StringComparer.Ordinal), notices.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_action_of_a_workflow_is_pinned_to_a_commit_and_says_its_version()
    {
        var workflows = Directory.EnumerateFiles(Path.Combine(Root, ".github/workflows"), "*.yml").ToList();

        Assert.NotEmpty(workflows);
        Assert.DoesNotContain(workflows.SelectMany(File.ReadLines), static line => line.Contains("uses:", StringComparison.Ordinal) && !Pinned().IsMatch(line));
    }

    [Fact]
    public void Every_workflow_says_what_it_may_do() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Root, ".github/workflows"), "*.yml"),
        static workflow => Assert.Contains("\npermissions:", File.ReadAllText(workflow), StringComparison.Ordinal));

    [Fact]
    public void Every_script_that_a_workflow_starts_is_there()
    {
        var scripts = Directory.EnumerateFiles(Path.Combine(Root, ".github/workflows"), "*.yml")
            .SelectMany(static workflow => Script().Matches(File.ReadAllText(workflow)).Select(static match => match.Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "build/dist.sh", "build/demo.sh" }, scripts);
        Assert.All(scripts, static script => Assert.True(File.Exists(Path.Combine(Root, script)), $"{script} is not there."));
    }

    [Fact]
    public void Every_project_has_a_lock_file_that_the_build_holds_it_to()
    {
        var projects = Solution().Matches(File.ReadAllText(Path.Combine(Root, "Provider.sln"))).Select(static match => match.Groups["path"].Value.Replace('\\', '/')).ToList();

        Assert.NotEmpty(projects);
        Assert.All(projects, static project => Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(Root, Path.GetDirectoryName(project)!), "packages*.lock.json")));
        Assert.Contains("<RestoreLockedMode", File.ReadAllText(Path.Combine(Root, "Directory.Build.targets")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    [InlineData("win-x64")]
    [InlineData("osx-x64.SingleFile")]
    [InlineData("osx-arm64.SingleFile")]
    [InlineData("win-x64.SingleFile")]
    public void The_compiler_and_the_runtime_of_a_lock_file_are_the_ones_that_the_build_names(string form)
    {
        var patch = Patch().Match(File.ReadAllText(Path.Combine(Root, "Directory.Build.props"))).Groups["version"].Value;
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, $"src/TerraformProviderPlanton/packages.{form}.lock.json")));
        var packages = locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(static target => target.Value.EnumerateObject())
            .Where(static package => package.Name is "Microsoft.NET.ILLink.Tasks" || package.Name.EndsWith(".ILCompiler", StringComparison.Ordinal));

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Equal(patch, package.Value.GetProperty("resolved").GetString()));
    }

    [Fact]
    public void Every_package_comes_from_one_source() =>
        Assert.Contains("<packageSource key=\"nuget.org\">", File.ReadAllText(Path.Combine(Root, "nuget.config")), StringComparison.Ordinal);

    [Fact]
    public void The_release_is_built_with_the_SDK_that_the_build_names()
    {
        var version = Sdk().Match(File.ReadAllText(Path.Combine(Root, "Directory.Build.props"))).Groups["version"].Value;
        var named = Installed().Matches(File.ReadAllText(Path.Combine(Root, ".github/workflows/release.yml"))).Select(static match => match.Groups["version"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, installed => Assert.Equal(version, installed));
    }

    /// <summary>The resolved packages that have code for the run time; analyzers and generators have none.</summary>
    private static IEnumerable<string> CompiledIn()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "artifacts/obj/TerraformProviderPlanton/project.assets.json")));
        var target = assets.RootElement.GetProperty("targets").EnumerateObject().First().Value;
        return [.. target.EnumerateObject()
            .Where(static library => library.Value.GetProperty("type").GetString() == "package"
                && library.Value.TryGetProperty("runtime", out var files)
                && files.EnumerateObject().Any(static file => !file.Name.EndsWith("_._", StringComparison.Ordinal)))
            .Select(static library => library.Name.Split('/')[0])];
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Provider.sln"))) return folder;
        }

        throw new InvalidOperationException("These tests read the repository that they were built in, and it is not there.");
    }

    [GeneratedRegex(@"^\| `(?<package>[A-Za-z0-9.]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Noticed();

    [GeneratedRegex("build/[a-z]+\\.sh")]
    private static partial Regex Script();

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Solution();

    [GeneratedRegex("<RuntimePatch>(?<version>[^<]+)</RuntimePatch>", RegexOptions.ExplicitCapture)]
    private static partial Regex Patch();

    [GeneratedRegex("<ReleaseSdk>(?<version>[^<]+)</ReleaseSdk>", RegexOptions.ExplicitCapture)]
    private static partial Regex Sdk();

    [GeneratedRegex("dotnet-version: (?<version>.+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Installed();

    [GeneratedRegex("uses: (?:[^@ ]+@[0-9a-f]{40} # v[0-9.]+|\\./)")]
    private static partial Regex Pinned();
}
