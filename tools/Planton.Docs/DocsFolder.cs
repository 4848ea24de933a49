namespace Planton.Docs;

/// <summary>The written documentation.</summary>
internal sealed class DocsFolder(string folder)
{
    /// <summary>Writes what differs, and deletes pages that describe nothing any more; with a check it only says so.</summary>
    /// <returns>The exit code: 1 when a check finds a difference.</returns>
    public int Update(IEnumerable<Page> all, bool isCheck)
    {
        var pages = all.ToDictionary(static page => page.Path, static page => page.Text, StringComparer.Ordinal);
        var existing = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).ToHashSet(StringComparer.Ordinal)
            : [];
        var changed = pages.Where(page => !existing.Contains(page.Key) || File.ReadAllText(Path.Combine(folder, page.Key)) != page.Value).Select(static page => page.Key).ToList();
        var stale = existing.Where(path => !pages.ContainsKey(path)).ToList();
        foreach (var path in changed) { Console.WriteLine($"docs/{path}: {(existing.Contains(path) ? "differs" : "is missing")}"); }

        foreach (var path in stale) { Console.WriteLine($"docs/{path}: describes nothing that exists"); }

        if (!isCheck) { Write(pages, changed, stale); }
        else if (changed.Count + stale.Count > 0)
        {
            Console.Error.WriteLine("The documentation is not as the schemas, templates and examples have it. Write it again without --check and commit the result.");
            return 1;
        }

        return 0;
    }

    private void Write(Dictionary<string, string> pages, List<string> changed, List<string> stale)
    {
        foreach (var path in changed)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, pages[path]);
        }

        foreach (var path in stale) { File.Delete(Path.Combine(folder, path)); }
    }
}
