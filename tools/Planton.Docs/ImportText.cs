using System.Text;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Docs;

/// <summary>How an object of a resource is imported: by identity, by id, and by the command, each where there is an example. What the id is, its template says.</summary>
internal static class ImportText
{
    private const string Reference = "https://developer.hashicorp.com/terraform/language/import";

    public static string Of(string typeName, Wire.ResourceIdentitySchema? identity, Templates templates)
    {
        List<string> parts = [];
        string? Example(string file) => templates.Has($"examples/resources/{typeName}/{file}") ? templates.Example($"examples/resources/{typeName}/{file}") : null;

        if (identity is not null && Example("import-by-identity.tf") is { } byIdentity)
        {
            parts.Add($"With Terraform 1.12 or OpenTofu 1.12 and later, an [`import` block]({Reference}) can name the object by its identity:");
            parts.Add(byIdentity);
            parts.Add(IdentityOf(identity));
        }

        if (Example("import-by-string-id.tf") is { } byId)
        {
            parts.Add($"With Terraform 1.5 or OpenTofu 1.6 and later, {(parts.Count > 0 ? "the block" : $"an [`import` block]({Reference})")} can name {(parts.Count > 0 ? "it" : "the object")} by its id:");
            parts.Add(byId);
        }

        if (Example("import.sh") is { } command)
        {
            parts.Add(parts.Count > 0 ? "The command `terraform import` takes the same id:" : "The command `terraform import` takes the id:");
            parts.Add(command);
        }

        return string.Join("\n\n", parts);
    }

    private static string IdentityOf(Wire.ResourceIdentitySchema identity)
    {
        var text = new StringBuilder("### Identity Schema");
        Write(text, "Required", identity.IdentityAttributes.Where(static part => part.RequiredForImport));
        Write(text, "Optional", identity.IdentityAttributes.Where(static part => part.OptionalForImport));
        return text.ToString();
    }

    private static void Write(StringBuilder text, string title, IEnumerable<Wire.ResourceIdentitySchema.Types.IdentityAttribute> parts)
    {
        var lines = parts.Select(static part => $"- `{part.Name}` ({TypeText.Of(TypeText.Read(part.Type))}) {part.Description}").ToList();
        if (lines.Count > 0) { text.Append($"\n\n#### {title}\n\n").AppendJoin('\n', lines); }
    }
}
