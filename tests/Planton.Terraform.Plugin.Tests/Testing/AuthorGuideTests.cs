using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Tests.Architecture;

namespace Planton.Terraform.Plugin.Tests.Testing;

/// <summary>The guide for authors shows the code of the template, which TemplateTests builds and applies.</summary>
public sealed partial class AuthorGuideTests
{
    private static readonly string Guide = Read("src/Planton.Terraform.Plugin/GUIDE.md");

    [Fact]
    public void All_of_its_code_is_the_code_of_the_template()
    {
        var template = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tools/Planton.Templates/content"), "*.cs", SearchOption.AllDirectories)
            .Select(static file => Lines(Named(File.ReadAllText(file)))).ToList();
        var blocks = CodeBlock().Matches(Guide).Select(static match => Lines(match.Groups["code"].Value)).ToList();

        Assert.NotEmpty(blocks);
        Assert.DoesNotContain(blocks, block => !template.Any(file => file.Contains(block, StringComparison.Ordinal)));
    }

    /// <summary>Members and types in the text are those of the public API.</summary>
    [Fact]
    public void Every_member_that_it_names_exists()
    {
        var api = Read("src/Planton.Terraform.Plugin/PublicAPI.Unshipped.txt") + Read("src/Planton.Terraform.Plugin.Testing/PublicAPI.Unshipped.txt");
        var names = Name().Matches(CodeBlock().Replace(Guide, string.Empty)).Select(static match => match.Groups["name"].Value).Distinct().ToList();

        Assert.Contains("CheckPlanAsync", names);
        Assert.DoesNotContain(names, name => !Regex.IsMatch(api, $@"\b{name}\b"));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    private static string Named(string template) => template.Replace("acme-namespace", "library", StringComparison.Ordinal)
        .Replace("Acme", "Shelf", StringComparison.Ordinal).Replace("acme", "shelf", StringComparison.Ordinal);

    private static string Lines(string code) => string.Join('\n', code.Trim().Split('\n').Select(static line => line.Trim()));

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    /// <summary>A word in code style that is a name in C#, with what it is a member of or without.</summary>
    [GeneratedRegex(@"`(?:context\.|core\.)?(?<name>[A-Z][a-z]+[A-Za-z]*)(?:<T>|\([a-z]*\))?`")]
    private static partial Regex Name();
}
