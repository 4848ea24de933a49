using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The weekly comparison of a release's bill of materials with what the distribution and Microsoft have.</summary>
public sealed class PartsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("planton-parts-").FullName;

    [Theory]
    [InlineData("2.39-0ubuntu8.6", "3.0.13-0ubuntu3.6", "10.0.12", 0, ".NET 10.0.12 is the newest.")]
    [InlineData("2.39-0ubuntu8.10", "3.0.13-0ubuntu3.6", "10.0.12", 1, "libc6-dev 2.39-0ubuntu8.6: 2.39-0ubuntu8.10 is there")]
    [InlineData("2.39-0ubuntu8.6", "3.0.13-0ubuntu3.7", "10.0.12", 1, "libssl-dev 3.0.13-0ubuntu3.6: 3.0.13-0ubuntu3.7 is there")]
    [InlineData("2.39-0ubuntu8.6", "3.0.13-0ubuntu3.6", "10.0.13", 1, ".NET 10.0.12: 10.0.13 is there")]
    [InlineData("(none)", "3.0.13-0ubuntu3.6", "10.0.12", 2, "this distribution has no libc6-dev")]
    public async Task What_is_newer_than_a_release_has_is_told(string glibc, string openssl, string runtime, int exitCode, string says)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/dpkg"), "This distribution has no dpkg, which compares the versions.");
        Write("bill.cdx.json", """
            { "components": [
              { "name": "Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64", "version": "10.0.12" },
              { "name": "glibc", "version": "2.39", "properties": [{ "name": "distribution:package", "value": "libc6-dev=2.39-0ubuntu8.6" }] },
              { "name": "openssl", "version": "3.0.13", "properties": [{ "name": "distribution:package", "value": "libssl-dev=3.0.13-0ubuntu3.6" }] }
            ] }
            """);
        Write("releases.json", $$"""{ "latest-runtime": "{{runtime}}" }""");
        Write("apt-cache", $"#!/bin/sh\ncase $2 in libc6-dev) version='{glibc}' ;; libssl-dev) version='{openssl}' ;; esac\necho \"$2:\n  Installed: (none)\n  Candidate: $version\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(_folder, "apt-cache"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (code, text) = await CompareAsync();

        Assert.Equal(exitCode, code);
        Assert.Contains(says, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_that_names_no_package_is_not_taken_for_up_to_date()
    {
        Write("bill.cdx.json", """{ "components": [{ "name": "glibc", "version": "2.39" }] }""");
        Write("releases.json", "{}");

        var (code, text) = await CompareAsync();

        Assert.Equal(2, code);
        Assert.Contains("names no package of a distribution", text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private async Task<(int Code, string Text)> CompareAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Tools.RepositoryRoot, "build/parts.sh"), ["bill.cdx.json", "releases.json"])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
