using System.Text;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Docs;

/// <summary>The reference of a function: how it is called and what it takes. What it gives, its template says.</summary>
internal static class FunctionText
{
    public static string Of(string name, Wire.Function function)
    {
        (string Name, CtyType Type, string Description)[] parameters =
        [
            .. function.Parameters.Select(static one => (one.Name, TypeText.Read(one.Type), one.Description)),
            .. function.VariadicParameter is { } rest ? [($"{rest.Name}...", TypeText.Read(rest.Type), rest.Description)] : Array.Empty<(string, CtyType, string)>(),
        ];
        var text = new StringBuilder("## Signature\n\n```text\n")
            .Append($"{name}({string.Join(", ", parameters.Select(static one => $"{one.Name} {Plain(one.Type)}"))}) {Plain(TypeText.Read(function.Return.Type))}")
            .Append("\n```\n\n## Arguments\n\n");
        foreach (var (one, number) in parameters.Select(static (one, i) => (one, i + 1))) { text.Append($"{number}. `{one.Name}` ({TypeText.Of(one.Type)}) {one.Description}\n"); }

        return text.ToString();
    }

    private static string Plain(CtyType type) => type switch
    {
        CtyPrimitiveType primitive => primitive.Name,
        CtyCollectionType collection => $"{collection.Kind.ToString().ToLowerInvariant()} of {Plain(collection.Element)}",
        CtyTupleType => "tuple",
        CtyObjectType => "object",
        _ => "dynamic",
    };
}
