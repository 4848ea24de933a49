using System.Globalization;

namespace Planton.DigitalOcean;

/// <summary>Times as the API writes them: RFC 3339, with up to nine digits of a second. Records keep the text; this reads it.</summary>
public static class ApiTime
{
    /// <summary>Reads a time; digits beyond a tenth of a microsecond are dropped.</summary>
    /// <param name="text">RFC 3339, or null.</param>
    /// <returns>The moment in UTC, or null when the text is missing or is no time.</returns>
    public static DateTimeOffset? Parse(string? text) =>
        text is { Length: >= 19 } && text[4] == '-' && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>The text, unless it is the zero of the service's own language, which stands in some answers for no time at all.</summary>
    internal static string? OrNull(string? text) => text is null || text.StartsWith("0001-01-01T", StringComparison.Ordinal) ? null : text;
}
