using System.Globalization;

namespace Planton.ProcessBenchmarks;

/// <summary>What Linux says about the memory of processes.</summary>
internal static class ProcessMemory
{
    /// <summary>A line of a process's status, in MB.</summary>
    /// <param name="status">The lines of /proc/…/status.</param>
    /// <param name="key">The line, such as <c>VmRSS:</c>.</param>
    public static double Megabytes(string[] status, string key) =>
        double.Parse(status.First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;

    /// <summary>The most that a process of an executable has had resident so far, in MB; 0 when none runs.</summary>
    /// <param name="executable">Its path, links resolved.</param>
    public static double Peak(string executable) => Directory.EnumerateDirectories("/proc").Where(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Max(folder => PeakOf(folder, executable));

    private static double PeakOf(string folder, string executable)
    {
        try
        {
            // One that has ended and is not yet waited for has no memory left to tell of.
            return File.ResolveLinkTarget(Path.Combine(folder, "exe"), returnFinalTarget: false)?.FullName == executable
                && File.ReadAllLines(Path.Combine(folder, "status")) is var status && status.Any(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                ? Megabytes(status, "VmHWM:")
                : 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
