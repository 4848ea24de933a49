using System.Diagnostics;

namespace Planton.Acceptance.Harness;

/// <summary>
/// A folder that is the whole world of the CLI and the provider in it: the two executables, an empty device, and what a test puts there. It has no
/// library, no time zones, no /proc and no user. The account is outside, behind TLS.
/// </summary>
internal sealed class EmptyRoot : IAsyncDisposable
{
    /// <summary>The usual place of a bundle, as Debian and Alpine have it.</summary>
    public const string Bundle = "etc/ssl/certs/ca-certificates.crt";

    private readonly Scenario _scenario;
    private readonly TlsGate _gate;
    private readonly string _root = Directory.CreateTempSubdirectory("planton-root-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    private EmptyRoot(Scenario scenario, TlsGate gate)
    {
        (_scenario, _gate) = (scenario, gate);
        foreach (var (name, value) in new[]
        {
            ("PATH", Environment.GetEnvironmentVariable("PATH")!),
            ("TF_CLI_CONFIG_FILE", "/cli.tfrc"), ("CHECKPOINT_DISABLE", "1"), ("TF_IN_AUTOMATION", "1"), ("NO_COLOR", "1"),
            ("DIGITALOCEAN_TOKEN", "dop_v1_x"), ("DIGITALOCEAN_API_URL", gate.Endpoint), ("DIGITALOCEAN_HTTP_RETRY_MAX", "0"),
        })
        {
            _environment[name] = value;
        }

        Fill();
    }

    /// <summary>The certificate of the authority that vouches for the account.</summary>
    public string Authority => _gate.Authority.ExportCertificatePem();

    /// <summary>The account's address in numbers; null where the machine has no IPv6.</summary>
    public string? NumericEndpoint => _gate.NumericEndpoint;

    public static async Task<EmptyRoot> StartAsync()
    {
        Assert.SkipUnless(IsStatic(), "The executable is dynamic: lld, cmake or the static libraries of OpenSSL were missing when it was published.");
        var scenario = await Scenario.StartAsync(Engine.Terraform);
        return new EmptyRoot(scenario, await TlsGate.StartAsync(scenario.Simulator.Endpoint));
    }

    /// <summary>Tells the name of the account by a file.</summary>
    public EmptyRoot NameTheAccount() => Write("etc/hosts", $"127.0.0.1 {TlsGate.Host}\n");

    public EmptyRoot Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public EmptyRoot Copy(string from, string file)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(from, path, overwrite: true);
        return this;
    }

    /// <summary>Copies what is in a folder, with its links.</summary>
    public EmptyRoot CopyAll(string folder)
    {
        using var copy = Process.Start("cp", ["-a", $"{folder}/.", _root]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
        return this;
    }

    public bool Has(string file) => File.Exists(Path.Combine(_root, file));

    public EmptyRoot Delete(string file)
    {
        File.Delete(Path.Combine(_root, file));
        return this;
    }

    public EmptyRoot Remove(string folder)
    {
        Directory.Delete(Path.Combine(_root, folder), recursive: true);
        return this;
    }

    public EmptyRoot Set(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    public Task<CliResult> ApplyAsync() => RunAsync("apply", "-auto-approve", "-input=false");

    /// <summary>Create, empty plan with a zone that there is no file for, destroy.</summary>
    public async Task LiveAsync()
    {
        (await ApplyAsync()).Succeeds().Says("2 added");
        (await RunAsync("plan", "-input=false", "-detailed-exitcode")).Succeeds();
        Assert.Single(_scenario.Simulator.World.Registries);
        (await RunAsync("destroy", "-auto-approve", "-input=false")).Succeeds();
        Assert.Empty(_scenario.Simulator.World.Registries);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _scenario.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Whether the executable needs no library: it has no program header of type 3, which names the dynamic loader.</summary>
    private static bool IsStatic()
    {
        var bytes = File.ReadAllBytes(Tools.Provider);
        var (table, size, count) = (BitConverter.ToInt64(bytes, 32), BitConverter.ToInt16(bytes, 54), BitConverter.ToInt16(bytes, 56));
        return Enumerable.Range(0, count).All(i => BitConverter.ToInt32(bytes, (int)table + (i * size)) != 3);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => ExecuteAsync("/terraform", ["-chdir=/work", .. arguments]);

    /// <summary>Runs a program of the root to its end.</summary>
    public async Task<CliResult> ExecuteAsync(string program, params string[] arguments)
    {
        // Without root, a user namespace makes this process root of its own, which is enough to change the root.
        string[] change = Environment.UserName == "root" ? ["chroot", _root] : ["unshare", "--user", "--map-root-user", "chroot", _root];
        var start = new ProcessStartInfo(change[0], [.. change[1..], program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CliResult($"{program} {string.Join(' ', arguments)} in an empty root", process.ExitCode, await output, await error);
    }

    private void Fill()
    {
        foreach (var folder in (string[])["tmp", "dev", "work", "bin"]) Directory.CreateDirectory(Path.Combine(_root, folder));
        File.Copy(Tools.PathOf(Engine.Terraform), Path.Combine(_root, "terraform"));
        File.Copy(Tools.Provider, Path.Combine(_root, "bin/terraform-provider-planton"));
        foreach (var device in (string[])["null", "urandom", "random"])
        {
            // A device of the same numbers where that is allowed; else a file, which for the empty device does as well.
            var made = Process.Start("mknod", [Path.Combine(_root, "dev", device), "c", "1", device switch { "null" => "3", "random" => "8", _ => "9" }]);
            made.WaitForExit();
        }

        Write("cli.tfrc", $"provider_installation {{\n  dev_overrides {{ \"{ProviderAddress.Source}\" = \"/bin\" }}\n  direct {{}}\n}}\n");
        Write("work/main.tf", $$"""
            terraform {
              required_providers {
                planton = { source = "{{ProviderAddress.Source}}" }
              }
            }

            resource "planton_docr_registry" "main" {
              name = "acme"
            }

            resource "planton_docr_garbage_collection_policy" "main" {
              registry_name = planton_docr_registry.main.name
              schedule      = "0 3 * * SUN"
              time_zone     = "Europe/Berlin"
            }
            """);
    }
}
