using System.Diagnostics;

namespace Planton.Acceptance.Harness;

/// <summary>A provider that an author begins: the template in an empty folder, built against the packed packages, as anybody would outside this repository.</summary>
public sealed class NewProvider : IAsyncLifetime
{
    private readonly string _work = Directory.CreateTempSubdirectory("planton-new-").FullName;

    /// <summary>The provider's repository.</summary>
    public string Folder => Path.Combine(_work, "shelf");

    /// <summary>What <c>dotnet build</c> makes.</summary>
    public string Executable => Path.Combine(Folder, "artifacts/bin/TerraformProviderShelf/debug/terraform-provider-shelf");

    public async ValueTask InitializeAsync()
    {
        File.Copy(Path.Combine(Tools.Packages, "NuGet.config"), Path.Combine(_work, "NuGet.config"));
        var package = Directory.EnumerateFiles(Tools.Packages, "Planton.Terraform.Plugin.Templates.*.nupkg").Single();
        var hive = Path.Combine(_work, "hive"); // The user's own templates stay as they are.
        (await DotnetAsync(_work, "new", "install", package, "--debug:custom-hive", hive)).Succeeds();
        (await DotnetAsync(_work, "new", "terraform-provider", "-n", "shelf", "--namespace", "library", "--debug:custom-hive", hive)).Succeeds();
        (await DotnetAsync(Folder, "build", "--nologo", "-v", "quiet")).Succeeds();
    }

    /// <summary>Runs <c>dotnet</c> in the provider's repository.</summary>
    public Task<CliResult> DotnetAsync(params string[] arguments) => DotnetAsync(Folder, arguments);

    /// <summary>Restores the tools of the provider's repository.</summary>
    public Task<CliResult> RestoreToolsAsync()
    {
        // The SDK remembers for the whole machine where a version of a tool is, and does not correct it: after a build in a clone that is gone, it would
        // look there.
        var home = Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var remembered = Path.Combine(home, ".dotnet", "toolResolverCache");
        if (Directory.Exists(remembered)) Directory.EnumerateFiles(remembered, "planton.terraform.plugin.docs", SearchOption.AllDirectories).ToList().ForEach(File.Delete);
        return DotnetAsync(Folder, "tool", "restore");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_work, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<CliResult> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

        // The SDK that runs the tests leaves the places of its own build to its children.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList()) { start.Environment.Remove(name); }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CliResult($"dotnet {string.Join(' ', arguments)}", process.ExitCode, await output, await error);
    }
}
