using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Files of a crash, which hold the memory of the process: with it the provider's secrets.</summary>
internal static partial class CoreFiles
{
    /// <summary>RLIMIT_CORE, which has the same number on Linux and macOS.</summary>
    private const int LargestCore = 4;

    /// <summary>
    /// Has none written, whatever the shell allowed. A handler of the machine that takes cores by a pipe, such as systemd-coredump, is told the
    /// limit and keeps to it.
    /// </summary>
    /// <exception cref="PluginStartException">The system refuses.</exception>
    public static void Forbid()
    {
        if (OperatingSystem.IsWindows() || SetLimit(LargestCore, default) == 0) return;
        throw new PluginStartException($"Cannot forbid core files, which would hold secrets: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    /// <summary>The limit in force and the one up to which it may be raised again; each is zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong InForce, ulong Highest);
}
