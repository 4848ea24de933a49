using System.Text;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Functions;

namespace Planton.Docs;

/// <summary>The reference of a function: how it is called and what it takes. What it gives, its template says.</summary>
internal static class FunctionText
{
    public static string Of(Function function)
    {
        var parameters = function.VariadicParameter is { } rest ? function.Parameters.Add(rest with { Name = $"{rest.Name}..." }) : function.Parameters;
        var text = new StringBuilder("## Signature\n\n```text\n")
            .Append($"{function.Name}({string.Join(", ", parameters.Select(static one => $"{one.Name} {Plain(one.Type)}"))}) {Plain(function.ReturnType)}")
            .Append("\n```\n\n## Arguments\n\n");
        foreach (var (one, number) in parameters.Select(static (one, i) => (one, i + 1))) text.Append($"{number}. `{one.Name}` ({TypeText.Of(one.Type)}) {one.Description}\n");
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
