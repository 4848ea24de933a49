using System.Diagnostics;

namespace Planton.Terraform.Plugin.Testing.Cli;

/// <summary>Starts a CLI with exactly the given variables.</summary>
internal static class CliProcess
{
    public static Process Start(string cli, string[] arguments, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(cli, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            if (value is not null) { start.Environment[name] = value; }
        }

        return Process.Start(start) ?? throw new CliException($"{cli} did not start.");
    }
}
