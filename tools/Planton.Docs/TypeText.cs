using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;

namespace Planton.Docs;

/// <summary>What types are called in the documentation of providers.</summary>
internal static class TypeText
{
    /// <summary>A type of the protocol.</summary>
    public static CtyType Read(ByteString json) => CtyTypeJson.Decode(json.Span);

    public static string Of(CtyType type) => type switch
    {
        CtyPrimitiveType { Name: "bool" } => "Boolean",
        CtyPrimitiveType { Name: "number" } => "Number",
        CtyPrimitiveType => "String",
        CtyCollectionType collection => $"{collection.Kind} of {Of(collection.Element)}",
        CtyTupleType => "Tuple",
        CtyObjectType => "Object",
        _ => "Dynamic",
    };
}
