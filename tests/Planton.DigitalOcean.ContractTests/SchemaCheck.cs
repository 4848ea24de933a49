using System.Text.Json;
using System.Text.RegularExpressions;

namespace Planton.DigitalOcean.ContractTests;

/// <summary>
/// Compares JSON with a schema of OpenAPI 3.0, as far as the description uses the language: references, composition, types, null, required
/// and known properties, items, enumerations, patterns, lengths, ranges, formats.
/// </summary>
internal sealed class SchemaCheck(ApiDescription description)
{
    /// <summary>What the schema does not allow, each with its place; empty when the value fits.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement schema)
    {
        var faults = new List<string>();
        Check(value, schema, "$", faults, knowsAll: true);
        return faults;
    }

    /// <summary>Compares a value of a query or a path, which is text; a list is given by naming it once for each item.</summary>
    public IReadOnlyList<string> TextFaults(string text, JsonElement schema)
    {
        if (description.Resolve(schema).TryGetProperty("items", out var items))
        {
            return TextFaults(text, items);
        }

        var type = description.Resolve(schema).TryGetProperty("type", out var name) ? name.GetString() : "string";
        try
        {
            return Faults(JsonSerializer.Deserialize<JsonElement>(type == "string" ? JsonSerializer.Serialize(text) : text), schema);
        }
        catch (JsonException)
        {
            return [$"\"{text}\" is no {type}"];
        }
    }

    private void Check(JsonElement value, JsonElement reference, string place, List<string> faults, bool knowsAll)
    {
        var schema = description.Resolve(reference);
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!AllowsNull(schema))
            {
                faults.Add($"{place} is null");
            }

            return;
        }

        CheckParts(value, schema, place, faults);
        CheckType(value, schema, place, faults);
        CheckScalar(value, schema, place, faults);
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check(item, items, $"{place}[{index++}]", faults, knowsAll: true);
            }
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(value, schema, place, faults, knowsAll);
        }
    }

    private void CheckParts(JsonElement value, JsonElement schema, string place, List<string> faults)
    {
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
            {
                Check(value, part, place, faults, knowsAll: false);
            }
        }

        foreach (var (word, most) in new[] { ("oneOf", 1), ("anyOf", int.MaxValue) })
        {
            if (!schema.TryGetProperty(word, out var alternatives))
            {
                continue;
            }

            var fits = alternatives.EnumerateArray().Count(part =>
            {
                var own = new List<string>();
                Check(value, part, place, own, knowsAll: false);
                return own.Count == 0;
            });
            if (fits == 0 || fits > most)
            {
                faults.Add($"{place} fits {fits} alternatives of {word}");
            }
        }
    }

    private static void CheckType(JsonElement value, JsonElement schema, string place, List<string> faults)
    {
        var fits = !schema.TryGetProperty("type", out var type) || type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            var other => throw new NotSupportedException($"The type {other} is not known to this check."),
        };
        if (!fits)
        {
            faults.Add($"{place} is {value.ValueKind}, not {type.GetString()}");
        }
    }

    private static void CheckScalar(JsonElement value, JsonElement schema, string place, List<string> faults)
    {
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            faults.Add($"{place} is {value.GetRawText()}, which is not in the enumeration");
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            CheckLimit(value.GetDouble(), schema, ("minimum", "maximum"), place, faults);
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return;
        }

        var text = value.GetString()!;
        CheckLimit(text.Length, schema, ("minLength", "maxLength"), place, faults);
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ECMAScript))
        {
            faults.Add($"{place} is \"{text}\", which does not fit {pattern.GetString()}");
        }

        var fits = !schema.TryGetProperty("format", out var format) || format.GetString() switch
        {
            "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            _ => true,
        };
        if (!fits)
        {
            faults.Add($"{place} is \"{text}\", which is no {format.GetString()}");
        }
    }

    private static void CheckLimit(double measure, JsonElement schema, (string Least, string Most) words, string place, List<string> faults)
    {
        if ((schema.TryGetProperty(words.Least, out var least) && measure < least.GetDouble())
            || (schema.TryGetProperty(words.Most, out var most) && measure > most.GetDouble()))
        {
            faults.Add($"{place} is out of its range");
        }
    }

    private void CheckObject(JsonElement value, JsonElement schema, string place, List<string> faults, bool knowsAll)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            faults.AddRange(from name in required.EnumerateArray()
                            where !value.TryGetProperty(name.GetString()!, out _)
                            select $"{place}.{name.GetString()} is missing");
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (value.TryGetProperty(property.Name, out var member))
                {
                    Check(member, property.Value, $"{place}.{property.Name}", faults, knowsAll: true);
                }
            }
        }

        // Only where the whole composition is in view can a property be called unknown; a schema without any allows all.
        if (knowsAll && Known(schema) is { Count: > 0 } known)
        {
            faults.AddRange(from property in value.EnumerateObject() where !known.Contains(property.Name) select $"{place}.{property.Name} is not in the description");
        }
    }

    private HashSet<string> Known(JsonElement reference)
    {
        var schema = description.Resolve(reference);
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (schema.TryGetProperty("properties", out var properties))
        {
            known.UnionWith(properties.EnumerateObject().Select(property => property.Name));
        }

        foreach (var word in (string[])["allOf", "oneOf", "anyOf"])
        {
            if (schema.TryGetProperty(word, out var parts))
            {
                known.UnionWith(parts.EnumerateArray().SelectMany(Known));
            }
        }

        return known;
    }

    private bool AllowsNull(JsonElement schema) =>
        (schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
        || (schema.TryGetProperty("allOf", out var all) && all.EnumerateArray().Any(part => AllowsNull(description.Resolve(part))));
}
