using System.Collections.Immutable;
using Planton.Terraform.Plugin.Cty;
using Wire = Planton.Terraform.Plugin.Protocol;
using BlockNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.NestedBlock.Types.NestingMode;

namespace Planton.Terraform.Plugin.Testing;

/// <summary>How attributes or a block are repeated, for both of the protocol's enumerations.</summary>
internal enum CoreNesting
{
    Single = 1,
    List = 2,
    Set = 3,
    Map = 4,
    Group = 5,
}

/// <summary>A block of a schema as the core sees it: what came over the wire, nothing of the provider's own classes.</summary>
/// <param name="Attributes">The attributes, nested ones included.</param>
internal sealed record CoreBlock(ImmutableArray<CoreAttribute> Attributes, ImmutableArray<CoreNestedBlock> Blocks)
{
    public CoreBlock(params IEnumerable<CoreAttribute> attributes)
        : this([.. attributes], [])
    {
    }

    /// <summary>The object type that values of the block have.</summary>
    public CtyObjectType Type { get; } = CtyType.Object([
        .. Attributes.Select(static attribute => (attribute.Name, attribute.Type)),
        .. Blocks.Select(static block => (block.Name, block.Type))]);

    public static CoreBlock From(Wire.Schema.Types.Block block) => new(
        [.. block.Attributes.Select(CoreAttribute.From)], [.. block.BlockTypes.Select(CoreNestedBlock.From)]);

    /// <summary>A configuration, as <see cref="ValueText"/> has it; where it has no block of a kind, the core sends an empty container.</summary>
    public CtyObject Config(string text) => Complete(ValueText.Object(Type, text));

    /// <summary>What the core takes for a configuration or state that is not there: attributes null, blocks empty.</summary>
    public CtyObject Absent() => CtyValue.Object(
        Type,
        [
            .. Attributes.Select(static attribute => (attribute.Name, CtyValue.Null(attribute.Type))),
            .. Blocks.Select(static block => (block.Name, block.Absent())),
        ]);

    internal CtyObject Complete(CtyObject config) => Blocks.Aggregate(config, static (completed, block) => completed.With(block.Name, block.Complete(completed[block.Name])));
}

/// <summary>An attribute of a block or of a nested attribute.</summary>
/// <param name="Type">The type of its values; for a nested attribute the one that follows from the attributes inside.</param>
internal sealed record CoreAttribute(string Name, CtyType Type)
{
    public CoreAttribute(string name, CoreNesting mode, params IEnumerable<CoreAttribute> inside)
        : this(name, new CoreNested(mode, new CoreBlock(inside)))
    {
    }

    private CoreAttribute(string name, CoreNested nested)
        : this(name, nested.Type) => Nested = nested;

    public CoreNested? Nested { get; init; }

    public bool Required { get; init; }

    public bool Optional { get; init; }

    public bool Computed { get; init; }

    public bool Sensitive { get; init; }

    public bool WriteOnly { get; init; }

    public static CoreAttribute From(Wire.Schema.Types.Attribute wire)
    {
        var attribute = wire.NestedType is { } nested
            ? new CoreAttribute(wire.Name, (CoreNesting)nested.Nesting, nested.Attributes.Select(From))
            : new CoreAttribute(wire.Name, CtyTypeJson.Decode(wire.Type.Span));
        return attribute with
        {
            Required = wire.Required,
            Optional = wire.Optional,
            Computed = wire.Computed,
            Sensitive = wire.Sensitive,
            WriteOnly = wire.WriteOnly,
        };
    }
}

/// <summary>The inside of a nested attribute.</summary>
internal sealed record CoreNested(CoreNesting Mode, CoreBlock Inside)
{
    public CtyType Type => Mode switch
    {
        CoreNesting.List => CtyType.List(Inside.Type),
        CoreNesting.Set => CtyType.Set(Inside.Type),
        CoreNesting.Map => CtyType.Map(Inside.Type),
        _ => Inside.Type,
    };
}

/// <summary>A nested block.</summary>
internal sealed record CoreNestedBlock(string Name, CoreNesting Mode, CoreBlock Inside)
{
    public CtyType Type => new CoreNested(Mode, Inside).Type;

    public static CoreNestedBlock From(Wire.Schema.Types.NestedBlock wire) =>
        new(wire.TypeName, From(wire.Nesting), CoreBlock.From(wire.Block));

    /// <summary>The value of a configuration without such a block.</summary>
    public CtyValue Absent() => Mode switch
    {
        CoreNesting.Single => CtyValue.Null(Inside.Type),
        CoreNesting.List => CtyValue.List(Inside.Type),
        CoreNesting.Set => CtyValue.Set(Inside.Type),
        CoreNesting.Map => CtyValue.Map(Inside.Type),
        _ => Inside.Absent(),
    };

    /// <summary>The block with its own blocks completed.</summary>
    internal CtyValue Complete(CtyValue value) => value switch
    {
        { IsNull: true } => Absent(),
        CtyObject known => Inside.Complete(known),
        CtySequence { IsSet: true } set => CtyValue.Set(Inside.Type, set.Elements.Select(CompleteElement)),
        CtySequence list => CtyValue.List(Inside.Type, list.Elements.Select(CompleteElement)),
        CtyMap map => CtyValue.Map(Inside.Type, map.Entries.Select(entry => KeyValuePair.Create(entry.Key, CompleteElement(entry.Value)))),
        _ => value,
    };

    private CtyValue CompleteElement(CtyValue element) => element is CtyObject known ? Inside.Complete(known) : element;

    private static CoreNesting From(BlockNesting nesting) => (CoreNesting)nesting;
}
