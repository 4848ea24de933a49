using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary><c>make install</c>: a build in the folder of the user's CLIs, before a registry has the provider.</summary>
public sealed class MakeInstallTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("planton-home-").FullName;

    [Theory, EveryEngine]
    public async Task A_build_is_found_by_init_without_settings_and_is_removed_as_the_script_says(Engine engine)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        var cli = scenario.Cli.Set("HOME", _home).Set("TF_CLI_CONFIG_FILE", null).Write("""
            resource "planton_docr_registry" "main" {
              name = "acme"
            }
            """);

        var output = await InstallAsync(Tools.Provider);

        Assert.DoesNotContain("Another build", output, StringComparison.Ordinal);
        Assert.DoesNotContain("provider_installation", output, StringComparison.Ordinal);
        (await cli.RunAsync("init", "-input=false")).Succeeds().Says($"Installed {ProviderAddress.Source} v0.1.0");
        (await cli.ApplyAsync()).Succeeds();
        Assert.Single(scenario.Simulator.World.Registries);

        var removal = output.Split('\n').Single(static line => line.StartsWith("To remove it: ", StringComparison.Ordinal));
        await RunAsync("-c", removal["To remove it: ".Length..]);
        Assert.Empty(Directory.EnumerateFiles(_home, "terraform-provider-planton*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_stands_in_the_way_is_told()
    {
        var other = Path.Combine(_home, "other");
        await File.WriteAllTextAsync(other, "#!/bin/sh\necho terraform-provider-planton 0.1.0\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(_home, ".terraformrc"), "provider_installation {\n  direct {}\n}\n", TestContext.Current.CancellationToken);
        await InstallAsync(other);

        var output = await InstallAsync(Tools.Provider);

        Assert.Contains("Another build of 0.1.0 was there", output, StringComparison.Ordinal);
        Assert.Contains($"path = \"{_home}/.terraform.d/plugins\"", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private Task<string> InstallAsync(string executable) => RunAsync(Path.Combine(Tools.RepositoryRoot, "build/install.sh"), executable);

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _home;
        start.Environment.Remove("TF_CLI_CONFIG_FILE");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }
}
