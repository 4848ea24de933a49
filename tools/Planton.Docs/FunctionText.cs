using System.Text;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Functions;

namespace Planton.Docs;

/// <summary>The reference of a function: how it is called, what it takes, what it gives.</summary>
internal static class FunctionText
{
    public static string Of(Function function)
    {
        var parameters = function.VariadicParameter is { } rest ? function.Parameters.Add(rest with { Name = $"{rest.Name}..." }) : function.Parameters;
        var text = new StringBuilder("## Signature\n\n```text\n")
            .Append($"{function.Name}({string.Join(", ", parameters.Select(static one => $"{one.Name} {Plain(one.Type)}"))}) {Plain(function.ReturnType)}")
            .Append("\n```\n\n## Arguments\n\n");
        foreach (var (one, number) in parameters.Select(static (one, i) => (one, i + 1))) text.Append($"{number}. `{one.Name}` ({TypeText.Of(one.Type)}) {one.Description}\n");
        text.Append("\n## Return Type\n\n");
        Write(text, function.ReturnType, string.Empty);
        return text.ToString();
    }

    private static void Write(StringBuilder text, CtyType type, string indent)
    {
        if (indent.Length == 0) text.Append(type is CtyObjectType ? "An object with these attributes:\n\n" : $"{TypeText.Of(type)}.\n");
        if (type is not CtyObjectType known) return;

        foreach (var attribute in known.Attributes)
        {
            text.Append($"{indent}- `{attribute.Name}` ({TypeText.Of(attribute.Type)})\n");
            Write(text, attribute.Type, indent + "  ");
        }
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
