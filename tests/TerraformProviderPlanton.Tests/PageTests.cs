using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.Tests;

/// <summary>The pages are laid out as readers of other providers' pages expect them.</summary>
public sealed partial class PageTests
{
    private static readonly PlantonProvider Provider = new(static _ => null, "0.0.0", new Random(1));

    private static readonly IReadOnlyDictionary<string, (string TypeName, Schema Schema)> Schemas = new[]
    {
        Provider.ResourceCatalog.Select(static item => ("resources", item.TypeName, item.UntypedSchema)),
        Provider.DataSourceCatalog.Select(static item => ("data-sources", item.TypeName, item.UntypedSchema)),
        Provider.EphemeralResourceCatalog.Select(static item => ("ephemeral-resources", item.TypeName, item.UntypedSchema)),
        Provider.ActionCatalog.Select(static item => ("actions", item.TypeName, item.UntypedSchema)),
        Provider.ListResourceCatalog.Select(static item => ("list-resources", item.TypeName, item.UntypedSchema)),
    }.SelectMany(static items => items).ToDictionary(
        static item => $"{item.Item1}/{item.TypeName["planton_".Length..]}.md", static item => (item.TypeName, item.UntypedSchema), StringComparer.Ordinal);

    public static TheoryData<string> Pages => [.. Schemas.Keys];

    public static TheoryData<string> Resources => [.. Schemas.Keys.Where(static page => page.StartsWith("resources/", StringComparison.Ordinal))];

    /// <summary>What changes something, or hands out a secret.</summary>
    public static TheoryData<string> Dangerous => [.. Schemas.Keys.Where(static page => page.Split('/')[0] is "resources" or "actions" or "ephemeral-resources")];

    public static TheoryData<string> Texts => [.. RepositoryFiles.Texts];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_begins_with_example_schema_timeouts_and_import_in_this_order(string page)
    {
        string[] expected =
        [
            "Example Usage", "Schema",
            .. HasTimeouts(page) ? ["Timeouts"] : Array.Empty<string>(),
            .. page.StartsWith("resources/", StringComparison.Ordinal) ? ["Import"] : Array.Empty<string>(),
        ];

        var headings = Heading().Matches(WithoutCode(Read($"docs/{page}"))).Where(static match => match.Groups["level"].Length == 2).Select(static match => match.Groups["text"].Value).ToList();

        Assert.Equal(expected, headings.Take(expected.Length));
        Assert.DoesNotContain(headings.Skip(expected.Length), heading => expected.Contains(heading) || heading is "Timeouts" or "Import");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_time_limit_has_its_default_under_the_heading(string page)
    {
        var limits = Schemas[page].Schema.Untyped.Where(static item => item.Attribute is TimeoutsAttribute).SelectMany(static item => item.Attribute.Nested!.Attributes).ToList();
        var section = Read($"docs/{page}").Split("\n## Timeouts\n") is [_, var rest] ? rest.Split("\n## ")[0] : string.Empty;

        Assert.All(limits, limit => Assert.Matches($"- `{limit.Name}` \\(String\\) .* Default `[0-9]+m`", section));
        Assert.Equal(limits.Count, section.Split("\n- ").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void A_resource_is_imported_by_identity_by_id_and_by_command(string page)
    {
        var (name, section) = (Schemas[page].TypeName, Read($"docs/{page}").Split("\n## Import\n")[1].Split("\n## ")[0]);

        Assert.Matches($"import \\{{\n  to = {name}\\.example\n\n  identity = \\{{\n", section);
        Assert.Matches($"import \\{{\n  to = {name}\\.example\n  id = \"", section);
        Assert.Matches($"```shell\n(.*\n)*terraform import {name}\\.example ", section);
        Assert.All(Provider.ResourceCatalog[name].UntypedIdentity!.Attributes, part => Assert.Contains($"- `{part.Name}` (String) {part.Description}", section, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Dangerous))]
    public void A_page_of_what_can_do_harm_warns_before_its_example(string page) =>
        Assert.Contains("\n~> ", Read($"docs/{page}").Split("\n## Example Usage\n")[0], StringComparison.Ordinal);

    /// <summary>A callout is a whole paragraph, and each paragraph that begins with such a sign is one.</summary>
    [Theory]
    [MemberData(nameof(Texts))]
    public void A_callout_is_a_paragraph_of_its_own_that_ends_as_a_sentence(string file) => Assert.All(
        Callout().Matches(Read(file)).Select(static match => match.Value), static callout => Assert.Matches(@"^\n\n(~>|->|!>) \S[^\n]*\.\n\n$", callout));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_link_leads_to_a_file_and_a_heading_of_this_repository(string file)
    {
        var text = WithoutCode(Read(file));
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryFiles.Root, file))!;

        var broken = Link().Matches(text).Select(static match => (Path: match.Groups["path"].Value, Anchor: match.Groups["anchor"].Value))
            .Where(static link => !link.Path.Contains("://", StringComparison.Ordinal) && !link.Path.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(link => !Leads(link.Path.Length == 0 ? Path.Combine(RepositoryFiles.Root, file) : Path.Combine(folder, link.Path), link.Anchor));

        Assert.Empty(broken);
    }

    [Fact]
    public void The_versions_of_the_CLIs_that_the_provider_is_tested_with_are_those_of_the_workflow_and_the_setup()
    {
        var tested = TestedVersion().Matches(Read(".github/workflows/test.yml")).Concat(TestedVersion().Matches(Read("build/setup.sh"))).Select(static match => match.Groups["version"].Value).ToList();

        Assert.Equal(4, tested.Count);
        Assert.All(tested, static version => Assert.Contains(version, Read("docs/index.md"), StringComparison.Ordinal));
    }

    private static bool HasTimeouts(string page) => Schemas[page].Schema.Untyped.Any(static item => item.Attribute is TimeoutsAttribute);

    private static bool Leads(string path, string anchor)
    {
        if (!Path.Exists(path)) return false;
        if (anchor.Length == 0) return true;
        var text = File.ReadAllText(path);
        return text.Contains($"<a id=\"{anchor}\">", StringComparison.Ordinal) || Heading().Matches(WithoutCode(text)).Any(match => Slug(match.Groups["text"].Value) == anchor);
    }

    /// <summary>The anchor that a heading is given, on GitHub and in the registry alike.</summary>
    private static string Slug(string heading) => NotInSlug().Replace(heading.ToLowerInvariant(), string.Empty).Replace(' ', '-');

    private static string WithoutCode(string text) => Code().Replace(text, string.Empty);

    private static string Read(string file) => File.ReadAllText(Path.Combine(RepositoryFiles.Root, file));

    [GeneratedRegex("^(?<level>##+|#) (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\n?\n(~>|->|!>)[^\n]*\n\n?", RegexOptions.ExplicitCapture)]
    private static partial Regex Callout();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]*)(#(?<anchor>[^)\s]*))?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("(terraform: |tofu: |^opentofu=)(?<version>[0-9]+\\.[0-9]+\\.[0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TestedVersion();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotInSlug();
}
