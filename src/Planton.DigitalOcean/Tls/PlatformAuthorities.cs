using System.Runtime.InteropServices;

namespace Planton.DigitalOcean.Tls;

/// <summary>
/// On Linux, .NET reads all of the machine's authority certificates, twice, before the first TLS handshake of a process, even if it trusts none of
/// them. That takes about 50 milliseconds of processor time, more than the rest of the startup.
/// </summary>
public static partial class PlatformAuthorities
{
    /// <summary>
    /// Prevents that for the rest of this process. Must be called before anything else, and only in programs that verify the certificates of all
    /// their TLS connections themselves, as <see cref="DigitalOceanClient"/> does: any other connection would trust no one.
    /// </summary>
    public static void LeaveUnread()
    {
        if (!OperatingSystem.IsLinux()) return;

        // From here on, managed code reads a copy of the environment, so that only it still sees what the user has set.
        _ = Environment.GetEnvironmentVariables();
        foreach (var variable in (string[])[AuthorityPlaces.FileVariable, AuthorityPlaces.DirectoryVariable])
        {
            // An empty value means no place at all, while an unset variable means OpenSSL's usual places.
            if (SetNative(variable, string.Empty, overwrite: 1) != 0)
            {
                throw new InvalidOperationException($"The environment variable {variable} could not be set: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNative(string name, string value, int overwrite);
}
