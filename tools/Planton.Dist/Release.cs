using System.IO.Compression;
using System.Security.Cryptography;

namespace Planton.Dist;

/// <summary>
/// The files of one version, under the names that the Terraform Registry asks for. The same executable, commit and packages make the same bytes.
/// </summary>
/// <param name="root">The repository.</param>
/// <param name="version">The version, without the tag's <c>v</c>.</param>
/// <param name="time">The time of the commit.</param>
/// <param name="folder">Where the files go; <c>artifacts/dist</c> unless it is named.</param>
internal sealed class Release(string root, string version, DateTimeOffset time, string? folder = null)
{
    private const string Name = "terraform-provider-planton";
    private const string NoticesFile = "THIRD-PARTY-NOTICES.md";

    /// <summary>A regular file that all may execute, and one that all may read, where zip keeps them for Unix.</summary>
    private const int Executable = 0b1_000_000_111_101_101 << 16;
    private const int Readable = 0b1_000_000_110_100_100 << 16;

    private readonly string _folder = folder ?? Path.Combine(root, "artifacts/dist");

    /// <summary>Writes the archive of a platform and its bill of materials beside it.</summary>
    /// <param name="platform">The platform, as Terraform names it.</param>
    /// <param name="executable">The published executable.</param>
    /// <returns>The path of the archive.</returns>
    public string Pack(string platform, string executable)
    {
        var bytes = File.ReadAllBytes(executable);
        Target.Check(platform, bytes);
        var packages = BuiltFrom.Read(root, platform);
        IReadOnlyList<Part> parts = [.. packages.Packages, .. NativeParts.In(bytes, platform)];
        Notices.Check(File.ReadAllText(Path.Combine(root, NoticesFile)), parts);
        var stem = Path.Combine(_folder, $"{Name}_{version}_{platform}");
        Directory.CreateDirectory(_folder);
        File.WriteAllText($"{stem}.cdx.json", new BillOfMaterials(Name, version, platform, time).Write(bytes, parts));

        using (var archive = new ZipArchive(File.Create($"{stem}.zip"), ZipArchiveMode.Create))
        {
            foreach (var (name, content) in Texts(packages).Append((Name: $"{Name}_v{version}{Path.GetExtension(executable)}", Content: bytes)).OrderBy(static file => file.Name, StringComparer.Ordinal))
            {
                Add(archive, name, content);
            }
        }

        return $"{stem}.zip";
    }

    /// <summary>Writes the manifest under its release name, and the checksums of all files of the version.</summary>
    /// <returns>The path of the checksums.</returns>
    public string Seal()
    {
        var stem = Path.Combine(_folder, $"{Name}_{version}");
        File.Copy(Path.Combine(root, "terraform-registry-manifest.json"), $"{stem}_manifest.json", overwrite: true);
        var sums = $"{stem}_SHA256SUMS";
        var files = Directory.EnumerateFiles(_folder, $"{Name}_{version}_*").Where(file => !file.StartsWith(sums, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (!files.Exists(static file => file.EndsWith(".zip", StringComparison.Ordinal))) throw new ReleaseException($"{_folder} holds no archive of {version}. Run: build/dist.sh");
        File.WriteAllText(sums, string.Concat(files.Select(static file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}\n")));
        return sums;
    }

    /// <summary>What the licences ask to come along: this project's own, and those of what is compiled in.</summary>
    private IEnumerable<(string Name, byte[] Content)> Texts(BuiltFrom packages) =>
    [
        ("LICENSE.txt", File.ReadAllBytes(Path.Combine(root, "LICENSE"))),
        (NoticesFile, File.ReadAllBytes(Path.Combine(root, NoticesFile))),
        ("THIRD-PARTY-NOTICES-ASPNETCORE.txt", packages.Notices("Microsoft.AspNetCore.App.Runtime.")),
        ("THIRD-PARTY-NOTICES-DOTNET.txt", packages.Notices("Microsoft.NETCore.App.Runtime.")),
    ];

    private void Add(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = time.ToUniversalTime();
        entry.ExternalAttributes = name.StartsWith(Name, StringComparison.Ordinal) ? Executable : Readable;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
