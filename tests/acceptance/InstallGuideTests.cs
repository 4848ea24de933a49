using System.Diagnostics;
using Planton.Acceptance.Harness;

namespace Planton.Acceptance;

/// <summary>
/// The ways of the guide "Install", with a release that is made and signed as a real one, in a registry that the CLIs take for their own.
/// </summary>
public sealed class InstallGuideTests(SignedRelease release) : IClassFixture<SignedRelease>
{
    private const string Registry = """
        resource "planton_docr_registry" "main" {
          name = "acme"
        }
        """;

    private static readonly string Guide = Path.Combine(Tools.RepositoryRoot, "examples/guides/install");

    [Theory, EveryEngine]
    public async Task Init_verifies_the_signature_and_locks_the_archives_of_all_platforms(Engine engine)
    {
        await using var scenario = await StartAsync(engine);

        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says($"Installed {ProviderAddress.Source} v{SignedRelease.Version} (").Says(release.Key.Id);

        var locked = scenario.Cli.Read(".terraform.lock.hcl");
        Assert.All(File.ReadLines(release.Sums).Where(static line => line.EndsWith(".zip", StringComparison.Ordinal)), line => Assert.Contains($"\"zh:{line[..64]}\"", locked, StringComparison.Ordinal));
        (await scenario.Cli.ApplyAsync()).Succeeds();
    }

    [Theory]
    [EveryEngine(".zip", "checksum")]
    [EveryEngine("_SHA256SUMS", "signature")]
    public async Task A_file_that_was_changed_is_refused(Engine engine, string suffix, string reason)
    {
        await using var changed = await release.ChangedAsync(suffix);
        await using var scenario = await StartAsync(engine, changed);

        (await scenario.Cli.RunAsync("init", "-input=false")).Fails().Says(reason);
    }

    [Theory, EveryEngine]
    public async Task Checksums_of_all_platforms_are_locked_by_the_command(Engine engine)
    {
        await using var scenario = await StartAsync(engine);

        (await scenario.Cli.RunAsync(Command("lock.sh"))).Succeeds();

        // The archives of the other platforms hold the same, so they have one checksum of their contents.
        Assert.Equal(2, Locked(scenario, "h1:"));
        (await scenario.Cli.RunAsync("init", "-input=false", "-lockfile=readonly")).Succeeds();
    }

    [Theory, EveryEngine]
    public async Task A_mirror_of_the_release_serves_a_machine_without_a_registry(Engine engine)
    {
        await using var scenario = await MirrorAsync(engine);
        scenario.Cli.Write("cli.tfrc", Settings("filesystem-mirror.tfrc").Replace("/opt/terraform/mirror", Path.Combine(scenario.Cli.Folder, "mirror"), StringComparison.Ordinal));

        await InstallsAsync(scenario);

        // A mirror vouches for this platform alone; the command adds the others that it holds.
        Assert.Equal((1, 0), (Locked(scenario, "h1:"), Locked(scenario, "zh:")));
        (await scenario.Cli.RunAsync("providers", "lock", "-fs-mirror=mirror", "-platform=linux_amd64", "-platform=linux_arm64")).Succeeds();
        Assert.Equal(2, Locked(scenario, "h1:"));
    }

    [Theory, EveryEngine]
    public async Task The_same_folder_on_a_web_server_is_a_network_mirror(Engine engine)
    {
        await using var scenario = await MirrorAsync(engine);
        using var authority = TestAuthority.Create(TestAuthority.ServerName);
        await using var server = await FileServer.StartAsync(Directory.CreateDirectory(Path.Combine(scenario.Cli.Folder, "web")).FullName, authority);
        Directory.Move(Path.Combine(scenario.Cli.Folder, "mirror"), Path.Combine(scenario.Cli.Folder, "web/terraform"));
        scenario.Cli.Write("cli.tfrc", Settings("network-mirror.tfrc").Replace("https://mirror.example.com", server.Url, StringComparison.Ordinal))
            .Write("authority.pem", authority.Certificate.ExportCertificatePem()).Set("SSL_CERT_FILE", Path.Combine(scenario.Cli.Folder, "authority.pem"));

        await InstallsAsync(scenario);
    }

    [Theory, EveryEngine]
    public async Task An_archive_is_verified_and_installed_by_hand(Engine engine)
    {
        await using var scenario = await StartAsync(engine);
        scenario.Cli.Set("TF_CLI_CONFIG_FILE", null);

        await RunAsync(release, scenario.Cli.Folder, expected: 0);

        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says($"Installed {ProviderAddress.Source} v{SignedRelease.Version}");
        (await scenario.Cli.ApplyAsync()).Succeeds();
    }

    [Theory]
    [InlineData(".zip")]
    [InlineData("_SHA256SUMS")]
    public async Task A_file_that_was_changed_is_not_installed_by_hand(string suffix)
    {
        await using var changed = await release.ChangedAsync(suffix);
        using var workspace = new Workspace(Engine.Terraform);

        await RunAsync(changed, workspace.Folder, expected: 1);

        Assert.False(Directory.Exists(Path.Combine(workspace.Folder, ".terraform.d")));
    }

    /// <summary>A workspace whose CLI takes the test's registry for its own.</summary>
    private async Task<Scenario> StartAsync(Engine engine, SignedRelease? other = null)
    {
        var scenario = await Scenario.StartAsync(engine);
        var hosts = ((string[])["registry.terraform.io", "registry.opentofu.org"]).Select(host => $$"""
            host "{{host}}" {
              services = { "providers.v1" = "{{(other ?? release).Url}}v1/providers/" }
            }
            """);
        scenario.Cli.Write(Registry).Write("cli.tfrc", string.Join('\n', hosts));
        return scenario;
    }

    private async Task<Scenario> MirrorAsync(Engine engine)
    {
        var scenario = await StartAsync(engine);
        (await scenario.Cli.RunAsync(Command("mirror.sh"))).Succeeds();
        return scenario;
    }

    private static async Task InstallsAsync(Scenario scenario)
    {
        (await scenario.Cli.RunAsync("init", "-input=false")).Succeeds().Says($"Installed {ProviderAddress.Source} v{SignedRelease.Version}");
        (await scenario.Cli.RunAsync("version")).Succeeds().Says($"{ProviderAddress.Source} v{SignedRelease.Version}");
        (await scenario.Cli.ApplyAsync()).Succeeds();
    }

    private static int Locked(Scenario scenario, string scheme) => scenario.Cli.Read(".terraform.lock.hcl").Split($"\"{scheme}").Length - 1;

    /// <summary>What a script of the guide hands to the CLI.</summary>
    private static string[] Command(string script) => File.ReadAllText(Path.Combine(Guide, script)).Replace("\\\n", string.Empty, StringComparison.Ordinal).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[1..];

    private static string Settings(string file) => File.ReadAllText(Path.Combine(Guide, file));

    /// <summary>Runs the script for an archive as it stands, but for the version, in a folder that is HOME too. Its download is a copy.</summary>
    private static async Task RunAsync(SignedRelease release, string home, int expected)
    {
        var script = (await File.ReadAllTextAsync(Path.Combine(Guide, "archive.sh"))).Replace("version=0.1.0", $"version={SignedRelease.Version}", StringComparison.Ordinal).Replace("linux_amd64", Tools.Platform, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", $"gh() {{ cp '{release.Folder}'/terraform-provider-planton_* .; }}\n{script}"])
        {
            WorkingDirectory = Directory.CreateDirectory(Path.Combine(home, "downloads")).FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["HOME"], start.Environment["GNUPGHOME"]) = (home, release.Key.Home);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == expected, await output + await errors);
    }
}
