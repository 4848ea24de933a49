using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;

namespace Planton.Acceptance.Harness;

/// <summary>A folder with a configuration and its state, and the CLI that works on it against a simulator.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly Engine _engine;
    private readonly Dictionary<string, string?> _environment;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly List<string> _permitted = [];

    public Workspace(Engine engine, Uri? endpoint = null)
    {
        _engine = engine;
        Folder = Directory.CreateTempSubdirectory("planton-").FullName;
        _environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH"),
            ["HOME"] = Folder,
            ["TF_CLI_CONFIG_FILE"] = Path.Combine(Folder, "cli.tfrc"),
            ["CHECKPOINT_DISABLE"] = "1",
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_INPUT"] = "0",
            ["NO_COLOR"] = "1",
            ["DIGITALOCEAN_API_URL"] = endpoint?.ToString(),
            ["DIGITALOCEAN_TOKEN"] = Canaries.Token,
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MIN"] = "0.01",
            ["DIGITALOCEAN_HTTP_RETRY_WAIT_MAX"] = "0.05",
        };
        File.WriteAllText(
            Path.Combine(Folder, "cli.tfrc"),
            $$"""
            provider_installation {
              dev_overrides {
                "project-planton/planton"   = "{{Path.GetDirectoryName(Tools.Provider)}}"
                "digitalocean/digitalocean" = "{{Path.GetDirectoryName(Tools.OfficialProvider)}}"
              }
              direct {}
            }
            """);
    }

    public string Folder { get; }

    /// <summary>How long one run of the CLI may take before it counts as hung.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The token that the provider is given; it must turn up nowhere.</summary>
    public static string Canary => Canaries.Token;

    public Workspace Set(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Replaces the configuration. The provider is declared already; a provider block is the body's own affair.</summary>
    public Workspace Write(string body) => Write("main.tf", $$"""
        terraform {
          required_providers {
            planton = { source = "project-planton/planton" }
          }
        }

        {{body}}
        """);

    /// <summary>Lets providers start that are built for the .NET runtime, the one that runs the tests.</summary>
    public Workspace UseDotnet() =>
        Set("DOTNET_ROOT", Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../..")));

    /// <summary>As <see cref="Write(string)"/>, with the stand-in for the official provider beside.</summary>
    public Workspace WriteMixed(string body) => UseDotnet().Write("main.tf", $$"""
        terraform {
          required_providers {
            planton      = { source = "project-planton/planton" }
            digitalocean = { source = "digitalocean/digitalocean" }
          }
        }

        {{body}}
        """);

    /// <summary>Writes a file of the workspace.</summary>
    public Workspace Write(string file, string text)
    {
        _written.Add(Path.Combine(Folder, file));
        File.WriteAllText(Path.Combine(Folder, file), text);
        return this;
    }

    /// <summary>Lets a credential stand where it has to; everywhere else, finding one fails the run.</summary>
    /// <param name="finding">The finding, as the failure words it, such as <c>the provider's token is in terraform.tfstate</c>.</param>
    /// <param name="reason">Why it has to.</param>
    public Workspace Permit(string finding, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        _permitted.Add(finding);
        return this;
    }

    public Task<CliResult> ValidateAsync() => RunAsync("validate", "-json");

    public Task<CliResult> PlanAsync(params string[] arguments) => RunAsync(["plan", "-input=false", .. arguments]);

    public Task<CliResult> ApplyAsync(params string[] arguments) => RunAsync(["apply", "-auto-approve", "-input=false", .. arguments]);

    public Task<CliResult> DestroyAsync(params string[] arguments) => RunAsync(["destroy", "-auto-approve", "-input=false", .. arguments]);

    /// <summary>Brings the state up to date with the account and changes nothing else.</summary>
    public Task<CliResult> RefreshAsync() => RunAsync("apply", "-refresh-only", "-auto-approve", "-input=false");

    /// <summary>The value of an expression, as the CLI's console shows it.</summary>
    /// <param name="expression">The expression, in one line.</param>
    public Task<CliResult> EvaluateAsync(string expression) => RunAsync(static (_, _) => Task.CompletedTask, ["console"], expression + "\n");

    public Task<CliResult> ImportAsync(string address, string id) => RunAsync("import", "-input=false", address, id);

    /// <summary>The plan is empty: nothing would be done.</summary>
    public async Task PlanIsEmptyAsync()
    {
        var plan = await PlanAsync("-detailed-exitcode");
        Assert.True(plan.ExitCode == 0, $"The plan should be empty:\n{plan.Text}");
    }

    /// <summary>Plans and tells what would be done with each resource: <c>create</c>, <c>update</c>, <c>delete</c>, <c>delete,create</c>, <c>no-op</c>.</summary>
    public async Task<PlannedActions> PlannedAsync(params string[] arguments)
    {
        var plan = (await PlanAsync(["-out=saved.tfplan", .. arguments])).Succeeds();
        var shown = (await RunAsync("show", "-json", "saved.tfplan")).Succeeds();
        return new PlannedActions(JsonDocument.Parse(shown.Output).RootElement, plan);
    }

    public Task<CliResult> ApplySavedPlanAsync() => RunAsync("apply", "-input=false", "saved.tfplan");

    /// <summary>The attributes of a resource in state; fails when the state has no such resource.</summary>
    public async Task<JsonElement> StateOfAsync(string address) =>
        await FindStateAsync(address) ?? throw new Xunit.Sdk.XunitException($"The state has no {address}.");

    /// <summary>The attributes of a resource in state; null when the state has no such resource.</summary>
    public async Task<JsonElement?> FindStateAsync(string address)
    {
        var shown = (await RunAsync("show", "-json")).Succeeds();
        var root = JsonDocument.Parse(shown.Output).RootElement;
        if (!root.TryGetProperty("values", out var values) || !values.TryGetProperty("root_module", out var module)) return null;
        if (!module.TryGetProperty("resources", out var resources)) return null;
        var found = resources.EnumerateArray().FirstOrDefault(resource => resource.GetProperty("address").GetString() == address);
        return found.ValueKind == JsonValueKind.Undefined ? null : found.GetProperty("values");
    }

    /// <summary>Whether a resource in state is tainted, so that the next apply replaces it.</summary>
    public async Task<bool> IsTaintedAsync(string address)
    {
        var shown = (await RunAsync("show", "-json")).Succeeds();
        return JsonDocument.Parse(shown.Output).RootElement.GetProperty("values").GetProperty("root_module").GetProperty("resources").EnumerateArray()
            .Any(resource => resource.GetProperty("address").GetString() == address && resource.TryGetProperty("tainted", out var tainted) && tainted.GetBoolean());
    }

    public Task<CliResult> RunAsync(params string[] arguments) => RunAsync(static (_, _) => Task.CompletedTask, arguments);

    /// <summary>Runs the CLI and presses Ctrl-C when a condition holds.</summary>
    public Task<CliResult> InterruptAsync(Func<bool> condition, params string[] arguments) => InterruptAsync(condition, IdOnly, arguments);

    /// <summary>As <see cref="InterruptAsync(Func{bool}, string[])"/>, but as a terminal does it: the provider gets the signal too.</summary>
    public Task<CliResult> InterruptAllAsync(Func<bool> condition, params string[] arguments) => InterruptAsync(condition, IdAndChildren, arguments);

    /// <summary>Runs the CLI and does something to its process when a condition holds; nothing is done when the run ends before.</summary>
    public Task<CliResult> StrikeAsync(Func<bool> condition, Func<int, Task> strike, params string[] arguments) => RunAsync(
        async (process, ended) =>
        {
            while (!condition() && !ended.IsCompleted) await Task.Delay(5);
            if (!ended.IsCompleted) await strike(process.Id);
        },
        arguments);

    /// <summary>Sends a signal, such as <c>KILL</c>, to processes; one that has ended is no error.</summary>
    public static void Signal(string signal, params IEnumerable<int> processes) => processes
        .Where(static id => Directory.Exists($"/proc/{id}")).ToList()
        .ForEach(id => Process.Start("kill", [$"-{signal}", id.ToString()]).WaitForExit());

    /// <summary>The processes that a CLI has started: the providers of its present phase.</summary>
    public static IReadOnlyList<int> Children(int process) => [.. IdAndChildren(process).Where(id => id != process)];

    /// <summary>
    /// From now on the provider is installed from a mirror, as a release is: by <c>init</c>, with a lock file, through the CLI's own registry host.
    /// </summary>
    /// <param name="version">The version that the mirror offers.</param>
    /// <param name="packed">Whether the mirror holds archives, as they are released, or folders.</param>
    public Workspace UseMirror(string version, bool packed = false) => UseMirror(provider =>
    {
        if (packed) AddArchive(provider, version);
        else AddFolder(Path.Combine(provider, version, Tools.Platform), version);
    });

    /// <summary>From now on the provider is installed from a mirror that holds an archive of a release, under the archive's own name.</summary>
    /// <param name="archive">The archive.</param>
    public Workspace UseArchive(string archive) => UseMirror(provider =>
    {
        Directory.CreateDirectory(provider);
        File.Copy(archive, Path.Combine(provider, Path.GetFileName(archive)));
    });

    private Workspace UseMirror(Action<string> fill)
    {
        var mirror = Path.Combine(Folder, "mirror");
        foreach (var host in (string[])["registry.terraform.io", "registry.opentofu.org"]) fill(Path.Combine(mirror, host, "project-planton/planton"));
        File.WriteAllText(Path.Combine(Folder, "cli.tfrc"), $$"""
            provider_installation {
              filesystem_mirror { path = "{{mirror}}" }
            }
            """);
        return this;
    }

    /// <summary>Adds a file beside the configuration.</summary>
    /// <param name="file">Its name; folders in it are made.</param>
    /// <param name="text">Its text.</param>
    public Workspace Add(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, file))!);
        _written.Add(Path.Combine(Folder, file));
        File.WriteAllText(Path.Combine(Folder, file), text);
        return this;
    }

    /// <summary>The text of a file of the workspace.</summary>
    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>What the test wrote itself, and packages of providers, which are many megabytes.</summary>
    private bool IsInput(string file) =>
        _written.Contains(file) || file.StartsWith(Path.Combine(Folder, "mirror"), StringComparison.Ordinal)
        || file.StartsWith(Path.Combine(Folder, ".terraform/providers"), StringComparison.Ordinal);

    private static void AddFolder(string package, string version)
    {
        Directory.CreateDirectory(package);
        File.CreateSymbolicLink(Path.Combine(package, $"terraform-provider-planton_v{version}"), Tools.Provider);
    }

    private static void AddArchive(string provider, string version)
    {
        Directory.CreateDirectory(provider);
        using var archive = ZipFile.Open(Path.Combine(provider, $"terraform-provider-planton_{version}_{Tools.Platform}.zip"), ZipArchiveMode.Create);
        var entry = archive.CreateEntryFromFile(Tools.Provider, $"terraform-provider-planton_v{version}", CompressionLevel.Fastest);
        entry.ExternalAttributes = Convert.ToInt32("100755", 8) << 16; // A regular file that all may execute, where zip keeps it for Unix.
    }

    private static IEnumerable<int> IdOnly(int process) => [process];

    /// <summary>Linux lists children by the thread that started them.</summary>
    private static IEnumerable<int> IdAndChildren(int process) => Directory.EnumerateDirectories($"/proc/{process}/task")
        .SelectMany(static thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(int.Parse)
        .Append(process)
        .ToList();

    private Task<CliResult> InterruptAsync(Func<bool> condition, Func<int, IEnumerable<int>> targets, string[] arguments) => RunAsync(
        async (process, ended) =>
        {
            while (!condition() && !ended.IsCompleted) await Task.Delay(20);
            if (ended.IsCompleted) throw new InvalidOperationException($"{string.Join(' ', arguments)} ended before it was to be interrupted.");
            Process.Start("kill", ["-INT", .. targets(process.Id).Select(static id => id.ToString())]).WaitForExit();
        },
        arguments);

    private async Task<CliResult> RunAsync(Func<Process, Task, Task> meanwhile, string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(Tools.PathOf(_engine), arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
        {
            if (value is not null) start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync();
        var watching = meanwhile(process, ended);
        if (await Task.WhenAny(ended, Task.Delay(Limit)) != ended)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', arguments)} did not end within {Limit}.");
        }

        await watching;
        var result = new CliResult($"{_engine} {string.Join(' ', arguments)}", process.ExitCode, await output, await error);
        KeepsSecrets(result);
        return result;
    }

    /// <summary>Neither the run has said a credential, nor do the files of the workspace hold one: state, plans, logs, whatever a crash leaves.</summary>
    private void KeepsSecrets(CliResult result)
    {
        var findings = Canaries.In(result.Output).Select(static name => $"{name} is in the output")
            .Concat(Canaries.In(result.Error).Select(static name => $"{name} is in the error output"))
            .Concat(Canaries.InFilesOf(Folder, IsInput))
            .Where(finding => !_permitted.Contains(finding))
            .ToList();
        Assert.True(findings.Count == 0, $"{result.Command}: {string.Join("; ", findings)}");
    }
}

/// <summary>A plan: what would be done with each resource.</summary>
internal sealed class PlannedActions(JsonElement plan, CliResult result)
{
    public CliResult Result => result;

    /// <summary>The whole plan.</summary>
    public JsonElement Root => plan;

    /// <summary>What would be done with a resource, such as <c>update</c> or <c>delete,create</c>.</summary>
    public string this[string address] => string.Join(',', Change(address).GetProperty("actions").EnumerateArray().Select(static action => action.GetString()));

    /// <summary>The planned attributes that are known.</summary>
    public JsonElement After(string address) => Change(address).GetProperty("after");

    /// <summary>Which planned attributes are known only after apply.</summary>
    public JsonElement Unknown(string address) => Change(address).GetProperty("after_unknown");

    private JsonElement Change(string address) => plan.GetProperty("resource_changes").EnumerateArray()
        .First(change => change.GetProperty("address").GetString() == address).GetProperty("change");
}
