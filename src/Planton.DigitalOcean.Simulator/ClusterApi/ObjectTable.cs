using System.Text.Json;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.ClusterApi;

/// <summary>Objects as the rows that kubectl prints.</summary>
/// <param name="included">What each row contains of its object: <c>None</c>, <c>Object</c>, or by default its metadata.</param>
/// <param name="now">The time that ages are relative to.</param>
internal sealed class ObjectTable(string included, DateTimeOffset now) : Representation
{
    public override ReadOnlyMemory<byte> One(ClusterObject found) => Table(found.Kind, new ObjectPage([found], Revision: 0, Continue: null, Remaining: null));

    public override ReadOnlyMemory<byte> List(ObjectKind kind, ObjectPage page) => Table(kind, page);

    private ReadOnlyMemory<byte> Table(ObjectKind kind, ObjectPage page) => Write(writer =>
    {
        var columns = TableColumns.Of(kind, now);
        Begin(writer, "Table", Meta);
        WriteListMetadata(writer, page);
        writer.WriteStartArray("columnDefinitions");
        foreach (var column in columns) WriteColumn(writer, column);
        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (var one in page.Items) WriteRow(writer, columns, one);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteColumn(Utf8JsonWriter writer, TableColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("type", "string");
        writer.WriteString("format", column.Name == TableColumns.Name ? "name" : "");
        writer.WriteString("description", "");
        writer.WriteNumber("priority", 0);
        writer.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter writer, IReadOnlyList<TableColumn> columns, ClusterObject one)
    {
        var content = one.Read();
        writer.WriteStartObject();
        writer.WriteStartArray("cells");
        foreach (var column in columns) writer.WriteStringValue(column.Cell(content));
        writer.WriteEndArray();
        if (included == "Object")
        {
            writer.WritePropertyName("object");
            content.WriteTo(writer);
        }
        else if (included != "None")
        {
            writer.WritePropertyName("object");
            WriteMetadata(writer, one);
        }

        writer.WriteEndObject();
    }
}
