using System.Text.RegularExpressions;

namespace TerraformProviderPlanton.Tests;

/// <summary>Every link between the pages of the repository leads somewhere: to a file that is there, and to a heading in it.</summary>
public sealed partial class LinkTests
{
    private static readonly string OnGitHub = $"https://github.com/{ProviderAddress.Source.Split('/')[0]}/terraform-provider-planton/";

    private static string Root => RepositoryFiles.Root;

    public static TheoryData<string> Pages => [.. new[] { "docs", "design", "examples", "benchmarks", "src" }
        .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Root, "*.md"))
        .Select(static file => Path.GetRelativePath(Root, file))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var links = Link().Matches(WithoutCode(File.ReadAllText(Path.Combine(Root, page)))).Select(static match => match.Groups["target"].Value);

        Assert.All(links, link => Assert.True(LeadsSomewhere(page, link), $"{page} links to {link}"));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        Assert.True(LeadsSomewhere("README.md", "docs/index.md#authentication"));
        Assert.True(LeadsSomewhere("docs/index.md", OnGitHub + "tree/main/examples/scenarios/quickstart"));
        Assert.True(LeadsSomewhere("docs/index.md", "https://example.com/nobody-looks-there"));
        Assert.False(LeadsSomewhere("README.md", "docs/index.md#no-such-heading"));
        Assert.False(LeadsSomewhere("docs/index.md", "guides/no-such-guide.md"));
        Assert.False(LeadsSomewhere("docs/index.md", OnGitHub + "tree/main/examples/no-such-example"));
    }

    private static bool LeadsSomewhere(string page, string link)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        if (OnGitHubPath().Match(link) is { Success: true } inside) (folder, link) = (Root, inside.Groups["path"].Value);
        if (link.Contains("://", StringComparison.Ordinal)) return true;

        var parts = link.Split('#', 2);
        var file = parts[0].Length == 0 ? Path.Combine(Root, page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
        if (parts.Length == 1) return File.Exists(file) || Directory.Exists(file);
        return File.Exists(file) && Anchors(File.ReadAllText(file)).Contains(parts[1]);
    }

    /// <summary>The names that GitHub and the registries give to headings, and those that pages of schemas set themselves.</summary>
    private static HashSet<string> Anchors(string text) =>
    [
        .. Heading().Matches(WithoutCode(text)).Select(static match => NotInAnchors().Replace(match.Groups["title"].Value.ToLowerInvariant(), "").Replace(' ', '-')),
        .. Anchor().Matches(text).Select(static match => match.Groups["name"].Value),
    ];

    private static string WithoutCode(string text) => Code().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^https://github.com/[^/]+/terraform-provider-planton/(tree|blob)/main/(?<path>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex OnGitHubPath();

    [GeneratedRegex("^#+ (?<title>.+?)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("<a id=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Anchor();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();
}
