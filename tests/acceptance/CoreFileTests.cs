using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>A crash leaves no file with the token in it.</summary>
public sealed class CoreFileTests
{
    [Fact]
    public async Task The_running_provider_writes_no_core_file_whatever_the_shell_allows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the limits of another process.");
        var (before, after) = await LimitsAsync();

        Assert.SkipWhen(before.SequenceEqual(["0", "0"]), "This machine forbids core files itself, so that nothing can be told apart.");
        Assert.Equal(["0", "0"], after);
    }

    /// <summary>The limit for core files, in force and highest, of a shell that allows all it may and of the provider that it becomes.</summary>
    private static async Task<(string[] Shell, string[] Provider)> LimitsAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "ulimit -S -c \"$(ulimit -H -c)\"; grep '^Max core file size' /proc/self/limits; exec \"$0\" --debug", Tools.Provider])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var shell = await process.StandardOutput.ReadLineAsync();
            // Whatever it says next, it says as the provider.
            Assert.NotNull(await process.StandardOutput.ReadLineAsync());
            var provider = File.ReadLines($"/proc/{process.Id}/limits").Single(static line => line.StartsWith("Max core file size", StringComparison.Ordinal));
            return (Values(shell!), Values(provider));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static string[] Values(string line) => line["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2];
}
