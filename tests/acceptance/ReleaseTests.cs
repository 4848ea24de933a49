using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Planton.Acceptance.Harness;
using Planton.Dist;

namespace Planton.Acceptance;

/// <summary>The release that is made of the executable: its names and contents, and that the CLIs install it.</summary>
public sealed class ReleaseTests : IDisposable
{
    private const string Version = "1.2.3";

    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("planton-release-").FullName;

    [Fact]
    public void The_archive_holds_the_executable_under_its_release_name_and_the_licences()
    {
        using var archive = ZipFile.OpenRead(Release().Pack(Tools.Platform, Tools.Provider));

        Assert.Equal(
            ["LICENSE.txt", "THIRD-PARTY-NOTICES-ASPNETCORE.txt", "THIRD-PARTY-NOTICES-DOTNET.txt", "THIRD-PARTY-NOTICES.md", $"terraform-provider-planton_v{Version}"],
            archive.Entries.Select(static entry => entry.FullName));
        Assert.All(archive.Entries, static entry => Assert.Equal(Time.DateTime, entry.LastWriteTime.DateTime));
        Assert.Equal(["100644", "100644", "100644", "100644", "100755"], archive.Entries.Select(static entry => Convert.ToString((entry.ExternalAttributes >> 16) & 0xFFFF, 8)));
        using var executable = archive.Entries[^1].Open();
        Assert.Equal(Sum(Tools.Provider), Convert.ToHexStringLower(SHA256.HashData(executable)));
        using var notices = archive.Entries[^2].Open();
        Assert.Equal(Sum(Path.Combine(Tools.RepositoryRoot, "THIRD-PARTY-NOTICES.md")), Convert.ToHexStringLower(SHA256.HashData(notices)));
    }

    [Fact]
    public void The_checksums_are_those_of_the_archive_the_manifest_and_the_bill_of_materials()
    {
        Release().Pack(Tools.Platform, Tools.Provider);

        var sums = Release().Seal();

        Assert.Equal($"terraform-provider-planton_{Version}_SHA256SUMS", Path.GetFileName(sums));
        string[] files = [$"terraform-provider-planton_{Version}_{Tools.Platform}.cdx.json", $"terraform-provider-planton_{Version}_{Tools.Platform}.zip", $"terraform-provider-planton_{Version}_manifest.json"];
        Assert.Equal(files.Select(file => $"{Sum(Path.Combine(_folder, file))}  {file}"), File.ReadAllLines(sums));
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, files[^1]))).RootElement;
        Assert.Equal("6.0", Assert.Single(manifest.GetProperty("metadata").GetProperty("protocol_versions").EnumerateArray()).GetString());
    }

    [Fact]
    public void The_bill_of_materials_names_every_package_the_runtime_and_the_libraries_that_are_linked_in()
    {
        Release().Pack(Tools.Platform, Tools.Provider);

        var bill = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, $"terraform-provider-planton_{Version}_{Tools.Platform}.cdx.json"))).RootElement;
        Assert.Equal("CycloneDX", bill.GetProperty("bomFormat").GetString());
        var subject = bill.GetProperty("metadata").GetProperty("component");
        Assert.Equal(Version, subject.GetProperty("version").GetString());
        Assert.Equal(Sum(Tools.Provider), subject.GetProperty("hashes")[0].GetProperty("content").GetString());
        var components = bill.GetProperty("components").EnumerateArray().ToList();
        var names = components.ConvertAll(static component => component.GetProperty("name").GetString()!);
        Assert.Superset(Noticed(), names.ToHashSet(StringComparer.Ordinal));
        Assert.Contains(names, static name => name.StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal));
        Assert.Contains(names, static name => name.StartsWith("Microsoft.AspNetCore.App.Runtime.", StringComparison.Ordinal));
        Assert.Contains("zlib-ng", names);
        Assert.All(components, static component => Assert.NotEmpty(component.GetProperty("version").GetString()!));
        Assert.All(components, static component => Assert.NotEmpty(component.GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString()!));

        // On Debian and its kin, also the package of each library of the distribution: what a fix of its security team would change.
        if (names.Contains("glibc") && File.Exists("/usr/bin/dpkg-query"))
        {
            var packages = components.Where(static component => component.TryGetProperty("properties", out _)).Select(static component => component.GetProperty("properties")[0].GetProperty("value").GetString()!);
            Assert.Collection(packages, static glibc => Assert.Matches("^libc6-dev=[0-9]", glibc), static openssl => Assert.Matches("^libssl-dev=[0-9]", openssl));
        }

        // Every reference leads to a component, and nothing stands alone.
        var known = components.Select(static component => component.GetProperty("bom-ref").GetString()!).Append(subject.GetProperty("bom-ref").GetString()!).ToHashSet(StringComparer.Ordinal);
        var dependencies = bill.GetProperty("dependencies").EnumerateArray().ToList();
        Assert.Equal(known, dependencies.Select(static dependency => dependency.GetProperty("ref").GetString()!).ToHashSet(StringComparer.Ordinal));
        Assert.All(dependencies.SelectMany(static dependency => dependency.GetProperty("dependsOn").EnumerateArray()), on => Assert.Contains(on.GetString()!, known));
    }

    [Fact]
    public void The_same_executable_makes_the_same_bytes()
    {
        var once = Sum(Release().Pack(Tools.Platform, Tools.Provider));

        Assert.Equal(once, Sum(Release().Pack(Tools.Platform, Tools.Provider)));
    }

    [Theory]
    [InlineData("darwin_arm64")]
    [InlineData("windows_amd64")]
    public void An_executable_of_another_platform_is_refused(string platform)
    {
        var problem = Assert.Throws<ReleaseException>(() => Release().Pack(platform, Tools.Provider));

        Assert.Contains($"for {platform} is one for {Tools.Platform}", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void A_release_without_an_archive_is_refused() =>
        Assert.Contains("build/dist.sh", Assert.Throws<ReleaseException>(() => Release().Seal()).Message, StringComparison.Ordinal);

    [Theory, EveryEngine]
    public async Task Init_installs_the_archive_and_finds_the_executable_among_its_files(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        scenario.Cli.UseArchive(Release().Pack(Tools.Platform, Tools.Provider)).Write("""
            resource "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says($"Installed {ProviderAddress.Source} v{Version}");
        // The hash of what is in the archive, and that of the archive itself, which the checksums of a release have.
        Assert.Contains("h1:", scenario.Cli.Read(".terraform.lock.hcl"), StringComparison.Ordinal);
        (await scenario.Cli.ApplyAsync()).Succeeds();
        (await scenario.Cli.DestroyAsync()).Succeeds();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Release Release() => new(Tools.RepositoryRoot, Version, Time, _folder);

    /// <summary>The packages of the notices; another test compares them with what the build resolves.</summary>
    private static HashSet<string> Noticed() => File.ReadLines(Path.Combine(Tools.RepositoryRoot, "THIRD-PARTY-NOTICES.md"))
        .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(static line => line.Split('`')[1])
        .ToHashSet(StringComparer.Ordinal);

    private static string Sum(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
