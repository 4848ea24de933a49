using System.Text.Json;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// Values as tests write them: JSON read by type, with the text <c>(unknown)</c> for a value that is known only after apply.
/// Attributes that are left out are null.
/// </summary>
internal static class ValueText
{
    public const string Unknown = "(unknown)";

    public static CtyObject Object(CtyObjectType type, string json) => (CtyObject)Value(type, json);

    public static CtyValue Value(CtyType type, string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(type, document.RootElement);
    }

    private static CtyValue Read(CtyType type, JsonElement json) => (type, json.ValueKind) switch
    {
        (_, JsonValueKind.Null) => CtyValue.Null(type),
        (_, JsonValueKind.String) when json.GetString() == Unknown => CtyValue.Unknown(type),
        (CtyObjectType shape, JsonValueKind.Object) => ReadObject(shape, json),
        (CtyCollectionType { Kind: CtyCollectionKind.Map } map, JsonValueKind.Object) => CtyValue.Map(
            map.Element, json.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, Read(map.Element, entry.Value)))),
        (CtyCollectionType { Kind: CtyCollectionKind.Set } set, JsonValueKind.Array) => CtyValue.Set(set.Element, json.EnumerateArray().Select(item => Read(set.Element, item))),
        (CtyCollectionType list, JsonValueKind.Array) => CtyValue.List(list.Element, json.EnumerateArray().Select(item => Read(list.Element, item))),
        (CtyTupleType tuple, JsonValueKind.Array) => CtyValue.Tuple(json.EnumerateArray().Zip(tuple.Elements, static (item, element) => Read(element, item))),
        (CtyDynamicType, _) => Read(Inferred(json), json),
        (CtyPrimitiveType { Name: "string" }, JsonValueKind.String) => CtyValue.String(json.GetString()!),
        (CtyPrimitiveType { Name: "number" }, JsonValueKind.Number) => CtyNumber.Parse(json.GetRawText()),
        (CtyPrimitiveType { Name: "bool" }, JsonValueKind.True or JsonValueKind.False) => CtyValue.Bool(json.GetBoolean()),
        _ => throw new ArgumentException($"{json.GetRawText()} is no {type}.", nameof(json)),
    };

    /// <summary>The type that the CLI gives a literal in a place for any type.</summary>
    private static CtyType Inferred(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => CtyType.Object(json.EnumerateObject().Select(static entry => (entry.Name, Inferred(entry.Value)))),
        JsonValueKind.Array => CtyType.Tuple(json.EnumerateArray().Select(Inferred)),
        JsonValueKind.Number => CtyType.Number,
        JsonValueKind.True or JsonValueKind.False => CtyType.Bool,
        JsonValueKind.String => CtyType.String,
        _ => CtyType.Dynamic,
    };

    private static CtyObject ReadObject(CtyObjectType type, JsonElement json) =>
        CtyValue.Object(type, json.EnumerateObject().Select(entry => type.IndexOf(entry.Name) is >= 0 and var index
            ? (entry.Name, Read(type.Attributes[index].Type, entry.Value))
            : throw new ArgumentException($"The object has no attribute \"{entry.Name}\".", nameof(json))));
}
