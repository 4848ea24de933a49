using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>The provider under another source address: what changes here, and what its users do.</summary>
public sealed class RenameTests
{
    private static readonly string Namespace = ProviderAddress.Source.Split('/')[0];

    [Fact]
    public async Task One_command_moves_the_repository_to_another_namespace()
    {
        var copy = Directory.CreateTempSubdirectory("planton-rename-").FullName;
        foreach (var file in (await RunAsync(Tools.RepositoryRoot, "git", "ls-files")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static file => File.Exists(Path.Combine(Tools.RepositoryRoot, file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
            File.Copy(Path.Combine(Tools.RepositoryRoot, file), Path.Combine(copy, file));
        }

        await RunAsync(copy, "git", "init", "-q");
        await RunAsync(copy, "git", "add", "-A");
        await RunAsync(copy, "build/rename.sh", "acme");

        Assert.Contains($"<ProviderSource>acme/{ProviderAddress.Source.Split('/')[1]}</ProviderSource>", await File.ReadAllTextAsync(Path.Combine(copy, "Directory.Build.props"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var left = await RunAsync(copy, "bash", "-c", $"git grep -lF '{Namespace}/' || true");
        Assert.All(left.Split('\n', StringSplitOptions.RemoveEmptyEntries), static file => Assert.Matches("^(design/|CHANGELOG.md$)", file));
        Assert.Contains("acme/planton", await File.ReadAllTextAsync(Path.Combine(copy, "docs/index.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Directory.Delete(copy, recursive: true);
    }

    [Theory]
    [InlineData(Engine.Terraform, "registry.terraform.io")]
    [InlineData(Engine.OpenTofu, "registry.opentofu.org")]
    public async Task A_state_follows_the_provider_to_another_source_address(Engine engine, string host)
    {
        await using var scenario = await Scenario.StartAsync(engine);
        var cli = scenario.Cli.UseMirror("0.1.0").Write("""
            resource "planton_docr_registry" "main" {
              name = "acme"
            }
            """);
        (await cli.RunAsync("init", "-input=false")).Succeeds();
        (await cli.ApplyAsync()).Succeeds();

        var moved = ProviderAddress.Source.Replace(Namespace, "acme", StringComparison.Ordinal);
        var package = Directory.CreateDirectory(Path.Combine(cli.Folder, "mirror", host, moved, "0.1.0", Tools.Platform)).FullName;
        File.CreateSymbolicLink(Path.Combine(package, "terraform-provider-planton_v0.1.0"), Tools.Provider);
        cli.Write("main.tf", cli.Read("main.tf").Replace(ProviderAddress.Source, moved, StringComparison.Ordinal));
        (await cli.RunAsync("state", "replace-provider", "-auto-approve", $"{host}/{ProviderAddress.Source}", $"{host}/{moved}")).Succeeds();
        (await cli.RunAsync("init", "-input=false", "-upgrade")).Succeeds().Says($"Installed {moved} v0.1.0");

        await cli.PlanIsEmptyAsync();
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program.Contains('/', StringComparison.Ordinal) ? Path.Combine(folder, program) : program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }
}
