namespace TerraformProviderPlanton.Common;

/// <summary>The address of images in a registry.</summary>
internal static class RegistryAddress
{
    /// <summary>The host of all registries, whatever their region.</summary>
    public const string Server = "registry.digitalocean.com";
}
