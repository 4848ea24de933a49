using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Functions;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Terraform.Plugin.Providers;

/// <summary>Checks everything that a provider declares. See <see cref="SchemaCheck"/>.</summary>
internal static class ProviderCheck
{
    private static readonly string[] ReservedForProviders = ["alias", "version"];

    private static readonly string[] ReservedForObjects =
        ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

    public static IEnumerable<string> Of(Provider provider) =>
    [
        .. Schema("provider", () => provider.UntypedSchema, ReservedForProviders, mayBeWriteOnly: false),
        .. provider.UntypedMetaSchema is { } meta ? Schema("provider_meta", () => meta, [], mayBeWriteOnly: false) : [],
        .. Names(provider.ResourceCatalog),
        .. provider.ResourceCatalog.All.SelectMany(Resource),
        .. Names(provider.DataSourceCatalog),
        .. provider.DataSourceCatalog.All.SelectMany(static source => Schema($"data source {source.TypeName}", () => source.UntypedSchema, ReservedForObjects, mayBeWriteOnly: false)),
        .. Names(provider.EphemeralResourceCatalog),
        .. provider.EphemeralResourceCatalog.All.SelectMany(static resource => Schema($"ephemeral resource {resource.TypeName}", () => resource.UntypedSchema, ReservedForObjects, mayBeWriteOnly: false)),
        .. Names(provider.ListResourceCatalog),
        .. provider.ListResourceCatalog.All.SelectMany(static list => Schema($"list resource {list.TypeName}", () => list.UntypedSchema, [], mayBeWriteOnly: false)),
        .. Names(provider.ActionCatalog),
        .. provider.ActionCatalog.All.SelectMany(static action => Schema($"action {action.TypeName}", () => action.UntypedSchema, [], mayBeWriteOnly: true)),
        .. Names(provider.FunctionCatalog),
        .. provider.FunctionCatalog.All.SelectMany(Function),
    ];

    private static IEnumerable<string> Names<T>(Catalog<T> catalog)
        where T : class
    {
        foreach (var name in SchemaCheck.Twice(catalog.AllNames)) yield return $"{catalog.Kind} {name}: there are two of that name";
        foreach (var name in catalog.AllNames.Where(static name => !SchemaCheck.IsName(name))) yield return $"{catalog.Kind} {name}: the name is malformed";
    }

    private static IEnumerable<string> Schema(string what, Func<Schema> schema, string[] reserved, bool mayBeWriteOnly)
    {
        try
        {
            return [.. SchemaCheck.Of(schema(), reserved, mayBeWriteOnly).Select(found => $"{what}: {found}")];
        }
        catch (Exception exception) when (exception is ArgumentException or TypeInitializationException)
        {
            // A nested attribute takes its type from the attributes inside, which cannot make one up when two have the same name.
            return [$"{what}: {exception.GetBaseException().Message}"];
        }
    }

    private static IEnumerable<string> Resource(Resource resource)
    {
        var what = $"resource {resource.TypeName}";
        string[] found = [.. Schema(what, () => resource.UntypedSchema, ReservedForObjects, mayBeWriteOnly: true)];
        return found.Length > 0 ? found : Identity(resource).Select(wrong => $"{what}: {wrong}");
    }

    private static IEnumerable<string> Identity(Resource resource)
    {
        if (resource.UntypedIdentity is not { } identity) yield break;

        var (parts, type) = (identity.Attributes.Select(static part => part.Name).ToArray(), resource.UntypedSchema.Type);
        foreach (var name in SchemaCheck.Twice(parts)) yield return $"the identity has {name} twice";
        foreach (var name in parts)
        {
            if (type.IndexOf(name) is not (>= 0 and var index)) yield return $"the identity has {name}, which is no attribute of the resource";
            else if (type.Attributes[index].Type is not (CtyPrimitiveType or CtyCollectionType { Kind: CtyCollectionKind.List, Element: CtyPrimitiveType }))
            {
                yield return $"the identity has {name}, which is neither a single value nor a list of such";
            }
        }
    }

    private static IEnumerable<string> Function(Function function)
    {
        string[] parameters = [.. function.Parameters.Select(static parameter => parameter.Name), .. function.VariadicParameter is { } variadic ? [variadic.Name] : Array.Empty<string>()];
        foreach (var name in SchemaCheck.Twice(parameters)) yield return $"function {function.Name}: there are two parameters {name}";
        foreach (var name in parameters.Where(static name => !SchemaCheck.IsName(name))) yield return $"function {function.Name}: the name of the parameter {name} is malformed";
    }
}
