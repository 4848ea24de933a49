using Wire = Planton.Terraform.Plugin.Protocol;
using BlockNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.NestedBlock.Types.NestingMode;
using ObjectNesting = Planton.Terraform.Plugin.Protocol.Schema.Types.Object.Types.NestingMode;

namespace Planton.Docs;

/// <summary>Who sets an attribute or block.</summary>
internal enum EntryGroup
{
    Required,
    Optional,
    ReadOnly,
}

/// <summary>An attribute or block as a page lists it.</summary>
/// <param name="Kind">Its type in words.</param>
/// <param name="Instead">What to use instead when it is deprecated; else empty.</param>
/// <param name="Anchor">How the anchor of what is inside begins.</param>
/// <param name="Inside">What is inside; null for a plain value.</param>
internal sealed record SchemaEntry(string Name, EntryGroup Group, string Kind, string Description, string Instead, string Anchor, IReadOnlyList<SchemaEntry>? Inside)
{
    private const string WriteOnly = "[Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)";

    /// <summary>Whether it holds the time limits of operations: pages give those a heading of their own.</summary>
    public bool IsTimeouts => Name == "timeouts" && Inside is not null;

    public static IReadOnlyList<SchemaEntry> Of(Wire.Schema.Types.Block block) => [.. block.Attributes.Select(Of), .. block.BlockTypes.Select(Of)];

    private static SchemaEntry Of(Wire.Schema.Types.Attribute attribute) => new(
        attribute.Name, GroupOf(attribute), KindOf(attribute), attribute.Description, attribute.DeprecationMessage, "nestedatt",
        attribute.NestedType is { } nested ? [.. nested.Attributes.Select(Of)] : null);

    private static SchemaEntry Of(Wire.Schema.Types.NestedBlock block) => new(
        block.TypeName, block.MinItems > 0 ? EntryGroup.Required : EntryGroup.Optional, KindOf(block), block.Block.Description, block.Block.DeprecationMessage, "nestedblock",
        Of(block.Block));

    private static EntryGroup GroupOf(Wire.Schema.Types.Attribute attribute) =>
        attribute.Required ? EntryGroup.Required : attribute.Optional ? EntryGroup.Optional : EntryGroup.ReadOnly;

    private static string KindOf(Wire.Schema.Types.Attribute attribute)
    {
        var type = attribute.NestedType?.Nesting switch
        {
            ObjectNesting.Single => "Attributes",
            ObjectNesting.List => "Attributes List",
            ObjectNesting.Set => "Attributes Set",
            ObjectNesting.Map => "Attributes Map",
            _ => TypeText.Of(TypeText.Read(attribute.Type)),
        };
        if (attribute.Sensitive) { type += ", Sensitive"; }

        return attribute.WriteOnly ? $"{type}, {WriteOnly}" : type;
    }

    private static string KindOf(Wire.Schema.Types.NestedBlock block)
    {
        var kind = block.Nesting switch
        {
            BlockNesting.List => "Block List",
            BlockNesting.Set => "Block Set",
            BlockNesting.Map => "Block Map",
            _ => "Block",
        };
        if (block.MinItems > 0) { kind += $", Min: {block.MinItems}"; }

        return block.MaxItems > 0 ? $"{kind}, Max: {block.MaxItems}" : kind;
    }
}
