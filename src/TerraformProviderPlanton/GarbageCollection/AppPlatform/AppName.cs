using System.Security.Cryptography;
using System.Text;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>The name of the app for a registry's garbage collection. It is derived from the registry's name, so that the app can be found without state.</summary>
internal static class AppName
{
    private const string Prefix = "gc-";
    private const int Longest = 32;

    /// <summary>The name: a prefix and the registry's name or, if that is too long, its beginning and a digest of the whole.</summary>
    public static string For(string registry)
    {
        if (Prefix.Length + registry.Length <= Longest) return Prefix + registry;

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(registry)).AsSpan(0, 4));
        var room = Longest - Prefix.Length - digest.Length - 1;
        return $"{Prefix}{registry[..room].TrimEnd('-')}-{digest}";
    }
}
