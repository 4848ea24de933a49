using System.Diagnostics;
using System.IO.Compression;

namespace Planton.Acceptance.Harness;

/// <summary>A workspace with the published provider and the official one's stand-in, against a simulator. No run of the CLI may let a credential out.</summary>
internal sealed class Workspace : CliWorkspace
{
    private const string OfficialSource = "digitalocean/digitalocean";

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly List<string> _permitted = [];
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal);
    private RunningProvider? _official;
    private bool _isInstalled;

    public Workspace(Engine engine, Uri? endpoint = null)
        : base(Tools.PathOf(engine))
    {
        UseProvider(ProviderAddress.Source, Tools.Provider).UseProvider(OfficialSource, Tools.OfficialProvider);
        Set("DIGITALOCEAN_API_URL", endpoint?.ToString());
        Set("DIGITALOCEAN_TOKEN", Canaries.Token);
        Set("DIGITALOCEAN_HTTP_RETRY_WAIT_MIN", "0.01");
        Set("DIGITALOCEAN_HTTP_RETRY_WAIT_MAX", "0.05");
    }

    /// <summary>The token that the provider is given; it must turn up nowhere.</summary>
    public static string Canary => Canaries.Token;

    public override Workspace Set(string variable, string? value)
    {
        base.Set(variable, value);
        if (!variable.StartsWith("DIGITALOCEAN_", StringComparison.Ordinal)) return this;

        _settings[variable] = value;
        if (_official is not null) Attach();
        return this;
    }

    public override Workspace UseProvider(string source, string executable)
    {
        base.UseProvider(source, executable);
        return this;
    }

    public override Workspace Write(string file, string text)
    {
        _written.Add(Path.Combine(Folder, file));
        base.Write(file, text);
        if (_official is null && !_isInstalled && text.Contains(OfficialSource, StringComparison.Ordinal)) Attach();
        return this;
    }

    /// <summary>Replaces the configuration. The provider is declared already; a provider block is the body's own affair.</summary>
    public Workspace Write(string body) => Write("main.tf", $$"""
        terraform {
          required_providers {
            planton = { source = "{{ProviderAddress.Source}}" }
          }
        }

        {{body}}
        """);

    /// <summary>As <see cref="Write(string)"/>, with the stand-in for the official provider beside.</summary>
    public Workspace WriteMixed(string body) => Write("main.tf", $$"""
        terraform {
          required_providers {
            planton      = { source = "{{ProviderAddress.Source}}" }
            digitalocean = { source = "{{OfficialSource}}" }
          }
        }

        {{body}}
        """);

    /// <summary>Adds a file beside the configuration.</summary>
    public Workspace Add(string file, string text) => Write(file, text);

    /// <summary>Lets a credential stand where it has to; everywhere else, finding one fails the run.</summary>
    /// <param name="finding">The finding, as the failure words it, such as <c>the provider's token is in terraform.tfstate</c>.</param>
    /// <param name="reason">Why it has to.</param>
    public Workspace Permit(string finding, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        _permitted.Add(finding);
        return this;
    }

    /// <summary>As <see cref="CliWorkspace.InterruptAsync(Func{bool}, string[])"/>, but as a terminal does it: the provider gets the signal too.</summary>
    public Task<CliResult> InterruptAllAsync(Func<bool> condition, params string[] arguments) => InterruptAsync(condition, IdAndChildren, arguments);

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
        _isInstalled = true;
        Detach();
        var mirror = Path.Combine(Folder, "mirror");
        foreach (var host in (string[])["registry.terraform.io", "registry.opentofu.org"]) fill(Path.Combine(mirror, host, ProviderAddress.Source));
        File.WriteAllText(Path.Combine(Folder, "cli.tfrc"), $$"""
            provider_installation {
              filesystem_mirror { path = "{{mirror}}" }
            }
            """);
        return this;
    }

    /// <summary>Neither the run has said a credential, nor do the files of the workspace hold one: state, plans, logs, whatever a crash leaves.</summary>
    protected override void Check(CliResult result)
    {
        var findings = Canaries.In(result.Output).Select(static name => $"{name} is in the output")
            .Concat(Canaries.In(result.Error).Select(static name => $"{name} is in the error output"))
            .Concat(Canaries.InFilesOf(Folder, IsInput))
            .Where(finding => !_permitted.Contains(finding))
            .ToList();
        Assert.True(findings.Count == 0, $"{result.Command}: {string.Join("; ", findings)}");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Detach();
        base.Dispose(disposing);
    }

    /// <summary>Lets the CLI use one stand-in for all its commands.</summary>
    private void Attach()
    {
        Detach();
        _official = new RunningProvider(Tools.OfficialProvider, _settings);
        base.Set(RunningProvider.Variable, _official.Address);
    }

    private void Detach()
    {
        if (_official is null) return;
        _official.Dispose();
        _official = null;
        base.Set(RunningProvider.Variable, null);
    }

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

    /// <summary>Linux lists children by the thread that started them. A process or thread that has ended since has none.</summary>
    private static IEnumerable<int> IdAndChildren(int process)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{process}/task").SelectMany(ChildrenOf), process];
        }
        catch (DirectoryNotFoundException)
        {
            return [process];
        }
    }

    private static IEnumerable<int> ChildrenOf(string thread)
    {
        try
        {
            return [.. File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
