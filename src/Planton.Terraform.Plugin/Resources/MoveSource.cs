using System.Text.Json;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>The state of another resource that is to become the state of this one.</summary>
/// <param name="ProviderAddress">
/// The source address of the other provider in full. The registry host says only where it was installed from, so match on the rest.
/// </param>
public sealed record MoveSource(string ProviderAddress, string TypeName, long SchemaVersion, JsonElement State)
{
    /// <summary>What identified the object; null where nothing did, or where the CLI does not tell.</summary>
    public JsonElement? Identity { get; init; }

    /// <summary>The bytes that the other provider kept beside the state, in its own form; empty when there are none.</summary>
    public ReadOnlyMemory<byte> SourcePrivate { get; init; }

    /// <summary>What is kept beside the state of the moved object from now on.</summary>
    public PrivateState Private { get; init; } = new();

    /// <summary>The state as a model: one with the attributes that it was stored with.</summary>
    /// <exception cref="StoredValueException">The state does not have them.</exception>
    public TSource StateAs<TSource>(AttributeSet<TSource> attributes)
        where TSource : class, new() => new StoredValue(State).As(attributes);

    /// <summary>Whether the source is a resource type of a provider, from whatever registry host.</summary>
    /// <param name="provider">Namespace and type of the provider, such as <c>digitalocean/digitalocean</c>.</param>
    public bool Is(string provider, string typeName) =>
        TypeName == typeName && ProviderAddress.EndsWith($"/{provider}", StringComparison.Ordinal);
}
