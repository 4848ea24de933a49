using System.Text.RegularExpressions;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;
using BlockNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.NestedBlock.Types.NestingMode;
using ObjectNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.Object.Types.NestingMode;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>
/// What the core, and by convention every provider, demands of schemas. A schema that breaks a rule makes every command fail, so
/// this is checked before anything is asked of a provider.
/// </summary>
internal static partial class SchemaRules
{
    private static readonly string[] ReservedForProviders = ["alias", "version"];

    private static readonly string[] ReservedForResources =
        ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

    /// <summary>Checks everything that a provider offers. The path of a break begins with the kind and name of the schema.</summary>
    public static IReadOnlyList<RuleBreak> Check(Wire.GetProviderSchema.Types.Response reply)
    {
        List<RuleBreak> breaks = [];
        breaks.AddRange(reply.Provider is null
            ? [new("provider", "the provider's own schema is missing; without arguments it is an empty block")]
            : Schema("provider", reply.Provider, ReservedForProviders));

        // The core itself crashes on a schema without block, so this one is left out or whole.
        if (reply.ProviderMeta is { } meta) breaks.AddRange(Schema("provider_meta", meta, []));
        breaks.AddRange(reply.ResourceSchemas.SelectMany(static entry => Schema($"resource {entry.Key}", entry.Value, ReservedForResources)));
        breaks.AddRange(reply.DataSourceSchemas.SelectMany(static entry => Schema($"data source {entry.Key}", entry.Value, ReservedForResources)));
        breaks.AddRange(reply.EphemeralResourceSchemas.SelectMany(static entry => Schema($"ephemeral resource {entry.Key}", entry.Value, ReservedForResources)));
        breaks.AddRange(reply.ListResourceSchemas.SelectMany(static entry => Inputs($"list resource {entry.Key}", entry.Value)));
        breaks.AddRange(reply.ListResourceSchemas.Keys.Where(name => !reply.ResourceSchemas.ContainsKey(name))
            .Select(static name => new RuleBreak($"list resource {name}", "there is no resource of that type")));
        breaks.AddRange(reply.ActionSchemas.SelectMany(static entry => entry.Value.Schema is { } schema
            ? Inputs($"action {entry.Key}", schema)
            : [new($"action {entry.Key}", "the schema is missing; the core crashes on it")]));
        breaks.AddRange(reply.Functions.SelectMany(static entry => Function(entry.Key, entry.Value)));
        return breaks;
    }

    /// <summary>Checks the identities of resources.</summary>
    public static IReadOnlyList<RuleBreak> Check(Wire.GetResourceIdentitySchemas.Types.Response reply, IEnumerable<string> resources)
    {
        var types = resources.ToHashSet(StringComparer.Ordinal);
        return [.. reply.IdentitySchemas.SelectMany(entry => Identity($"identity {entry.Key}", entry.Value, types.Contains(entry.Key)))];
    }

    private static IEnumerable<RuleBreak> Identity(CtyPath path, Wire.ResourceIdentitySchema schema, bool isResource)
    {
        if (!isResource) yield return new(path, "there is no resource of that type");
        if (schema.Version < 0) yield return new(path, "the version is negative");
        foreach (var attribute in schema.IdentityAttributes)
        {
            var at = path.Attribute(attribute.Name);
            if (attribute.RequiredForImport == attribute.OptionalForImport) yield return new(at, "exactly one of required and optional for import is needed");
            if (CtyTypeJson.Decode(attribute.Type.Span) is not (CtyPrimitiveType or CtyCollectionType { Kind: CtyCollectionKind.List, Element: CtyPrimitiveType }))
            {
                yield return new(at, "an identity has primitives and lists of primitives only");
            }
        }
    }

    /// <summary>The schema of a <c>config</c> block, in which no name of the language stands and nothing is computed.</summary>
    private static IEnumerable<RuleBreak> Inputs(CtyPath path, Wire.Schema schema) =>
        [.. Schema(path, schema, []), .. schema.Block is { } block ? Computed(path, block.Attributes) : []];

    private static IEnumerable<RuleBreak> Computed(CtyPath path, IEnumerable<Wire.Schema.Types.Attribute> attributes) => attributes.SelectMany(attribute =>
        (attribute.Computed ? [new RuleBreak(path.Attribute(attribute.Name), "an argument cannot be computed: there is no result to hold it")] : Array.Empty<RuleBreak>())
            .Concat(attribute.NestedType is { } nested ? Computed(path.Attribute(attribute.Name), nested.Attributes) : []));

    private static IEnumerable<RuleBreak> Schema(CtyPath path, Wire.Schema schema, string[] reserved)
    {
        if (schema.Version < 0) yield return new(path, "the version is negative");
        if (schema.Block is not { } block)
        {
            yield return new(path, "the block is missing; the core crashes on it");
            yield break;
        }

        foreach (var name in block.Attributes.Select(static attribute => attribute.Name).Concat(block.BlockTypes.Select(static nested => nested.TypeName)))
        {
            if (reserved.Contains(name)) yield return new(path.Attribute(name), "the name is reserved for the language");
        }

        foreach (var found in Block(path, block, isInSet: false)) yield return found;
    }

    private static IEnumerable<RuleBreak> Block(CtyPath path, Wire.Schema.Types.Block block, bool isInSet)
    {
        foreach (var found in Attributes(path, block.Attributes, isInSet)) yield return found;
        foreach (var nested in block.BlockTypes)
        {
            var at = path.Attribute(nested.TypeName);
            if (!BlockName().IsMatch(nested.TypeName)) yield return new(at, "the name of a block has only lower-case letters, digits and underscores");
            if (block.Attributes.Any(attribute => attribute.Name == nested.TypeName)) yield return new(at, "a block and an attribute have the same name");
            foreach (var found in NestedBlock(at, nested, isInSet)) yield return found;
        }
    }

