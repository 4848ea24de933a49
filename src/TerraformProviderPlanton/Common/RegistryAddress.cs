namespace TerraformProviderPlanton.Common;

/// <summary>Where images of a registry live.</summary>
internal static class RegistryAddress
{
    /// <summary>The host of all registries, whatever their region.</summary>
    public const string Server = "registry.digitalocean.com";
}
