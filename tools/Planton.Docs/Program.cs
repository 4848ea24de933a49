using Planton.Docs;
using TerraformProviderPlanton;

// Usage: Planton.Docs ROOT [--check]. Writes docs/ under ROOT; with --check writes nothing, names what would change, and ends with 1 if anything would.
if (args is not [var root, ..] || args.Length > 2 || (args.Length == 2 && args[1] != "--check"))
{
    await Console.Error.WriteLineAsync("Usage: Planton.Docs ROOT [--check]");
    return 2;
}

var provider = new PlantonProvider(static _ => null, "0.0.0", new Random(0));
var pages = new PageList(provider, new Templates(root)).All().ToDictionary(static page => page.Path, static page => page.Text, StringComparer.Ordinal);
var docs = Path.Combine(root, "docs");
var existing = Directory.Exists(docs) ? Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(docs, file)).ToList() : [];

var changed = pages.Where(page => !File.Exists(Path.Combine(docs, page.Key)) || File.ReadAllText(Path.Combine(docs, page.Key)) != page.Value).Select(static page => page.Key).ToList();
var stale = existing.Where(path => !pages.ContainsKey(path)).ToList();
foreach (var path in changed) Console.WriteLine($"docs/{path}: {(existing.Contains(path) ? "differs" : "is missing")}");
foreach (var path in stale) Console.WriteLine($"docs/{path}: describes nothing that exists");
if (args.Length == 2)
{
    if (changed.Count + stale.Count > 0) await Console.Error.WriteLineAsync("The documentation is not as the schemas, templates and examples have it. Run make docs and commit the result.");
    return changed.Count + stale.Count > 0 ? 1 : 0;
}

foreach (var path in changed)
{
    var file = Path.Combine(docs, path);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    await File.WriteAllTextAsync(file, pages[path]);
}

foreach (var path in stale) File.Delete(Path.Combine(docs, path));
return 0;
