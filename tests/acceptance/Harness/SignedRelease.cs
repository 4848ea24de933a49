using System.IO.Compression;
using Planton.Dist;

namespace Planton.Acceptance.Harness;

/// <summary>A release that is made and signed as a real one, and the registry that offers it.</summary>
public sealed class SignedRelease : IAsyncLifetime
{
    public const string Version = "1.2.3";
    private const string Stem = $"terraform-provider-planton_{Version}";

    private readonly SignedRelease? _original;
    private ReleaseRegistry? _registry;
    private ReleaseKey? _key;

    public SignedRelease()
    {
    }

    private SignedRelease(SignedRelease original) => _original = original;

    internal ReleaseKey Key => _original?.Key ?? (_key ??= new());

    internal string Folder { get; } = Directory.CreateTempSubdirectory("planton-release-").FullName;

    internal string Sums => Path.Combine(Folder, $"{Stem}_SHA256SUMS");

    internal Uri Url => _registry!.Url;

    public async ValueTask InitializeAsync()
    {
        var release = new Release(Tools.RepositoryRoot, Version, new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), Folder);
        release.Pack(Tools.Platform, Tools.Provider);

        // Of other platforms the CLIs only take the checksums.
        foreach (var platform in ((string[])["linux_amd64", "linux_arm64", "darwin_arm64", "windows_amd64"]).Where(static platform => platform != Tools.Platform))
        {
            using var archive = ZipFile.Open(Path.Combine(Folder, $"{Stem}_{platform}.zip"), ZipArchiveMode.Create);
            archive.CreateEntry($"terraform-provider-planton_v{Version}").LastWriteTime = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        }

        Key.Sign(release.Seal());
        _registry = await ReleaseRegistry.StartAsync(Folder, Version, Key);
    }

    /// <summary>The same release with one of its files changed after it was signed.</summary>
    /// <param name="suffix">How the name of the file ends: <c>.zip</c> for this platform's archive.</param>
    internal async Task<SignedRelease> ChangedAsync(string suffix)
    {
        var changed = new SignedRelease(this);
        foreach (var file in Directory.EnumerateFiles(Folder)) File.Copy(file, Path.Combine(changed.Folder, Path.GetFileName(file)));
        await File.AppendAllTextAsync(Path.Combine(changed.Folder, suffix == ".zip" ? $"{Stem}_{Tools.Platform}.zip" : $"{Stem}{suffix}"), "\n");
        changed._registry = await ReleaseRegistry.StartAsync(changed.Folder, Version, Key);
        return changed;
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null) await _registry.DisposeAsync();
        _key?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
