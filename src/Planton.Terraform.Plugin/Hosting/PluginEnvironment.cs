using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Everything that a plugin process takes from the machine it runs on, so that tests can hand it something else.</summary>
internal sealed record PluginEnvironment
{
    /// <summary>Value of an environment variable, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Takes the handshake line, and nothing after it.</summary>
    public required Stream StandardOutput { get; init; }

    /// <summary>Takes log lines, and messages to the person who started the process.</summary>
    public required Stream StandardError { get; init; }

    /// <summary>Existing directory for the Unix socket when the host names none.</summary>
    public required string TempDirectory { get; init; }

    /// <summary>Whether to listen on a Unix socket; otherwise on TCP at 127.0.0.1, as go-plugin does on Windows.</summary>
    public bool UnixSocket { get; init; } = !OperatingSystem.IsWindows();

    /// <summary>Clock of log lines, certificates and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Registers a handler for a signal until it is disposed.</summary>
    public Func<PosixSignal, Action<PosixSignalContext>, IDisposable> OnSignal { get; init; } = PosixSignalRegistration.Create;

    /// <summary>Process id of the parent now, or null where the system does not tell.</summary>
    public Func<int?> ParentProcessId { get; init; } = static () => null;

    /// <summary>Has no core file written of this process.</summary>
    public Action ForbidCoreFiles { get; init; } = static () => { };

    /// <summary>The machine as it is. Also turns away from stdout what libraries may write to the console later.</summary>
#pragma warning disable RS0030 // The one place that touches the console: everything else is handed its streams.
    public static PluginEnvironment OfThisProcess()
    {
        var output = Console.OpenStandardOutput();
        var error = Console.OpenStandardError();
        Console.SetOut(TextWriter.Null);
        return new PluginEnvironment
        {
            Variable = Environment.GetEnvironmentVariable,
            StandardOutput = output,
            StandardError = error,
            TempDirectory = Path.GetTempPath(),
            ParentProcessId = ParentFromProc,
            ForbidCoreFiles = CoreFiles.Forbid,
        };
    }
#pragma warning restore RS0030

    /// <summary>Reads the parent's id from the proc file system, which only Linux has; .NET itself has no call for it.</summary>
    private static int? ParentFromProc()
    {
        if (!OperatingSystem.IsLinux()) return null;

        const string Key = "PPid:";
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
            return int.TryParse(line.AsSpan(Math.Min(Key.Length, line?.Length ?? 0)).Trim(), out var id) ? id : null;
        }
        catch (IOException)
        {
            return null; // A container may hide /proc; the watch for orphans is a courtesy.
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
