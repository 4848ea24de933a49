using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Planton.Terraform.Plugin.Testing.Cli;

/// <summary>
/// A temporary folder with a configuration and its state, and the real CLI that works on it. Nothing of the user's own settings changes what the CLI
/// does: it sees the variables that a test sets, and providers come from <see cref="UseProvider"/>.
/// </summary>
public class CliWorkspace : IDisposable
{
    private readonly string _cli;
    private readonly Dictionary<string, string> _providers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _environment;

    /// <summary>Creates the folder, for a CLI that <see cref="Engines"/> finds.</summary>
    public CliWorkspace(Engine engine)
        : this(Engines.PathOf(engine))
    {
    }

    /// <summary>Creates the folder.</summary>
    /// <param name="cli">The executable of the CLI.</param>
    public CliWorkspace(string cli)
    {
        _cli = cli;
        Folder = Directory.CreateTempSubdirectory("terraform-test-").FullName;
        _environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
            ["HOME"] = Folder,
            ["TF_CLI_CONFIG_FILE"] = Path.Combine(Folder, "cli.tfrc"),
            ["CHECKPOINT_DISABLE"] = "1",
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_INPUT"] = "0",
            ["NO_COLOR"] = "1",

            // A CLI lives for a tenth of a second and would spend up to a fifth of it on collecting garbage, of which it makes little.
            ["GOGC"] = "off",
            ["GOMEMLIMIT"] = "1GiB",

            // A provider that is not compiled ahead of time runs on the .NET that runs the test.
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
        };
        WriteCliConfiguration();
    }

    /// <summary>The folder; disposing of the workspace deletes it.</summary>
    public string Folder { get; }

    /// <summary>How long one run of the CLI may take before it counts as hung.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Sets an environment variable of the CLI and of the providers; null removes it.</summary>
    public virtual CliWorkspace Set(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Lets configurations use a provider without <c>init</c>.</summary>
    /// <param name="source">The source address without a host, such as <c>example/shelf</c>.</param>
    /// <param name="executable">The executable; its name begins with <c>terraform-provider-</c> and the type.</param>
    public virtual CliWorkspace UseProvider(string source, string executable)
    {
        if (!File.Exists(executable)) { throw new CliException($"There is no provider {executable}. Build or publish it first."); }

        _providers[source] = Path.GetDirectoryName(Path.GetFullPath(executable))!;
        WriteCliConfiguration();
        return this;
    }

    /// <summary>Writes a file of the workspace, such as <c>main.tf</c>.</summary>
    /// <param name="file">Its name; folders in it are created.</param>
    /// <param name="text">Its text.</param>
    public virtual CliWorkspace Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>The text of a file of the workspace.</summary>
    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Validates; the result has the diagnostics.</summary>
    public Task<CliResult> ValidateAsync() => RunAsync("validate", "-json");

    /// <summary>Plans.</summary>
    /// <param name="arguments">Further arguments, such as <c>-json</c> or <c>-destroy</c>.</param>
    public Task<CliResult> PlanAsync(params string[] arguments) => RunAsync(["plan", "-input=false", .. arguments]);

    /// <summary>Plans and applies.</summary>
    public Task<CliResult> ApplyAsync(params string[] arguments) => RunAsync(["apply", "-auto-approve", "-input=false", .. arguments]);

    /// <summary>Destroys everything in state.</summary>
    public Task<CliResult> DestroyAsync(params string[] arguments) => RunAsync(["destroy", "-auto-approve", "-input=false", .. arguments]);

    /// <summary>Brings the state up to date with what exists, and changes nothing else.</summary>
    public Task<CliResult> RefreshAsync() => RunAsync("apply", "-refresh-only", "-auto-approve", "-input=false");

    /// <summary>The value of an expression, as the CLI's console shows it.</summary>
    /// <param name="expression">The expression, in one line.</param>
    public Task<CliResult> EvaluateAsync(string expression) => RunAsync(static (_, _) => Task.CompletedTask, ["console"], expression + "\n");

    /// <summary>Imports an object by its id.</summary>
    public Task<CliResult> ImportAsync(string address, string id) => RunAsync("import", "-input=false", address, id);

    /// <summary>Requires that a plan finds nothing to do.</summary>
    public async Task PlanIsEmptyAsync()
    {
        var plan = await PlanAsync("-detailed-exitcode");
        if (plan.ExitCode != 0) { throw new CliException($"The plan should be empty:\n{plan.Text}"); }
    }

    /// <summary>Plans and tells what would be done with each resource; <see cref="ApplySavedPlanAsync"/> then does exactly that.</summary>
    public async Task<PlannedActions> PlannedAsync(params string[] arguments)
    {
        var plan = (await PlanAsync(["-out=saved.tfplan", .. arguments])).Succeeds();
        var shown = (await RunAsync("show", "-json", "saved.tfplan")).Succeeds();
        return new PlannedActions(JsonDocument.Parse(shown.Output).RootElement, plan);
    }

    /// <summary>Applies the plan of <see cref="PlannedAsync"/>.</summary>
    public Task<CliResult> ApplySavedPlanAsync() => RunAsync("apply", "-input=false", "saved.tfplan");

    /// <summary>The attributes of a resource in state.</summary>
    /// <exception cref="CliException">The state has no such resource.</exception>
    public async Task<JsonElement> StateOfAsync(string address) =>
        await FindStateAsync(address) ?? throw new CliException($"The state has no {address}.");

    /// <summary>The attributes of a resource in state; null when the state has no such resource.</summary>
    public async Task<JsonElement?> FindStateAsync(string address) => await FindAsync(address) is { } found ? found.GetProperty("values") : null;

    /// <summary>Whether a resource in state is tainted, so that the next apply replaces it.</summary>
    public async Task<bool> IsTaintedAsync(string address) =>
        await FindAsync(address) is { } found && found.TryGetProperty("tainted", out var tainted) && tainted.GetBoolean();

    /// <summary>Runs the CLI to its end.</summary>
    public Task<CliResult> RunAsync(params string[] arguments) => RunAsync(static (_, _) => Task.CompletedTask, arguments);

    /// <summary>Runs the CLI and presses Ctrl-C when a condition holds.</summary>
    public Task<CliResult> InterruptAsync(Func<bool> condition, params string[] arguments) => InterruptAsync(condition, static process => [process], arguments);

    /// <summary>Runs the CLI and does something to its process, whose id it gets, when a condition holds; nothing is done when the run ends before.</summary>
    public Task<CliResult> StrikeAsync(Func<bool> condition, Func<int, Task> strike, params string[] arguments) => RunAsync(
        async (process, ended) =>
        {
            while (!condition() && !ended.IsCompleted) { await PauseAsync(5); }

            if (!ended.IsCompleted) { await strike(process.Id); }
        },
        arguments);

    /// <summary>Deletes the folder.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>As <see cref="InterruptAsync(Func{bool}, string[])"/>, with the choice of the processes that get the signal.</summary>
    protected Task<CliResult> InterruptAsync(Func<bool> condition, Func<int, IEnumerable<int>> targets, string[] arguments) => RunAsync(
        async (process, ended) =>
        {
            while (!condition() && !ended.IsCompleted) { await PauseAsync(20); }

            if (ended.IsCompleted) { throw new CliException($"{string.Join(' ', arguments)} ended before it was to be interrupted."); }

            using var kill = Process.Start("kill", ["-INT", .. targets(process.Id).Select(static id => id.ToString())]);
            await kill.WaitForExitAsync();
        },
        arguments);

    /// <summary>Checks every run, after it has ended.</summary>
    protected virtual void Check(CliResult result)
    {
    }

    /// <summary>Deletes the folder.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) { Directory.Delete(Folder, recursive: true); }
    }

    private static Task PauseAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);

    private void WriteCliConfiguration() => File.WriteAllText(Path.Combine(Folder, "cli.tfrc"), $$"""
        provider_installation {
          dev_overrides {
        {{string.Join('\n', _providers.Select(static provider => $"    \"{provider.Key}\" = \"{provider.Value.Replace('\\', '/')}\""))}}
          }
          direct {}
        }
        """);

    private async Task<JsonElement?> FindAsync(string address)
    {
        var shown = (await RunAsync("show", "-json")).Succeeds();
        var root = JsonDocument.Parse(shown.Output).RootElement;
        if (!root.TryGetProperty("values", out var values) || !values.TryGetProperty("root_module", out var module)) { return null; }
        if (!module.TryGetProperty("resources", out var resources)) { return null; }

        var found = resources.EnumerateArray().FirstOrDefault(resource => resource.GetProperty("address").GetString() == address);
        return found.ValueKind == JsonValueKind.Undefined ? null : found;
    }

    private async Task<CliResult> RunAsync(Func<Process, Task, Task> meanwhile, string[] arguments, string input = "")
    {
        using var process = CliProcess.Start(_cli, arguments, Folder, _environment);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync();
        var watching = meanwhile(process, ended);
        if (await Task.WhenAny(ended, Task.Delay(Limit, TimeProvider.System)) != ended)
        {
            process.Kill(entireProcessTree: true);
            throw new CliException($"{string.Join(' ', arguments)} did not end within {Limit}.");
        }

        await watching;
        var result = new CliResult($"{Path.GetFileNameWithoutExtension(_cli)} {string.Join(' ', arguments)}", process.ExitCode, await output, await error);
        Check(result);
        return result;
    }
}
