using System.Text.Json;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// The JSON form of types, as schemas and dynamic values carry it: <c>"string"</c>, <c>["list","string"]</c>,
/// <c>["object",{"a":"number"}]</c>. Any type may stand as <c>"dynamic"</c>.
/// </summary>
public static class CtyTypeJson
{
    /// <summary>Writes a type, in UTF-8 and without blanks.</summary>
    public static ReadOnlyMemory<byte> Encode(CtyType type)
    {
        using var output = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(output, CtyJson.WriterOptions)) Write(writer, type);
        return output.ToArray();
    }

    /// <summary>
    /// Reads a type. An object type may name optional attributes in a third element, as type constraints do; a value always
    /// has all its attributes, so the names are checked and dropped.
    /// </summary>
    /// <param name="json">The JSON text in UTF-8.</param>
    /// <exception cref="CtyDecodeException">The text is no type.</exception>
    public static CtyType Decode(ReadOnlySpan<byte> json) => Decode(json, new CtyCursor(json.Length));

    /// <summary>Reads a type that stands inside a value; faults carry the value's path.</summary>
    internal static CtyType Decode(ReadOnlySpan<byte> json, CtyCursor cursor)
    {
        try
        {
            var reader = new Utf8JsonReader(json, CtyJson.ReaderOptions);
            reader.Read();
            var type = Read(ref reader, cursor);
            return reader.Read() ? throw cursor.Fault("A type is followed by something else.") : type;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw cursor.Fault("A type is not valid JSON.", exception);
        }
    }

    internal static void Write(Utf8JsonWriter writer, CtyType type)
    {
        switch (type)
        {
            case CtyPrimitiveType primitive:
                writer.WriteStringValue(primitive.Name);
                break;
            case CtyCollectionType collection:
                writer.WriteStartArray();
                writer.WriteStringValue(Keyword(collection.Kind));
                Write(writer, collection.Element);
                writer.WriteEndArray();
                break;
            case CtyTupleType tuple:
                WriteTuple(writer, tuple);
                break;
            case CtyObjectType attributes:
                WriteObject(writer, attributes);
                break;
            default:
                writer.WriteStringValue("dynamic"u8);
                break;
        }
    }

    /// <summary>Reads the type at the reader's token and leaves the reader at the type's last token.</summary>
    internal static CtyType Read(ref Utf8JsonReader reader, CtyCursor cursor)
    {
        cursor.Enter();
        var type = reader.TokenType switch
        {
            JsonTokenType.String => ReadName(ref reader, cursor),
            JsonTokenType.StartArray => ReadComposite(ref reader, cursor),
            _ => throw cursor.Fault("A type is a name or an array that begins with one."),
        };
        cursor.Leave();
        return type;
    }

    private static void WriteTuple(Utf8JsonWriter writer, CtyTupleType tuple)
    {
        writer.WriteStartArray();
        writer.WriteStringValue("tuple"u8);
        writer.WriteStartArray();
        foreach (var element in tuple.Elements) Write(writer, element);
        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, CtyObjectType type)
    {
        writer.WriteStartArray();
        writer.WriteStringValue("object"u8);
        writer.WriteStartObject();
        for (var i = 0; i < type.Attributes.Length; i++)
        {
            writer.WritePropertyName(type.Utf8Name(i));
            Write(writer, type.Attributes[i].Type);
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static ReadOnlySpan<byte> Keyword(CtyCollectionKind kind) => kind switch
    {
        CtyCollectionKind.List => "list"u8,
        CtyCollectionKind.Set => "set"u8,
        _ => "map"u8,
    };

    private static CtyType ReadName(ref Utf8JsonReader reader, CtyCursor cursor)
    {
        if (reader.ValueTextEquals("string"u8)) return CtyType.String;
        if (reader.ValueTextEquals("number"u8)) return CtyType.Number;
        if (reader.ValueTextEquals("bool"u8)) return CtyType.Bool;
        if (reader.ValueTextEquals("dynamic"u8)) return CtyType.Dynamic;
        throw cursor.Fault($"\"{reader.GetString()}\" is not the name of a type.");
    }

    private static CtyType ReadComposite(ref Utf8JsonReader reader, CtyCursor cursor)
    {
        reader.Read();
        var kind = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Read();
        CtyType type = kind switch
        {
            "list" => CtyType.List(Read(ref reader, cursor)),
            "set" => CtyType.Set(Read(ref reader, cursor)),
            "map" => CtyType.Map(Read(ref reader, cursor)),
            "tuple" => CtyType.Tuple(ReadElements(ref reader, cursor)),
            "object" => ReadObject(ref reader, cursor),
            _ => throw cursor.Fault("A type in brackets begins with list, set, map, tuple or object."),
        };

        reader.Read();
        if (kind == "object" && reader.TokenType == JsonTokenType.StartArray) SkipOptionalNames(ref reader, (CtyObjectType)type, cursor);
        return reader.TokenType == JsonTokenType.EndArray ? type : throw cursor.Fault($"A type of kind {kind} has too many elements.");
    }

    private static List<CtyType> ReadElements(ref Utf8JsonReader reader, CtyCursor cursor)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw cursor.Fault("The elements of a tuple type are an array.");

        var elements = new List<CtyType>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) elements.Add(Read(ref reader, cursor));
        return elements;
    }

    private static CtyObjectType ReadObject(ref Utf8JsonReader reader, CtyCursor cursor)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw cursor.Fault("The attributes of an object type are an object.");

        var attributes = new List<CtyAttribute>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            attributes.Add(new(name, Read(ref reader, cursor)));
        }

        try
        {
            return new(attributes);
        }
        catch (ArgumentException)
        {
            throw cursor.Fault("An object type declares an attribute twice.");
        }
    }

    private static void SkipOptionalNames(ref Utf8JsonReader reader, CtyObjectType type, CtyCursor cursor)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || type.IndexOf(reader.GetString()!) < 0)
            {
                throw cursor.Fault("The optional attributes of an object type are names of its attributes.");
            }
        }

        reader.Read();
    }
}
