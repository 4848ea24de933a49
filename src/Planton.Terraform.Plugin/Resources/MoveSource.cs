using System.Text.Json;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>The state of another resource that is to become the state of this one.</summary>
/// <param name="ProviderAddress">
/// The source address of the other provider in full. The registry host says only where it was installed from, so match on the rest.
/// </param>
public sealed record MoveSource(string ProviderAddress, string TypeName, long SchemaVersion, JsonElement State)
{
    /// <summary>Whether the source is a resource type of a provider, from whatever registry host.</summary>
    /// <param name="provider">Namespace and type of the provider, such as <c>digitalocean/digitalocean</c>.</param>
    public bool Is(string provider, string typeName) =>
        TypeName == typeName && ProviderAddress.EndsWith($"/{provider}", StringComparison.Ordinal);
}
