using System.Text.Json;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Resources;

/// <summary>Makes a current model of a state that an older version of the provider stored.</summary>
public delegate TModel StateUpgrader<out TModel>(StoredValue state);

/// <summary>Brings stored state to the shape of the current schema.</summary>
internal static class StateUpgrade
{
    public static CtyObject Run<TModel>(
        Schema<TModel> schema, IReadOnlyDictionary<long, StateUpgrader<TModel>> upgraders, long version, ReadOnlyMemory<byte> json)
        where TModel : class, new()
    {
        if (version == schema.Version) return Decode(schema, json);
        if (!upgraders.TryGetValue(version, out var upgrade)) throw NoUpgrader(schema, version);

        using var document = Parse(json);
        try
        {
            return schema.Attributes.Encode(upgrade(new(document.RootElement)));
        }
        catch (StoredValueException exception)
        {
            throw Unreadable($"A state of version {version} is expected. {exception.Message}", path: null);
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception.Message, path: null);
        }
    }

    private static CtyObject Decode(Schema schema, ReadOnlyMemory<byte> json)
    {
        try
        {
            return CtyJson.Decode(json.Span, schema.Type, ignoreUnknownAttributes: true) is CtyObject state
                ? schema.Untyped.WithBlocks(state)
                : throw new DiagnosticException("State has no object", "The stored state of this resource is null. Remove the resource (state rm) and import the object again.");
        }
        catch (CtyDecodeException exception)
        {
            throw Unreadable(exception.Message, exception.Path);
        }
    }

    private static DiagnosticException Unreadable(string why, CtyPath? path) => new(
        "State cannot be read",
        $"The stored state does not fit the schema: {why}\n\nIt may have been edited by hand, or written by another "
        + "provider. Restore the state from a backup, or remove the resource (state rm) and import the object again.",
        path);

    private static DiagnosticException NoUpgrader(Schema schema, long version) => new(
        "State has an unknown version",
        $"The stored state has version {version}; this provider writes version {schema.Version} and cannot convert between the two. "
        + "Use the provider release that wrote the state, or a newer one.");
}
