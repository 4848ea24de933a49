using Planton.Terraform.Plugin.Resources;

namespace Planton.Docs;

/// <summary>How an object of a resource is imported: by identity, by id, and by the command. What the id is, its template says.</summary>
internal static class ImportText
{
    private const string Reference = "https://developer.hashicorp.com/terraform/language/import";

    public static string Of(Resource resource, Templates templates)
    {
        string Example(string file) => templates.Example($"examples/resources/{resource.TypeName}/{file}");
        var identity = string.Join('\n', resource.UntypedIdentity.Attributes.Select(part => $"- `{part.Name}` ({TypeOf(resource, part)}) {part.Description}"));

        return $"""
            With Terraform 1.12 or OpenTofu 1.12 and later, an [`import` block]({Reference}) can name the object by its identity:

            {Example("import-by-identity.tf")}

            ### Identity Schema

            #### Required

            {identity}

            With Terraform 1.5 or OpenTofu 1.6 and later, the block can name it by its id:

            {Example("import-by-string-id.tf")}

            The command `terraform import` takes the same id:

            {Example("import.sh")}
            """;
    }

    private static string TypeOf(Resource resource, IdentityAttribute part) =>
        TypeText.Of(resource.UntypedSchema.Untyped.Single(item => item.Name == part.Name).Attribute.Type);
}
