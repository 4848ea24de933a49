using System.Globalization;
using Planton.DigitalOcean;

namespace TerraformProviderPlanton.Common;

/// <summary>Times as the API and the state write them.</summary>
internal static class Rfc3339
{
    /// <summary>The time in UTC with whole seconds, or with a fraction when it has one.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time in UTC, cut to whole seconds: the precision of the API's own times.</summary>
    public static string FormatSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time in UTC; null when the text has any other form than the standard's: see <see cref="ApiTime.Parse"/>, the one reader.</summary>
    /// <param name="text">What the API, the state or the user wrote.</param>
    public static DateTimeOffset? Parse(string? text) => ApiTime.Parse(text);
}
