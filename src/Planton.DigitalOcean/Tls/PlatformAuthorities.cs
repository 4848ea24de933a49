using System.Runtime.InteropServices;

namespace Planton.DigitalOcean.Tls;

/// <summary>
/// On Linux .NET reads all certificates of authorities of the machine, twice over, before the first TLS handshake of a process, also of one that
/// trusts none of them. It takes some 50 milliseconds of a processor, more than the rest of a start.
/// </summary>
public static partial class PlatformAuthorities
{
    /// <summary>
    /// Keeps .NET from it for the rest of this process. To be called before anything else; only for programs whose TLS connections all have a
    /// judge of their own, as those of <see cref="DigitalOceanClient"/> do: any other would trust nobody.
    /// </summary>
    public static void LeaveUnread()
    {
        if (!OperatingSystem.IsLinux()) return;

        // From here on managed code reads a copy of the environment, so that what the user has set stays to be seen, here alone.
        _ = Environment.GetEnvironmentVariables();
        foreach (var variable in (string[])[AuthorityPlaces.FileVariable, AuthorityPlaces.DirectoryVariable])
        {
            // Empty stands for no place at all, while an unset variable stands for OpenSSL's usual ones.
            if (SetNative(variable, string.Empty, overwrite: 1) != 0)
                throw new InvalidOperationException($"The environment variable {variable} could not be set: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNative(string name, string value, int overwrite);
}
