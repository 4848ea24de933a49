using System.Text.RegularExpressions;

namespace TerraformProviderPlanton.Tests;

/// <summary>The guide is for those who search for a message: it explains each that can appear, and no other.</summary>
public sealed partial class TroubleshootingTests
{
    private const string Guide = "templates/guides/troubleshooting.md";

    /// <summary>What a summary becomes that is nothing but a hole.</summary>
    private const string Anything = "…";

    /// <summary>Summaries that are put together, or held in a variable, where they are told; the catalogue has only a hole for them.</summary>
    private static readonly string[] Composed =
    [
        "Garbage collection skipped", "It is not known whether garbage collection was started", "It is not known which images the cluster … uses",
        "It is not known which images the account's … use", "… timed out", "… was interrupted", "… was cancelled",
        "The cluster … is not in the registry's region", "… clusters are not in the registry's region",
    ];

    /// <summary>What needs no entry, and why.</summary>
    private static readonly IReadOnlyDictionary<string, string> Unexplained = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Invalid combination of arguments"] = "The framework's rules for several arguments; this provider words its own.",
        ["… cannot be imported"] = "For resources without an import; every resource of this provider has one.",
        ["… has no identity"] = "For resources without an identity; every resource of this provider has one.",
        ["… has to wait"] = "For authors who defer by hand, which this provider does not.",
        ["Deprecated block"] = "The schema's own words say what to use instead, and no schema here deprecates anything.",
        ["Deprecated attribute"] = "The schema's own words say what to use instead, and no schema here deprecates anything.",
    };

    private static readonly IReadOnlySet<string> Summaries =
        DiagnosticCatalogue.Read(RepositoryFiles.Root).Select(static one => Shape(one.Summary)).Where(static summary => summary != Anything).Concat(Composed).ToHashSet(StringComparer.Ordinal);

    private static readonly IReadOnlyList<string> Headings = ReadHeadings();

    [Fact]
    public void Every_message_is_explained()
    {
        Assert.True(Summaries.Count > 80, $"There are only {Summaries.Count}.");
        var missing = Summaries.Where(static summary => !Headings.Contains(summary) && !Unexplained.ContainsKey(summary)).Order(StringComparer.Ordinal).ToList();

        Assert.True(missing.Count == 0, $"{Guide} does not explain these messages. Say there what causes them and what to do:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Everything_that_is_explained_can_appear() => Assert.Empty(Headings.Except(Summaries, StringComparer.Ordinal));

    [Fact]
    public void Nothing_is_excused_in_vain() => Assert.All(Unexplained.Keys, static summary =>
    {
        Assert.Contains(summary, Summaries);
        Assert.DoesNotContain(summary, Headings);
    });

    [Fact]
    public void What_is_put_together_is_in_the_source()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src/TerraformProviderPlanton"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        Assert.All(Composed, summary => Assert.Contains(sources, source => source.Contains($"\"{summary.Split('…')[0]}", StringComparison.Ordinal)));
    }

    private static List<string> ReadHeadings() =>
        [.. Heading().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, Guide)).Split("## What is not a message of the provider")[0]).Select(static match => Shape(match.Groups["text"].Value.ReplaceLineEndings(" ")))];

    /// <summary>A text whose holes are all alike.</summary>
    private static string Shape(string text) => Repeated().Replace(Hole().Replace(text, "…").Replace("\"…\"", "…", StringComparison.Ordinal), "…").TrimEnd('.');

    [GeneratedRegex(@"\*\*(?<text>[^*]+)\*\*", RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\{[^}]*\}|‹[^›]*›")]
    private static partial Regex Hole();

    [GeneratedRegex("…+")]
    private static partial Regex Repeated();
}
