using System.Diagnostics;

namespace Planton.ProcessBenchmarks;

/// <summary>A folder with a configuration of so many resources, the CLI, and one provider.</summary>
internal sealed class PlannedWorkspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly string _engine;
    private readonly string _executable;
    private readonly Uri? _api;

    /// <summary>Writes it.</summary>
    /// <param name="engine">The CLI.</param>
    /// <param name="executable">The provider.</param>
    /// <param name="source">Its source address.</param>
    /// <param name="body">The resources.</param>
    /// <param name="api">The simulated API; null for a provider that asks none.</param>
    public PlannedWorkspace(string engine, string executable, string source, string body, Uri? api)
    {
        (_engine, _executable, _api) = (engine, Path.GetFullPath(executable), api);
        // The executable of an override has the name of its type.
        var type = source.Split('/')[^1];
        var home = Directory.CreateDirectory(Path.Combine(_folder, "provider"));
        File.CreateSymbolicLink(Path.Combine(home.FullName, $"terraform-provider-{type}"), _executable);
        File.WriteAllText(Path.Combine(_folder, "cli.tfrc"), $"provider_installation {{\n  dev_overrides {{ \"{source}\" = \"{home.FullName}\" }}\n  direct {{}}\n}}\n");
        File.WriteAllText(Path.Combine(_folder, "main.tf"), $"terraform {{\n  required_providers {{\n    {type} = {{ source = \"{source}\" }}\n  }}\n}}\n\n{body}");
    }

    /// <summary>Runs the CLI.</summary>
    /// <returns>How many milliseconds it took.</returns>
    public Task<double> RunAsync(params string[] arguments) => RunAsync(static _ => Task.CompletedTask, arguments);

    /// <summary>Runs the CLI and looks at the provider's processes all the while, which takes time itself.</summary>
    /// <returns>The most that one of them had resident, in MB.</returns>
    public async Task<double> PeakAsync(params string[] arguments)
    {
        var peak = 0.0;
        await RunAsync(
            async ended =>
            {
                while (!ended.IsCompleted)
                {
                    peak = Math.Max(peak, ProcessMemory.Peak(_executable));
                    await Task.Delay(10);
                }
            }, arguments);
        return peak;
    }

    private async Task<double> RunAsync(Func<Task, Task> watch, string[] arguments)
    {
        var start = new ProcessStartInfo(_engine, [.. arguments, "-input=false", "-no-color"]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("TF_", StringComparison.Ordinal) || name.StartsWith("DIGITALOCEAN_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["TF_CLI_CONFIG_FILE"] = Path.Combine(_folder, "cli.tfrc");
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        start.Environment["DIGITALOCEAN_TOKEN"] = "bench";
        start.Environment["DIGITALOCEAN_API_URL"] = _api?.ToString();
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync();
        await Task.WhenAll(ended, watch(ended));
        var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return process.ExitCode == 0 ? took : throw new InvalidOperationException($"{_engine} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