    private static IEnumerable<RuleBreak> NestedBlock(CtyPath path, Wire.Schema.Types.NestedBlock nested, bool isInSet)
    {
        var (min, max) = (nested.MinItems, nested.MaxItems);
        if (min < 0 || max < 0) yield return new(path, "a number of blocks is negative");
        var countRule = nested.Nesting switch
        {
            BlockNesting.Single when min != max || min > 1 => "a single block has the same minimum and maximum, zero or one",
            BlockNesting.Group or BlockNesting.Map when min != 0 || max != 0 => "a group or map of blocks has no minimum and no maximum",
            BlockNesting.List or BlockNesting.Set when max != 0 && min > max => "the minimum is greater than the maximum",
            BlockNesting.Single or BlockNesting.Group or BlockNesting.Map or BlockNesting.List or BlockNesting.Set => null,
            _ => "the nesting mode is invalid",
        };
        if (countRule is not null) yield return new(path, countRule);
        if (nested.Block is null) yield return new(path, "the block is missing; the core crashes on it");
        else foreach (var found in Block(path, nested.Block, isInSet || nested.Nesting == BlockNesting.Set)) yield return found;
    }

    private static IEnumerable<RuleBreak> Attributes(CtyPath path, IReadOnlyCollection<Wire.Schema.Types.Attribute> attributes, bool isInSet)
    {
        foreach (var twice in attributes.GroupBy(static attribute => attribute.Name).Where(static group => group.Count() > 1))
        {
            yield return new(path.Attribute(twice.Key), "the attribute is declared twice");
        }

        foreach (var found in attributes.SelectMany(attribute => Attribute(path.Attribute(attribute.Name), attribute, isInSet))) yield return found;
    }

    private static IEnumerable<RuleBreak> Attribute(CtyPath path, Wire.Schema.Types.Attribute attribute, bool isInSet)
    {
        if (!AttributeName().IsMatch(attribute.Name)) yield return new(path, "a name begins with a lower-case letter or underscore and goes on with those and digits");
        if (!(attribute.Required || attribute.Optional || attribute.Computed)) yield return new(path, "none of required, optional, computed is set");
        if (attribute.Optional && attribute.Required) yield return new(path, "optional and required exclude each other");
        if (attribute.Computed && attribute.Required) yield return new(path, "computed and required exclude each other");
        if (attribute.WriteOnly && attribute.Computed) yield return new(path, "a write-only attribute cannot be computed");
        if (attribute.WriteOnly && isInSet) yield return new(path, "a write-only attribute cannot stand in a set");
        if (attribute.DeprecationMessage.Length > 0 && !attribute.Deprecated) yield return new(path, "a deprecation message needs the deprecated flag");
        if (attribute.Type.IsEmpty == attribute.NestedType is null) yield return new(path, "exactly one of type and nested type is needed");
        var inside = attribute.NestedType is { } nested ? Nested(path, nested, isInSet) : PlainType(path, attribute, isInSet);
        foreach (var found in inside) yield return found;
    }

    private static IEnumerable<RuleBreak> Nested(CtyPath path, Wire.Schema.Types.Object nested, bool isInSet)
    {
        if (nested.Nesting == ObjectNesting.Invalid || !Enum.IsDefined(nested.Nesting)) yield return new(path, "the nesting mode is invalid");
        foreach (var found in Attributes(path, nested.Attributes, isInSet || nested.Nesting == ObjectNesting.Set)) yield return found;
    }

    private static IEnumerable<RuleBreak> PlainType(CtyPath path, Wire.Schema.Types.Attribute attribute, bool isInSet)
    {
        if (attribute.Type.IsEmpty) return [];
        try
        {
            return CtyTypeJson.Decode(attribute.Type.Span).HasDynamic && isInSet ? [new(path, "a dynamic value cannot stand in a set")] : [];
        }
        catch (CtyDecodeException exception)
        {
            return [new(path, $"the type cannot be read: {exception.Message}")];
        }
    }

    private static IEnumerable<RuleBreak> Function(string name, Wire.Function function)
    {
        CtyPath path = $"function {name}";
        Wire.Function.Types.Parameter[] parameters =
            [.. function.Parameters, .. function.VariadicParameter is { } variadic ? [variadic] : Array.Empty<Wire.Function.Types.Parameter>()];
        if (!Identifier().IsMatch(name)) yield return new(path, "the name is no identifier");
        if (function.Return is not { Type.IsEmpty: false }) yield return new(path, "the return type is missing");
        foreach (var parameter in parameters)
        {
            if (!Identifier().IsMatch(parameter.Name)) yield return new(path.Attribute(parameter.Name), "the name is no identifier");
        }

        foreach (var twice in parameters.GroupBy(static parameter => parameter.Name).Where(static group => group.Count() > 1))
        {
            yield return new(path.Attribute(twice.Key), "the parameter is declared twice");
        }
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]*$", RegexOptions.None, 1000)]
    private static partial Regex AttributeName();

    [GeneratedRegex("^[a-z0-9_]+$", RegexOptions.None, 1000)]
    private static partial Regex BlockName();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*$", RegexOptions.None, 1000)]
    private static partial Regex Identifier();
}
