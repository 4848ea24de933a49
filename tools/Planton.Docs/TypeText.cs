using Planton.Terraform.Plugin.Cty;

namespace Planton.Docs;

/// <summary>What types are called in the documentation of providers.</summary>
internal static class TypeText
{
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
