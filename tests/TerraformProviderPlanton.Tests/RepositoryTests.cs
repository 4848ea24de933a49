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

    [GeneratedRegex("uses: (?:[^@ ]+@[0-9a-f]{40} # v[0-9.]+|\\./)")]
    private static partial Regex Pinned();
}
