using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Docs;

/// <summary>A page of the documentation.</summary>
/// <param name="Path">Where it stands under <c>docs/</c>.</param>
internal sealed record Page(string Path, string Text);

/// <summary>All pages, in the layout that registries expect.</summary>
internal sealed class PageList(DocumentedProvider provider, Templates templates, string subcategory)
{
    private string Prefix => $"{provider.Name}_";

    public IEnumerable<Page> All() =>
    [
        Index(),
        .. provider.Schemas.ResourceSchemas.Select(item => Typed("resources", item.Key, "Resource", "resource.tf", item.Value, Import(item.Key))),
        .. provider.Schemas.DataSourceSchemas.Select(item => Typed("data-sources", item.Key, "Data Source", "data-source.tf", item.Value)),
        .. provider.Schemas.EphemeralResourceSchemas.Select(item => Typed("ephemeral-resources", item.Key, "Ephemeral Resource", "ephemeral-resource.tf", item.Value)),
        .. provider.Schemas.ActionSchemas.Select(item => Typed("actions", item.Key, "Action", "action.tf", item.Value.Schema)),
        .. provider.Schemas.ListResourceSchemas.Select(item => Typed("list-resources", item.Key, "List Resource", "list-resource.tfquery.hcl", item.Value)),
        .. provider.Schemas.Functions.Select(item => Function(item.Key, item.Value)),
        .. templates.Guides().Select(path => new Page(path, templates.Fill(path, string.Empty))),
    ];

    private Page Index()
    {
        var schema = provider.Schemas.Provider;
        var title = $"{provider.Name} Provider";
        var description = schema.Block.Description;
        return new("index.md", Header(title, string.Empty, description) + $"# {title}\n\n{description}\n\n"
            + templates.Fill("index.md", SchemaText.Of(schema), Usage("examples/provider/provider.tf")));
    }

    private Page Typed(string folder, string typeName, string kind, string example, Wire.Schema schema, string import = "")
    {
        if (!typeName.StartsWith(Prefix, StringComparison.Ordinal)) { throw new DocsException($"{typeName} does not begin with {Prefix}, as the CLIs expect of a provider with that name."); }

        var path = $"{folder}/{typeName[Prefix.Length..]}.md";
        var usage = Usage($"examples/{folder}/{typeName}/{example}") + (import.Length == 0 ? string.Empty : "\n## Import\n\n{{import}}\n");
        var description = schema.Block.Description;
        return new(path, Header($"{typeName} {kind} - {provider.Name}", templates.SubcategoryOf(path) ?? subcategory, description)
            + $"# {typeName} ({kind})\n\n{description}\n\n"
            + templates.Fill(path, SchemaText.Of(schema), usage, import));
    }

    private string Import(string typeName) =>
        ImportText.Of(typeName, provider.Identities.GetValueOrDefault(typeName), templates);

    private Page Function(string name, Wire.Function function)
    {
        var path = $"functions/{name}.md";
        return new(path, Header($"{name} function - {provider.Name}", templates.SubcategoryOf(path) ?? string.Empty, function.Summary)
            + $"# function: {name}\n\n{function.Description}\n\n"
            + templates.Fill(path, FunctionText.Of(name, function), Usage($"examples/functions/{name}/function.tf")));
    }

    /// <summary>The page of something without a template of its own: the example, if there is one, and the reference.</summary>
    private string Usage(string example) =>
        (templates.Has(example) ? $"## Example Usage\n\n{{{{example \"{example}\"}}}}\n\n" : string.Empty) + "{{schema}}\n";

    private static string Header(string title, string subcategory, string description) =>
        $"---\npage_title: \"{title}\"\nsubcategory: \"{subcategory}\"\ndescription: |-\n  {description.ReplaceLineEndings(" ")}\n---\n\n";
}
