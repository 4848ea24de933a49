using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>What a crash leaves: the memory of the process, and with it the provider's secrets.</summary>
internal static partial class CoreFiles
{
    /// <summary>RLIMIT_CORE, which has the same number on Linux and macOS.</summary>
    private const int LargestCore = 4;

    /// <summary>PR_SET_DUMPABLE.</summary>
    private const int SetDumpable = 4;

    /// <summary>
    /// Has none written, whatever the shell allowed. On Linux the limit is one byte and not none: too little for a file all the same, and the one
    /// limit by which the kernel withholds a core from a handler that takes it by a pipe too, such as systemd-coredump and apport.
    /// </summary>
    /// <exception cref="PluginStartException">The system refuses.</exception>
    public static void Forbid()
    {
        if (OperatingSystem.IsWindows()) return;
        var largest = OperatingSystem.IsLinux() ? 1UL : 0;
        if (SetLimit(LargestCore, new Limit(largest, largest)) == 0) return;

        // Where even one byte is more than this user may have, nothing is to be dumped in any way. Not so everywhere, since it keeps debuggers out too.
        if (OperatingSystem.IsLinux() && SetOfProcess(SetDumpable, 0, 0, 0, 0) == 0) return;
        throw new PluginStartException($"Cannot forbid core files, which would hold secrets: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOfProcess(int option, nuint value, nuint second, nuint third, nuint fourth);

    /// <summary>The limit in force, and the one up to which it may be raised again.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong InForce, ulong Highest);
}
