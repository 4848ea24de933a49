using System.Text;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace Planton.Docs;

/// <summary>
/// The reference of a schema: its attributes by who sets them, then the attributes inside of each, from the outside in. Time limits have a heading of
/// their own, where readers of other providers' pages look for them.
/// </summary>
internal static class SchemaText
{
    private static readonly (string Title, Func<SchemaAttribute, bool> Holds)[] Groups =
    [
        ("Required", static attribute => attribute.Required),
        ("Optional", static attribute => attribute.Optional),
        ("Read-Only", static attribute => attribute is { Required: false, Optional: false }),
    ];

    public static string Of(Schema schema)
    {
        var text = new StringBuilder("## Schema\n\n");
        if (!schema.Untyped.Any()) return text.Append("It takes no arguments.\n").ToString();

        foreach (var (title, attributes) in InGroups(schema.Untyped)) Write(text, $"### {title}", attributes, string.Empty);
        WriteNested(text, schema.Untyped, string.Empty, string.Empty);
        foreach (var (name, attribute) in schema.Untyped.Where(static item => item.Attribute is TimeoutsAttribute)) WriteTimeouts(text, name, attribute);
        return text.ToString();
    }

    private static void WriteTimeouts(StringBuilder text, string name, SchemaAttribute timeouts)
    {
        text.Append("## Timeouts\n\n").Append($"`{name}` has these optional attributes. Each is a duration such as `90s` or `1h30m`.\n\n");
        foreach (var (operation, limit) in timeouts.Nested!.Attributes) text.Append($"- `{operation}` ({Kind(limit)}) {limit.Description}\n");
    }

    private static void WriteNested(StringBuilder text, AttributeSet attributes, string anchor, string path)
    {
        foreach (var (_, group) in InGroups(attributes))
        {
            foreach (var (name, attribute) in group.Where(static item => item.Attribute is { Nested: not null } and not TimeoutsAttribute))
            {
                var (innerAnchor, innerPath) = ($"{anchor}--{name}", path.Length == 0 ? name : $"{path}.{name}");
                text.Append($"<a id=\"nestedatt{innerAnchor}\"></a>\n### Nested Schema for `{innerPath}`\n\n");
                foreach (var (title, inside) in InGroups(attribute.Nested!.Attributes)) Write(text, $"{title}:", inside, innerAnchor);
                WriteNested(text, attribute.Nested.Attributes, innerAnchor, innerPath);
            }
        }
    }

    private static void Write(StringBuilder text, string title, IEnumerable<NamedAttribute> attributes, string anchor)
    {
        text.Append(title).Append("\n\n");
        foreach (var (name, attribute) in attributes)
        {
            text.Append($"- `{name}` ({Kind(attribute)}) {attribute.Description}");
            if (attribute.DeprecationMessage is { } instead) text.Append($" Deprecated: {instead}");
            if (attribute is TimeoutsAttribute) text.Append(" (see [Timeouts](#timeouts))");
            else if (attribute.Nested is not null) text.Append($" (see [below for nested schema](#nestedatt{anchor}--{name}))");
            text.Append('\n');
        }

        text.Append('\n');
    }

    private static IEnumerable<(string Title, IReadOnlyList<NamedAttribute> Attributes)> InGroups(AttributeSet attributes) =>
        from @group in Groups
        let members = attributes.Where(item => @group.Holds(item.Attribute)).OrderBy(static item => item.Name, StringComparer.Ordinal).ToList()
        where members.Count > 0
        select (@group.Title, (IReadOnlyList<NamedAttribute>)members);

    private static string Kind(SchemaAttribute attribute)
    {
        var type = attribute.Nested?.Mode switch
        {
            NestingMode.Single => "Attributes",
            NestingMode.List => "Attributes List",
            NestingMode.Set => "Attributes Set",
            NestingMode.Map => "Attributes Map",
            _ => TypeText.Of(attribute.Type),
        };
        if (attribute.Sensitive) type += ", Sensitive";
        return attribute.WriteOnly ? $"{type}, [Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)" : type;
    }
}
