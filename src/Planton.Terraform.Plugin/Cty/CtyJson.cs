using System.Text.Encodings.Web;
using System.Text.Json;

namespace Planton.Terraform.Plugin.Cty;

/// <summary>
/// The JSON form of values, as Terraform keeps them in its state: read and written by type, numbers of any precision, dynamic
/// places as <c>{"value":…,"type":…}</c>. Unknown values and infinity have no JSON form.
/// </summary>
public static partial class CtyJson
{
    /// <summary>
    /// <see cref="CtyCursor.MaxDepth"/> is the limit of values and types, each level of which takes up to two levels of JSON;
    /// this one only ends what is passed over unread.
    /// </summary>
    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 4 * CtyCursor.MaxDepth };

    /// <summary>The text is never part of a web page, so only what JSON itself demands is escaped.</summary>
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 4 * CtyCursor.MaxDepth,
    };

    /// <summary>Writes a value, in UTF-8 and without blanks.</summary>
    /// <param name="type">The type of the place; where it is dynamic, the value's own type is written along.</param>
    /// <exception cref="ArgumentException">The value is not of the type, or a part of it is unknown or infinite.</exception>
    public static ReadOnlyMemory<byte> Encode(CtyValue value, CtyType type)
    {
        using var output = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(output, WriterOptions)) new Encoder(writer).Write(value, type);
        return output.ToArray();
    }

    /// <summary>
    /// Reads a value. An attribute that is missing is null. As in Terraform, a string may hold a number or a bool where one is
    /// due, and a number or a bool may stand where a string is due: older states were written that way.
    /// </summary>
    /// <param name="json">The JSON text in UTF-8.</param>
    /// <param name="type">The type of the place.</param>
    /// <param name="ignoreUnknownAttributes">
    /// Whether attributes that an object's type does not have are passed over instead of refused: a state may hold attributes that
    /// the schema has lost since.
    /// </param>
    /// <exception cref="CtyDecodeException">The text is no value of the type.</exception>
    public static CtyValue Decode(ReadOnlySpan<byte> json, CtyType type, bool ignoreUnknownAttributes = false)
    {
        // A missing attribute costs its place without costing text, so parts are bounded more widely than by the length.
        var cursor = new CtyCursor(1_000_000 + (16L * json.Length));
        try
        {
            var decoder = new Decoder(new Utf8JsonReader(json, ReaderOptions), cursor, ignoreUnknownAttributes);
            return decoder.ReadDocument(type);
        }
        catch (JsonException exception)
        {
            throw cursor.Fault("The text is not valid JSON.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw cursor.Fault("A string is not valid Unicode.", exception);
        }
    }
}
