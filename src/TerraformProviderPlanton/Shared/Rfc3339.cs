using System.Globalization;
using System.Text.RegularExpressions;

namespace TerraformProviderPlanton.Shared;

/// <summary>Times as the API and the state write them.</summary>
internal static partial class Rfc3339
{
    // The pattern needs no backtracking; the limit only says so to whoever changes it.
    private const int MatchTimeoutMilliseconds = 1000;

    private const int TickDigits = 7;

    /// <summary>The time in UTC with whole seconds, or with a fraction when it has one.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time in UTC, cut to whole seconds: the precision of the API's own times.</summary>
    public static string FormatSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time; null when the text is none. Digits beyond a tenth of a microsecond are rounded.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>
    /// The time in UTC; null when the text has any other form than the standard's: date, time and offset in full. Digits beyond a tenth
    /// of a microsecond are cut off, so that the time is never later than the text says.
    /// </summary>
    /// <param name="text">What the user wrote.</param>
    public static DateTimeOffset? ParseStrictly(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success) return null;
        if (!DateTime.TryParseExact(match.Groups["date"].Value + match.Groups["time"].Value, "yyyy-MM-ddHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;

        var ticks = local.Ticks + Fraction(match.Groups["fraction"].ValueSpan) - Offset(match.Groups["offset"].ValueSpan).Ticks;
        return ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    private static long Fraction(ReadOnlySpan<char> digits)
    {
        var ticks = 0L;
        for (var i = 0; i < TickDigits; i++) ticks = (ticks * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return ticks;
    }

    private static TimeSpan Offset(ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z") return TimeSpan.Zero;
        var offset = TimeSpan.ParseExact(text[1..], "hh':'mm", CultureInfo.InvariantCulture);
        return text[0] == '-' ? -offset : offset;
    }

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]+))?(?<offset>[Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\z",
        RegexOptions.ExplicitCapture,
        MatchTimeoutMilliseconds)]
    private static partial Regex Pattern();
}
