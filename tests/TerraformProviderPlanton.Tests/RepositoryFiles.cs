namespace TerraformProviderPlanton.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The texts for readers, relative to the root. Templates are not among them: what they say is in <c>docs/</c>, where their links lead from.</summary>
    public static IEnumerable<string> Texts =>
    [
        .. Directory.EnumerateFiles(Root, "*.md").Concat(((string[])["docs", "design", "examples", "benchmarks", "src", "proto"])
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(static file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Provider.sln"))) return folder;
        }

        throw new InvalidOperationException("These tests read the repository that they were built in, and it is not there.");
    }
}
