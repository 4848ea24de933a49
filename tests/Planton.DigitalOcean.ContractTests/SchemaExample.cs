using System.Text.Json;
using System.Text.Json.Nodes;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>A value that a schema allows, made from the examples in it.</summary>
internal sealed class SchemaExample(ApiDescription description)
{
    public JsonElement Of(JsonElement schema) => JsonSerializer.SerializeToElement(Node(schema));

    private JsonNode? Node(JsonElement reference)
    {
        var schema = description.Resolve(reference);
        if (schema.TryGetProperty("example", out var example))
        {
            return JsonNode.Parse(example.GetRawText());
        }

        if (schema.TryGetProperty("items", out var items))
        {
            return new JsonArray(Node(items));
        }

        var parts = new JsonObject();
        foreach (var part in Parts(schema))
        {
            if (Node(part) is JsonObject members)
            {
                foreach (var (name, value) in members.ToArray())
                {
                    members.Remove(name);
                    parts[name] = value;
                }
            }
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                parts[property.Name] = Node(property.Value);
            }
        }

        return parts.Count > 0 ? parts : null;
    }

    /// <summary>All parts of an allOf; the first alternative of the others.</summary>
    private static IEnumerable<JsonElement> Parts(JsonElement schema) =>
        (schema.TryGetProperty("allOf", out var all) ? all.EnumerateArray().ToArray() : [])
            .Concat(schema.TryGetProperty("oneOf", out var one) ? [one[0]] : [])
            .Concat(schema.TryGetProperty("anyOf", out var any) ? [any[0]] : []);
}
