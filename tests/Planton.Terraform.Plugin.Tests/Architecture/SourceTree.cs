using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Planton.Terraform.Plugin.Tests.Architecture;

/// <summary>The repository as files.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files of a project under src, by hand written.</summary>
    public static IEnumerable<SourceFile> Files(string project) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Path.Combine(Root, "src", project), path).Replace('\\', '/')
        where !relative.StartsWith("obj/", StringComparison.Ordinal) && !relative.StartsWith("bin/", StringComparison.Ordinal)
        orderby relative
        select new SourceFile(project, relative, File.ReadAllText(path));

    public static IEnumerable<SourceFile> AllFiles() => Projects("src").SelectMany(static project => Files(project.Name));

    /// <summary>The projects of a folder with the projects that they refer to.</summary>
    public static IEnumerable<(string Name, string[] References)> Projects(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
        let references = XDocument.Load(path).Descendants("ProjectReference").Select(static reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))
        select (Path.GetFileNameWithoutExtension(path), references.ToArray());

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Provider.sln"))) return folder;
        }

        throw new InvalidOperationException("These tests read the repository that they were built in, and it is not there.");
    }
}

/// <summary>A source file.</summary>
internal sealed partial record SourceFile(string Project, string Path, string Text)
{
    /// <summary>The folder directly below the project, which is a room of its own.</summary>
    public string Room => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.IndexOf('/', StringComparison.Ordinal)] : string.Empty;

    /// <summary>All folders below the project, joined as in a namespace.</summary>
    public string Folder => string.Join('.', Path.Split('/').SkipLast(1));

    /// <summary>The text without comments and strings, in which a name is a use.</summary>
    public string Code => Comments().Replace(Text, string.Empty);

    public int Lines => Text.AsSpan().Count('\n');

    public override string ToString() => $"src/{Project}/{Path}";

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|^\s*namespace [^\n]*$""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Comments();
}
