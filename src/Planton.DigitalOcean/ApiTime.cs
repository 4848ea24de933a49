using System.Globalization;
using System.Text.RegularExpressions;

namespace Planton.DigitalOcean;

/// <summary>Times as the API writes them: RFC 3339, with up to nine digits of a second. Records keep the text; this reads it.</summary>
public static partial class ApiTime
{
    // The pattern does not backtrack; the timeout only guards against future changes.
    private const int MatchTimeoutMilliseconds = 1000;

    private const int TickDigits = 7;

    /// <summary>Parses a time. Digits beyond a tenth of a microsecond are truncated, so that the time is never later than the text says.</summary>
    /// <param name="text">RFC 3339, or null.</param>
    /// <returns>The moment in UTC, or null when the text has any other form than the standard's: date, time and offset in full.</returns>
    public static DateTimeOffset? Parse(string? text)
    {
        var match = Pattern().Match(text ?? string.Empty);
        if (!match.Success) return null;
        if (!DateTime.TryParseExact(match.Groups["date"].Value + match.Groups["time"].Value, "yyyy-MM-ddHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var ticks = local.Ticks + Fraction(match.Groups["fraction"].ValueSpan) - Offset(match.Groups["offset"].ValueSpan).Ticks;
        return ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    /// <summary>The text, unless it is the zero of the service's own language, which means no time in some responses.</summary>
    internal static string? OrNull(string? text) => text is null || text.StartsWith("0001-01-01T", StringComparison.Ordinal) ? null : text;

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
