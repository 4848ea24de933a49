using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Planton.DigitalOcean.Simulator.Http;

/// <summary>A span of time on the control path: seconds as a number, or <c>[days.]hh:mm:ss</c> as text.</summary>
internal sealed class SpanConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.GetDouble() is var seconds && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        if (reader.TokenType == JsonTokenType.String && TimeSpan.TryParseExact(reader.GetString(), "c", CultureInfo.InvariantCulture, out var span))
        {
            return span;
        }

        throw new JsonException("A span of time is a number of seconds or a text such as 00:15:00 or 14.00:00:00.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));
}
