using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>What <c>make demo</c> shows, which is also what a release does on each platform before it is published.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("planton-demo-test-").FullName;

    [Theory, EveryEngine]
    public async Task Every_promise_of_the_demo_holds(Engine engine)
    {
        var (code, output) = await RunAsync(Tools.Provider, Tools.PathOf(engine));

        Assert.True(code == 0, output);
        Assert.Contains("Done.", output, StringComparison.Ordinal);
        Assert.Equal(20, output.Split('\n').Count(static line => line.StartsWith("   ✓ ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_executable_that_only_says_its_version_ends_the_demo()
    {
        var mute = Path.Combine(_folder, "mute");
        await File.WriteAllTextAsync(mute, "#!/bin/sh\necho terraform-provider-planton 1.2.3\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(mute, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (code, output) = await RunAsync(mute, Tools.PathOf(Engine.Terraform));

        Assert.Equal(1, code);
        Assert.Contains("validate ended with 1, not with 0", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "terraform", "there is no executable")]
    [InlineData("executable", "no-such-cli", "no-such-cli cannot be started")]
    public async Task What_is_missing_is_named(string executable, string cli, string message)
    {
        var path = Path.Combine(_folder, executable);
        if (executable == "executable") File.CreateSymbolicLink(path, Tools.Provider);

        var (code, output) = await RunAsync(path, cli);

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Code, string Output)> RunAsync(string executable, string cli)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Planton.Demo.dll"), executable, cli];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var cancel = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }
}
