using Google.Protobuf;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Schemas;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Terraform.Plugin.Server;

/// <summary>Schemas on their way to the wire.</summary>
internal static class WireSchemas
{
    /// <summary>The schema of arguments alone: of a provider, an action or a list. A default is the provider's own affair there: nothing is ever computed.</summary>
    public static Wire.Schema ToWireOfInputs(this Schema schema)
    {
        var wire = schema.ToWire();
        OnlyInputs(wire.Block);
        return wire;
    }

    public static Wire.Schema ToWire(this Schema schema)
    {
        var block = new Wire.Schema.Types.Block
        {
            Version = schema.Version,
            Description = schema.Description,
            DescriptionKind = Wire.StringKind.Markdown,
            Deprecated = schema.DeprecationMessage is not null,
            DeprecationMessage = schema.DeprecationMessage ?? string.Empty,
        };
        Fill(block, schema.Untyped);
        return new Wire.Schema { Version = schema.Version, Block = block };
    }

    public static ByteString ToWire(this CtyType type) => UnsafeByteOperations.UnsafeWrap(CtyTypeJson.Encode(type));

    private static void OnlyInputs(Wire.Schema.Types.Block block)
    {
        OnlyInputs(block.Attributes);
        foreach (var nested in block.BlockTypes) OnlyInputs(nested.Block);
    }

    private static void OnlyInputs(IEnumerable<Wire.Schema.Types.Attribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            attribute.Computed = false;
            if (attribute.NestedType is { } nested) OnlyInputs(nested.Attributes);
        }
    }

    private static void Fill(Wire.Schema.Types.Block block, AttributeSet attributes)
    {
        foreach (var item in attributes)
        {
            if (item.Attribute is { Blocks: { } limits, Nested: { } nested }) block.BlockTypes.Add(ToWire(item, limits, nested));
            else block.Attributes.Add(ToWire(item));
        }
    }

    private static Wire.Schema.Types.NestedBlock ToWire(NamedAttribute named, BlockLimits limits, NestedAttributes nested)
    {
        var block = new Wire.Schema.Types.Block
        {
            Description = named.Attribute.Description,
            DescriptionKind = Wire.StringKind.Markdown,
            Deprecated = named.Attribute.DeprecationMessage is not null,
            DeprecationMessage = named.Attribute.DeprecationMessage ?? string.Empty,
        };
        Fill(block, nested.Attributes);
        return new() { TypeName = named.Name, Nesting = ToBlockNesting(nested.Mode), MinItems = limits.Min, MaxItems = limits.Max, Block = block };
    }

    private static Wire.Schema.Types.NestedBlock.Types.NestingMode ToBlockNesting(NestingMode mode) => mode switch
    {
        NestingMode.Single => Wire.Schema.Types.NestedBlock.Types.NestingMode.Single,
        NestingMode.List => Wire.Schema.Types.NestedBlock.Types.NestingMode.List,
        NestingMode.Set => Wire.Schema.Types.NestedBlock.Types.NestingMode.Set,
        _ => throw new InvalidOperationException($"Blocks cannot be nested as {mode}."),
    };

    private static Wire.Schema.Types.Attribute ToWire(NamedAttribute named)
    {
        var attribute = named.Attribute;
        var wire = new Wire.Schema.Types.Attribute
        {
            Name = named.Name,
            Description = attribute.Description,
            DescriptionKind = Wire.StringKind.Markdown,
            Required = attribute.Required,
            Optional = attribute.Optional,
            Computed = attribute.IsComputed,
            Sensitive = attribute.Sensitive,
            WriteOnly = attribute.WriteOnly,
            Deprecated = attribute.DeprecationMessage is not null,
            DeprecationMessage = attribute.DeprecationMessage ?? string.Empty,
        };
        if (attribute.Nested is { } nested) wire.NestedType = ToWire(nested);
        else wire.Type = attribute.Type.ToWire();
        return wire;
    }

    private static Wire.Schema.Types.Object ToWire(NestedAttributes nested)
    {
        var wire = new Wire.Schema.Types.Object { Nesting = ToWire(nested.Mode) };
        wire.Attributes.AddRange(nested.Attributes.Select(ToWire));
        return wire;
    }

    private static Wire.Schema.Types.Object.Types.NestingMode ToWire(NestingMode mode) => mode switch
    {
        NestingMode.Single => Wire.Schema.Types.Object.Types.NestingMode.Single,
        NestingMode.List => Wire.Schema.Types.Object.Types.NestingMode.List,
        NestingMode.Set => Wire.Schema.Types.Object.Types.NestingMode.Set,
        NestingMode.Map => Wire.Schema.Types.Object.Types.NestingMode.Map,
        _ => throw new InvalidOperationException($"The nesting mode {mode} is unknown."),
    };
}
