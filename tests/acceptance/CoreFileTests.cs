using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>A crash leaves no file with the token in it, and hands none to a handler.</summary>
public sealed class CoreFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("planton-core-").FullName;

    [Fact]
    public async Task The_running_provider_has_the_limit_that_files_and_pipes_are_refused_by()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the limits of another process.");
        using var process = await StartAsync("\"$0\" --debug", Tools.Provider);

        var line = File.ReadLines($"/proc/{process.Id}/limits").Single(static line => line.StartsWith("Max core file size", StringComparison.Ordinal));
        await EndAsync(process, "KILL");

        // In force and highest. Of 1 byte the kernel says that it aborts the core, by whatever way; 0 it minds for files alone.
        Assert.Equal(["1", "1"], line["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2]);
    }

    [Fact]
    public async Task A_crash_leaves_no_file()
    {
        using (var other = await StartAsync("sleep 60"))
        {
            await EndAsync(other, "ABRT");
        }

        Assert.SkipWhen(!Directory.EnumerateFiles(_folder).Any(), "On this machine no program leaves a core file in its folder.");
        foreach (var file in Directory.EnumerateFiles(_folder)) File.Delete(file);
        using var provider = await StartAsync("\"$0\" --debug", Tools.Provider);

        await EndAsync(provider, "ABRT");

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Starts a program from a shell that allows all that it may, and waits until it says something where it is the provider.</summary>
    private async Task<Process> StartAsync(string command, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"ulimit -S -c \"$(ulimit -H -c)\"; echo started; exec {command}", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        })!;
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync());
        if (arguments.Length > 0) Assert.NotNull(await process.StandardOutput.ReadLineAsync());
        return process;
    }

    private static async Task EndAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }
}
