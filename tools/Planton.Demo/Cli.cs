using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Planton.Demo;

/// <summary>
/// The real CLI in a temporary folder. It finds the provider in a mirror, as it would find a release, so that a plain init works; nothing of the
/// user's own settings changes what it does.
/// </summary>
internal sealed class Cli : IDisposable
{
    private readonly string _name;
    private readonly Display _display;
    private readonly CancellationToken _cancellation;
    private readonly string _folder = Directory.CreateTempSubdirectory("planton-demo-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal) { ["CHECKPOINT_DISABLE"] = "1", ["NO_PROXY"] = "127.0.0.1", ["no_proxy"] = "127.0.0.1" };

    public Cli(string name, Uri api, Display display, CancellationToken cancellation)
    {
        (_name, _display, _cancellation) = (name, display, cancellation);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var key = (string)variable.Key;
            if (!key.StartsWith("TF_", StringComparison.Ordinal) && !key.StartsWith("DIGITALOCEAN_", StringComparison.Ordinal)) _environment.TryAdd(key, (string?)variable.Value ?? string.Empty);
        }

        _environment["TF_CLI_CONFIG_FILE"] = Path.Combine(_folder, "cli.tfrc");
        _environment["DIGITALOCEAN_API_URL"] = api.ToString();
        _environment["DIGITALOCEAN_TOKEN"] = "demo";
        File.WriteAllText(Path.Combine(_folder, "cli.tfrc"), string.Empty);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "configuration"))) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    /// <summary>Puts a published provider into the mirror.</summary>
    public async Task InstallAsync(string executable)
    {
        if (!File.Exists(executable)) throw new DemoException($"there is no executable {executable}. Run: make publish");

        // The first line alone is the provider's; the others are about what is linked in.
        var version = (await CaptureAsync(executable, "--version")).Split('\n')[0].Trim().Split(' ')[^1];
        var facts = JsonDocument.Parse(await CaptureAsync(_name, "version", "-json")).RootElement;
        var platform = facts.GetProperty("platform").GetString()!;
        Display.Tell($"{_name} {facts.GetProperty("terraform_version").GetString()}, terraform-provider-planton {version}, {new FileInfo(executable).Length >> 20} MiB");

        foreach (var host in (string[])["registry.terraform.io", "registry.opentofu.org"])
        {
            var package = Directory.CreateDirectory(Path.Combine(_folder, "mirror", host, ProviderAddress.Source, version, platform)).FullName;
            File.Copy(executable, Path.Combine(package, $"terraform-provider-planton_v{version}{(platform.StartsWith("windows", StringComparison.Ordinal) ? ".exe" : string.Empty)}"));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "cli.tfrc"), $$"""
            provider_installation {
              filesystem_mirror {
                path = "{{Path.Combine(_folder, "mirror").Replace('\\', '/')}}"
              }
            }
            """, _cancellation);
    }

    /// <summary>Shows a command and its output, and requires its exit code.</summary>
    public async Task RunAsync(int expected, params string[] arguments)
    {
        _display.Command($"{_name} {string.Join(' ', arguments)}");
        var (code, _) = await StartAsync(_name, [.. arguments, .. _display.HasColor ? Array.Empty<string>() : ["-no-color"]], isCaptured: false);
        if (code != expected) throw new DemoException($"{_name} {arguments[0]} ended with {code}, not with {expected}.");
    }

    /// <summary>The output values of the configuration, from state.</summary>
    public async Task<JsonElement> OutputsAsync() => JsonDocument.Parse(await CaptureAsync(_name, "output", "-json")).RootElement;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> CaptureAsync(string program, params string[] arguments)
    {
        var (code, output) = await StartAsync(program, arguments, isCaptured: true);
        return code == 0 ? output : throw new DemoException($"{program} {string.Join(' ', arguments)} ended with {code}.");
    }

    private async Task<(int Code, string Output)> StartAsync(string program, string[] arguments, bool isCaptured)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = isCaptured };
        start.Environment.Clear();
        foreach (var (name, value) in _environment) start.Environment[name] = value;

        using var process = Start(start);
        var output = isCaptured ? process.StandardOutput.ReadToEndAsync(CancellationToken.None) : Task.FromResult(string.Empty);
        try
        {
            await process.WaitForExitAsync(_cancellation);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process);
            throw;
        }

        return (process.ExitCode, await output);
    }

    /// <summary>A terminal has interrupted the CLI as well, so that it ends by itself in most cases.</summary>
    private static async Task StopAsync(Process process)
    {
        using var gracePeriod = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(gracePeriod.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new DemoException($"{start.FileName} cannot be started: {fault.Message}.");
        }
    }
}
