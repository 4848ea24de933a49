using System.Text.Json;

namespace Planton.DigitalOcean.Http;

/// <summary>
/// Detects bodies that end in the middle of their JSON. Without a length header, the end of a broken connection looks like the end of the body;
/// unlike a response in the wrong format, such a response is worth a retry.
/// </summary>
internal static class TruncatedJson
{
    public static async Task ThrowIfCutShortAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode && IsCutShort(await answer.Content.ReadAsByteArrayAsync(cancellationToken)))
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the body ends in the middle of its JSON");
        }
    }

    public static bool IsCutShort(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            // A body that is not JSON at all is a different fault, detected where the response is parsed.
            return false;
        }

        return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
    }
}
