using System.Text;
using System.Text.Json;

namespace Planton.DigitalOcean.Http;

/// <summary>
/// The body of an error. The usual format is <c>{id, message, request_id}</c>; other products return <c>{error, messages, root_causes}</c>, gateways
/// HTML or nothing.
/// </summary>
/// <param name="Id">The API's id for the error.</param>
/// <param name="Message">Its message; null if there is none.</param>
/// <param name="RequestId">The request id in the body.</param>
internal sealed record ErrorBody(string? Id, string? Message, string? RequestId)
{
    private const int MaxMessage = 1000;

    public static ErrorBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new ErrorBody(Text(root, "id"), Text(root, "message") ?? OtherForm(root), Text(root, "request_id"))
                : new ErrorBody(null, Plain(root.ToString()), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape such as \ud800 that is half a character.
            var text = Encoding.UTF8.GetString(body.Span);
            return new ErrorBody(null, text.TrimStart().StartsWith('<') ? Markup(text) : Plain(text), null);
        }
    }

    private static string? OtherForm(JsonElement root)
    {
        string?[] parts = [Text(root, "error"), Text(root, "messages"), Text(root, "root_causes"), Text(root, "errors")];
        var known = string.Join(": ", parts.Where(part => part is not null));
        return known.Length > 0 ? known : null;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Array => Plain(string.Join("; ", value.EnumerateArray().Select(Text).Where(text => text is not null))),
        _ => Plain(value.ToString()),
    };

    /// <summary>The texts between the tags. Title and heading of an error page usually say the same, which is repeated once.</summary>
    private static string? Markup(string page)
    {
        var texts = new List<string>();
        foreach (var part in Start(page).Split('<'))
        {
            var end = part.IndexOf('>', StringComparison.Ordinal);
            if (end >= 0 && Plain(part[(end + 1)..]) is { } text && !texts.Contains(text)) texts.Add(text);
        }

        return Plain(string.Join(' ', texts));
    }

    /// <summary>One line of readable text: no control characters, of bounded length.</summary>
    private static string? Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var character in Start(text))
        {
            var visible = char.IsControl(character) || char.IsWhiteSpace(character) ? ' ' : character;
            if (visible != ' ' || (plain.Length > 0 && plain[^1] != ' '))
            {
                plain.Append(visible);
            }
        }

        var line = plain.ToString().TrimEnd();
        return line.Length == 0 ? null : line.Length <= MaxMessage ? line : line[..MaxMessage] + "…";
    }

    private static string Start(string text) => text.Length > 20 * MaxMessage ? text[..(20 * MaxMessage)] : text;
}
