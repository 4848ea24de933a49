using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>The versions of what the executable is made of, so that a user can tell whether a published vulnerability is inside.</summary>
internal static partial class RuntimeVersions
{
    /// <summary>_CS_GNU_LIBC_VERSION: a number that glibc alone answers.</summary>
    private const int LibraryVersion = 2;

    /// <summary>One line, such as <c>.NET 10.0.12, OpenSSL 3.0.19, glibc 2.36</c>. Elsewhere than on Linux TLS and the C library are the system's.</summary>
    public static string Describe() => OperatingSystem.IsLinux() ? $".NET {Environment.Version}, OpenSSL {OpenSsl(SafeEvpPKeyHandle.OpenSslVersion)}, {CLibrary()}" : $".NET {Environment.Version}";

    /// <summary>The number in words: major in the highest 4 bits, then 8 each for minor, (unused since 3.0) and patch, then 4 more.</summary>
    internal static string OpenSsl(long number) => $"{number >> 28}.{(number >> 20) & 0xFF}.{(number >> 4) & 0xFF}";

    private static string CLibrary()
    {
        Span<byte> text = stackalloc byte[64];
        // The length counts the zero at the end, and is what the text would take.
        var length = (int)Configuration(LibraryVersion, ref MemoryMarshal.GetReference(text), (nuint)text.Length);
        return length is > 1 and <= 64 ? Encoding.ASCII.GetString(text[..(length - 1)]) : "a C library that tells no version";
    }

    [LibraryImport("libc", EntryPoint = "confstr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint Configuration(int name, ref byte text, nuint size);
}
