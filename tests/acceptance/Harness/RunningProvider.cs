using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Planton.Acceptance.Harness;

/// <summary>
/// A provider that runs beside the CLI, which attaches to it. It is compiled just in time, and so takes longer to start, three times for each command,
/// than everything else in a test takes.
/// </summary>
internal sealed partial class RunningProvider : IDisposable
{
    public const string Variable = "TF_REATTACH_PROVIDERS";

    private readonly Process _process;

    /// <summary>Starts the provider and waits until it listens.</summary>
    /// <param name="executable">The executable.</param>
    /// <param name="environment">What it is to find in its environment, beside this process's own.</param>
    public RunningProvider(string executable, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(executable, ["--debug"]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        Address = ReadAddress();
    }

    /// <summary>The value of <see cref="Variable"/>.</summary>
    public string Address { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string ReadAddress()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (Export().Match(line) is { Success: true } found) return found.Groups["address"].Value;
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} ended before it listened.");
    }

    [GeneratedRegex($"export {Variable}='(?<address>.*)'$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Export();
}
