using System.Globalization;
using Planton.DigitalOcean;

namespace TerraformProviderPlanton.Common;

/// <summary>Times in the format of the API and the state.</summary>
internal static class Rfc3339
{
    /// <summary>The time in UTC with whole seconds, or with a fraction when it has one.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time in UTC, truncated to whole seconds: the precision of the API's own times.</summary>
    public static string FormatSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time in UTC; null if the text has another format (see <see cref="ApiTime.Parse"/>).</summary>
    /// <param name="text">What the API, the state or the user wrote.</param>
    public static DateTimeOffset? Parse(string? text) => ApiTime.Parse(text);
}
