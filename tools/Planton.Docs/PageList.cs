using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton;

namespace Planton.Docs;

/// <summary>A page of the documentation.</summary>
/// <param name="Path">Where it stands under <c>docs/</c>.</param>
/// <param name="Text">What it says.</param>
internal sealed record Page(string Path, string Text);

/// <summary>All pages, in the layout that registries expect.</summary>
/// <param name="provider">What is documented.</param>
/// <param name="templates">What the schemas do not tell.</param>
internal sealed class PageList(PlantonProvider provider, Templates templates)
{
    private const string Prefix = "planton_";
    private const string Subcategory = "Container Registry";

    public IEnumerable<Page> All() =>
    [
        Index(),
        .. provider.ResourceCatalog.Select(item => Typed("resources", item.TypeName, "Resource", "resource.tf", item.UntypedSchema, ImportText.Of(item, templates))),
        .. provider.DataSourceCatalog.Select(item => Typed("data-sources", item.TypeName, "Data Source", "data-source.tf", item.UntypedSchema)),
        .. provider.EphemeralResourceCatalog.Select(item => Typed("ephemeral-resources", item.TypeName, "Ephemeral Resource", "ephemeral-resource.tf", item.UntypedSchema)),
        .. provider.ActionCatalog.Select(item => Typed("actions", item.TypeName, "Action", "action.tf", item.UntypedSchema)),
        .. provider.ListResourceCatalog.Select(item => Typed("list-resources", item.TypeName, "List Resource", "list-resource.tfquery.hcl", item.UntypedSchema)),
        .. provider.FunctionCatalog.Select(Function),
        .. templates.Guides().Select(path => new Page(path, templates.Fill(path, string.Empty))),
    ];

    private Page Index()
    {
        var schema = provider.UntypedSchema;
        return new("index.md", Header("planton Provider", string.Empty, schema.Description) + "# planton Provider\n\n" + schema.Description + "\n\n"
            + templates.Fill("index.md", SchemaText.Of(schema)));
    }

    private Page Typed(string folder, string typeName, string kind, string example, Schema schema, string import = "")
    {
        var path = $"{folder}/{typeName[Prefix.Length..]}.md";
        var usage = $"## Example Usage\n\n{{{{example \"examples/{folder}/{typeName}/{example}\"}}}}\n\n{{{{schema}}}}\n";
        if (import.Length > 0) usage += "\n## Import\n\n{{import}}\n";
        return new(path, Header($"{typeName} {kind} - planton", Subcategory, schema.Description)
            + $"# {typeName} ({kind})\n\n{schema.Description}\n\n"
            + templates.Fill(path, SchemaText.Of(schema), usage, import));
    }

    private Page Function(Function function)
    {
        var path = $"functions/{function.Name}.md";
        var usage = $"## Example Usage\n\n{{{{example \"examples/functions/{function.Name}/function.tf\"}}}}\n\n{{{{schema}}}}\n";
        return new(path, Header($"{function.Name} function - planton", string.Empty, function.Summary)
            + $"# function: {function.Name}\n\n{function.Description}\n\n"
            + templates.Fill(path, FunctionText.Of(function), usage));
    }

    private static string Header(string title, string subcategory, string description) =>
        $"---\npage_title: \"{title}\"\nsubcategory: \"{subcategory}\"\ndescription: |-\n  {description.ReplaceLineEndings(" ")}\n---\n\n";
}
