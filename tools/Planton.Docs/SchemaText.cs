using System.Text;
using Wire = Planton.Terraform.Plugin.Protocol;

namespace Planton.Docs;

/// <summary>
/// The reference of a schema: its attributes and blocks by who sets them, then what is inside of each, from the outside in. Time limits have a heading
/// of their own, where readers of other providers' pages look for them.
/// </summary>
internal static class SchemaText
{
    private static readonly (EntryGroup Group, string Title)[] Groups = [(EntryGroup.Required, "Required"), (EntryGroup.Optional, "Optional"), (EntryGroup.ReadOnly, "Read-Only")];

    public static string Of(Wire.Schema schema)
    {
        var (text, entries) = (new StringBuilder("## Schema\n\n"), SchemaEntry.Of(schema.Block));
        if (entries.Count == 0) { return text.Append("It takes no arguments.\n").ToString(); }

        foreach (var (title, members) in InGroups(entries)) { Write(text, $"### {title}", members, string.Empty); }

        WriteNested(text, entries, string.Empty, string.Empty);
        foreach (var timeouts in entries.Where(static entry => entry.IsTimeouts)) { WriteTimeouts(text, timeouts); }

        return text.ToString();
    }

    private static void WriteTimeouts(StringBuilder text, SchemaEntry timeouts)
    {
        text.Append("## Timeouts\n\n").Append($"`{timeouts.Name}` has these optional attributes. Each is a duration such as `90s` or `1h30m`.\n\n");
        foreach (var limit in timeouts.Inside!) { text.Append($"- `{limit.Name}` ({limit.Kind}) {limit.Description}\n"); }
    }

    private static void WriteNested(StringBuilder text, IReadOnlyList<SchemaEntry> entries, string anchor, string path)
    {
        foreach (var entry in InGroups(entries).SelectMany(static group => group.Members).Where(static entry => entry is { Inside: not null, IsTimeouts: false }))
        {
            var (innerAnchor, innerPath) = ($"{anchor}--{entry.Name}", path.Length == 0 ? entry.Name : $"{path}.{entry.Name}");
            text.Append($"<a id=\"{entry.Anchor}{innerAnchor}\"></a>\n### Nested Schema for `{innerPath}`\n\n");
            foreach (var (title, members) in InGroups(entry.Inside!)) { Write(text, $"{title}:", members, innerAnchor); }

            WriteNested(text, entry.Inside!, innerAnchor, innerPath);
        }
    }

    private static void Write(StringBuilder text, string title, IEnumerable<SchemaEntry> entries, string anchor)
    {
        text.Append(title).Append("\n\n");
        foreach (var entry in entries)
        {
            text.Append($"- `{entry.Name}` ({entry.Kind}) {entry.Description}".TrimEnd());
            if (entry.Instead.Length > 0) { text.Append($" Deprecated: {entry.Instead}"); }

            if (entry.IsTimeouts) { text.Append(" (see [Timeouts](#timeouts))"); }
            else if (entry.Inside is not null) { text.Append($" (see [below for nested schema](#{entry.Anchor}{anchor}--{entry.Name}))"); }

            text.Append('\n');
        }

        text.Append('\n');
    }

    private static IEnumerable<(string Title, IReadOnlyList<SchemaEntry> Members)> InGroups(IReadOnlyList<SchemaEntry> entries) =>
        from @group in Groups
        let members = entries.Where(entry => entry.Group == @group.Group).OrderBy(static entry => entry.Name, StringComparer.Ordinal).ToList()
        where members.Count > 0
        select (@group.Title, (IReadOnlyList<SchemaEntry>)members);
}
