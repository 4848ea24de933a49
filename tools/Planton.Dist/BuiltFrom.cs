using System.Text.Json;
using System.Xml.Linq;

namespace Planton.Dist;

/// <summary>The packages that the last publish was made from, as the restore wrote them down.</summary>
internal sealed class BuiltFrom
{
    private readonly List<string> _folders;
    private readonly List<Part> _runtimes;
    private readonly List<Part> _libraries;

    private BuiltFrom(JsonElement assets, string platform)
    {
        _folders = [.. assets.GetProperty("packageFolders").EnumerateObject().Select(static folder => folder.Name)];
        var target = assets.GetProperty("targets").EnumerateObject().Last().Value;
        var resolved = target.EnumerateObject().Where(IsCompiledIn).ToDictionary(static library => library.Name.Split('/')[0], static library => library, StringComparer.OrdinalIgnoreCase);
        _libraries = [.. resolved.Values.Select(library => Library(library, resolved))];
        _runtimes = [.. assets.GetProperty("project").GetProperty("frameworks").EnumerateObject().Single().Value.GetProperty("downloadDependencies").EnumerateArray()
            .Select(static pack => (Name: pack.GetProperty("name").GetString()!, Version: pack.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0]))
            .Where(static pack => pack.Name.Contains(".App.Runtime.", StringComparison.Ordinal))
            .Select(pack => Package(pack.Name, pack.Version, []))];
        // A native executable is made of a pack of its own; the usual one is restored beside it and not used.
        if (_runtimes.Exists(IsNative)) _runtimes.RemoveAll(static runtime => runtime.Name.StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal) && !IsNative(runtime));
        if (_runtimes.Count == 0 || _runtimes.Exists(runtime => !runtime.Name.EndsWith(RuntimeOf(platform), StringComparison.Ordinal)))
        {
            throw new ReleaseException($"The packages that were restored last are not those for {platform}. Run: build/publish.sh {platform}");
        }
    }

    /// <summary>The runtime and the libraries, by name.</summary>
    public IEnumerable<Part> Packages => _runtimes.Concat(_libraries).OrderBy(static part => part.Name, StringComparer.Ordinal);

    /// <summary>Reads what the restore wrote down.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="platform">The platform that it was for, as Terraform names it.</param>
    public static BuiltFrom Read(string root, string platform)
    {
        var file = Path.Combine(root, "artifacts/obj/TerraformProviderPlanton/project.assets.json");
        if (!File.Exists(file)) throw new ReleaseException($"{file} is missing. Run: build/publish.sh");
        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        return new BuiltFrom(assets.RootElement, platform);
    }

    /// <summary>What a runtime's package says about the parts of others within it.</summary>
    /// <param name="prefix">How the name of the package begins.</param>
    public byte[] Notices(string prefix)
    {
        var runtime = _runtimes.Find(part => part.Name.StartsWith(prefix, StringComparison.Ordinal))
            ?? throw new ReleaseException($"The last restore brought no package {prefix}*. Run: build/publish.sh");
        return File.ReadAllBytes(Path.Combine(FolderOf(runtime.Name, runtime.Version), "THIRD-PARTY-NOTICES.TXT"));
    }

    /// <summary>The platform as .NET names it.</summary>
    private static string RuntimeOf(string platform) => "." + platform
        .Replace("darwin", "osx", StringComparison.Ordinal).Replace("windows", "win", StringComparison.Ordinal)
        .Replace("_amd64", "-x64", StringComparison.Ordinal).Replace('_', '-');

    /// <summary>Analyzers and generators have no code for the run time.</summary>
    private static bool IsCompiledIn(JsonProperty library) =>
        library.Value.GetProperty("type").GetString() == "package"
        && library.Value.TryGetProperty("runtime", out var files)
        && files.EnumerateObject().Any(static file => !file.Name.EndsWith("_._", StringComparison.Ordinal));

    private static bool IsNative(Part runtime) => runtime.Name.Contains(".NativeAOT.", StringComparison.Ordinal);

    private static string UrlOf(string name, string version) => $"pkg:nuget/{name}@{version}";

    private Part Library(JsonProperty library, Dictionary<string, JsonProperty> resolved)
    {
        var (name, version) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
        var needs = library.Value.TryGetProperty("dependencies", out var dependencies) ? dependencies.EnumerateObject().Select(static needed => needed.Name) : [];
        return Package(name, version, [.. needs.Where(resolved.ContainsKey).Select(needed => UrlOf(resolved[needed].Name.Split('/')[0], resolved[needed].Name.Split('/')[1]))]);
    }

    private Part Package(string name, string version, IReadOnlyList<string> needs)
    {
        var folder = FolderOf(name, version);
        var id = name.ToLowerInvariant();
        var licence = XDocument.Load(Path.Combine(folder, $"{id}.nuspec")).Descendants().FirstOrDefault(static node => node.Name.LocalName == "license")?.Value
            ?? throw new ReleaseException($"The package {name} {version} names no licence.");
        var checksum = Convert.FromBase64String(File.ReadAllText(Path.Combine(folder, $"{id}.{version}.nupkg.sha512")));
        return new Part(name, version, licence, UrlOf(name, version), Convert.ToHexStringLower(checksum), needs);
    }

    // Package ids are lower case in the paths of the cache and of the folders beside it, on every system.
    private string FolderOf(string name, string version) =>
        _folders.Select(folder => Path.Combine(folder, name.ToLowerInvariant(), version)).FirstOrDefault(Directory.Exists)
        ?? throw new ReleaseException($"The package {name} {version} is in none of the folders {string.Join(", ", _folders)}. Run: build/publish.sh");
}
