using System.Text.RegularExpressions;

namespace Planton.Docs;

/// <summary>
/// The text of pages that no schema can tell. Three marks are filled in: <c>{{schema}}</c> with the reference, <c>{{import}}</c> with the ways to
/// import, and <c>{{example "path"}}</c> with a file under the repository, so that an example on a page is one that the tests run. A front matter at the
/// top may name the page's subcategory.
/// </summary>
/// <param name="root">The repository.</param>
internal sealed partial class Templates(string root)
{
    private const string ImportMark = "{{import}}";

    /// <summary>The filled-in template of a page.</summary>
    /// <param name="path">The page, under <c>docs/</c>; the template has the same path under <c>templates/</c>.</param>
    /// <param name="schema">The reference.</param>
    /// <param name="fallback">The template of a page that has none of its own; null when it must have one.</param>
    /// <param name="import">The ways to import, of a resource.</param>
    public string Fill(string path, string schema, string? fallback = null, string import = "")
    {
        var template = Find(path) is { } own ? FrontMatter().Replace(own, string.Empty) : fallback ?? throw new DocsException($"templates/{path} is missing.");
        return Mark().Replace(template, match => match.Groups["path"].Success ? Example(match.Groups["path"].Value) : match.Value == ImportMark ? import : schema.TrimEnd()).TrimEnd() + "\n";
    }

    /// <summary>The subcategory that the template of a page names; null when it names none.</summary>
    public string? SubcategoryOf(string path) =>
        Find(path) is { } template && FrontMatter().Match(template) is { Success: true } match ? match.Groups["subcategory"].Value.Trim().Trim('"') : null;

    /// <summary>Whether the repository has a file.</summary>
    public bool Has(string path) => File.Exists(Path.Combine(root, path));

    /// <summary>The guides: templates that are whole pages.</summary>
    public IEnumerable<string> Guides()
    {
        var folder = Path.Combine(root, "templates", "guides");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.md").Select(static file => $"guides/{Path.GetFileName(file)}").Order(StringComparer.Ordinal) : [];
    }

    /// <summary>A file under the repository as a block of code.</summary>
    public string Example(string path)
    {
        var language = Path.GetExtension(path) switch
        {
            ".tf" or ".hcl" or ".tfrc" => "terraform",
            ".sh" => "shell",
            ".yml" or ".yaml" => "yaml",
            var other => other.TrimStart('.'),
        };
        return Has(path) ? $"```{language}\n{File.ReadAllText(Path.Combine(root, path)).TrimEnd()}\n```" : throw new DocsException($"{path} is missing; a template shows it.");
    }

    private string? Find(string path) => Has(Path.Combine("templates", path)) ? File.ReadAllText(Path.Combine(root, "templates", path)) : null;

    [GeneratedRegex(@"\A---\nsubcategory:(?<subcategory>[^\n]*)\n---\n+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"\{\{(schema|import|example ""(?<path>[^""]+)"")\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();
}
