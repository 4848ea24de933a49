using System.Globalization;
using System.Runtime.InteropServices;

namespace Planton.Terraform.Plugin.Hosting;

/// <summary>Group ownership of files, which .NET does not cover.</summary>
internal static partial class UnixGroup
{
    private const uint SameOwner = uint.MaxValue;

    /// <summary>Hands a file to a group.</summary>
    /// <param name="path">The file.</param>
    /// <param name="group">Name or number of the group.</param>
    /// <exception cref="PluginStartException">The group does not exist or the user is not a member.</exception>
    public static void Assign(string path, string group)
    {
        var id = Find(group, GroupDatabase()) ?? throw new PluginStartException($"The group of {UnixSocketListener.GroupVariable} does not exist: {group}");
        if (ChangeOwner(path, SameOwner, id) != 0)
        {
            throw new PluginStartException($"Cannot hand {path} to the group {group}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>The number of a group, from the lines of a group database (<c>name:password:number:members</c>).</summary>
    internal static uint? Find(string group, IEnumerable<string> database)
    {
        if (uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;

        return database.Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 3 && fields[0] == group)
            .Select(fields => uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (uint?)null)
            .FirstOrDefault();
    }

    private static IEnumerable<string> GroupDatabase() => File.Exists("/etc/group") ? File.ReadLines("/etc/group") : [];

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
