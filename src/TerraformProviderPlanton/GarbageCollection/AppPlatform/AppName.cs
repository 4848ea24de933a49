using System.Security.Cryptography;
using System.Text;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>The name of the app that collects the garbage of a registry: it follows from the registry's, so that it is found again without a state.</summary>
internal static class AppName
{
    private const string Prefix = "gc-";
    private const int Longest = 32;

    /// <summary>The name: the registry's after a prefix, or a beginning of it and a digest of the whole where that would be too long.</summary>
    /// <param name="registry">The registry's name.</param>
    public static string For(string registry)
    {
        if (Prefix.Length + registry.Length <= Longest) return Prefix + registry;

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(registry)).AsSpan(0, 4));
        var room = Longest - Prefix.Length - digest.Length - 1;
        return $"{Prefix}{registry[..room].TrimEnd('-')}-{digest}";
    }
}
