using System.Globalization;

namespace TerraformProviderPlanton.Shared;

/// <summary>Times as the API and the state write them.</summary>
internal static class Rfc3339
{
    /// <summary>The time in UTC with whole seconds, or with a fraction when it has one.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time in UTC, cut to whole seconds: the precision of the API's own times.</summary>
    public static string FormatSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time; null when the text is none. Digits beyond a tenth of a microsecond are rounded.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
