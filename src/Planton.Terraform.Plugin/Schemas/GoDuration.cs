using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Planton.Terraform.Plugin.Schemas;

/// <summary>
/// Durations in the notation of Go, which Terraform's users know from timeouts: <c>90s</c>, <c>1h30m</c>, <c>-1.5h</c>, <c>0</c>.
/// The units are ns, us (also µs), ms, s, m and h. As in Go, a duration has 64 bits of nanoseconds, about 292 years either way.
/// </summary>
public static class GoDuration
{
    private const string TooLong = "it is longer than about 292 years";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create(".0123456789");

    /// <summary>One more than the greatest duration: its negative is still one.</summary>
    private const ulong Limit = 1UL << 63;

    private const ulong Microsecond = 1_000;
    private const ulong Millisecond = 1_000_000;
    private const ulong Second = 1_000_000_000;

    /// <summary>Reads a duration.</summary>
    /// <returns>The duration, cut toward zero to whole steps of 100 ns, the resolution of a <see cref="TimeSpan"/>.</returns>
    /// <exception cref="FormatException">The text is not a duration; the message says why and shows one.</exception>
    public static TimeSpan Parse(string text) => TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    /// <summary>Reads a duration.</summary>
    /// <param name="value">The duration, cut toward zero to whole steps of 100 ns, the resolution of a <see cref="TimeSpan"/>.</param>
    /// <param name="error">Why the text is not a duration, in sentences that name the text and show a right one.</param>
    public static bool TryParse(string text, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        var isDuration = TryParseNanoseconds(text, out var nanoseconds, out error);
        value = new(nanoseconds / TimeSpan.NanosecondsPerTick);
        return isDuration;
    }

    /// <summary>Reads a duration without any loss.</summary>
    /// <param name="error">Why the text is not a duration, in sentences that name the text and show a right one.</param>
    public static bool TryParseNanoseconds(string text, out long nanoseconds, [NotNullWhen(false)] out string? error)
    {
        nanoseconds = 0;
        var negative = text.StartsWith('-');
        var unsigned = negative || text.StartsWith('+') ? text.AsSpan(1) : text;
        var reason = TryParseUnsigned(unsigned, out var magnitude);
        if (reason is null && magnitude == Limit && !negative) reason = TooLong;

        error = reason is null
            ? null
            : $"\"{text}\" is not a duration: {reason}. Write numbers with their units, such as \"90s\", \"4h\" or \"1h30m\".";
        if (reason is null) nanoseconds = unchecked(negative ? -(long)magnitude : (long)magnitude);
        return error is null;
    }

    /// <summary>Writes a duration as Go does: <c>4h0m0s</c>, <c>1m30s</c>, <c>1.5ms</c>, <c>0s</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is longer than Go's longest, about 292 years.</exception>
    public static string Format(TimeSpan value)
    {
        const long Ticks = long.MaxValue / TimeSpan.NanosecondsPerTick;
        return value.Ticks is >= -Ticks and <= Ticks
            ? FormatNanoseconds(value.Ticks * TimeSpan.NanosecondsPerTick)
            : throw new ArgumentOutOfRangeException(nameof(value), "Go has no duration of more than about 292 years.");
    }

    /// <summary>Writes a duration as Go does: <c>4h0m0s</c>, <c>1m30s</c>, <c>1.5ms</c>, <c>0s</c>.</summary>
    public static string FormatNanoseconds(long nanoseconds)
    {
        var magnitude = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        var sign = nanoseconds < 0 ? "-" : "";
        return sign + magnitude switch
        {
            0 => "0s",
            < Microsecond => $"{magnitude}ns",
            < Millisecond => $"{Decimal(magnitude, Microsecond)}µs",
            < Second => $"{Decimal(magnitude, Millisecond)}ms",
            _ => FormatClock(magnitude),
        };
    }

    private static string FormatClock(ulong nanoseconds)
    {
        var seconds = Decimal(nanoseconds % (60 * Second), Second);
        var minutes = nanoseconds / (60 * Second);
        return minutes switch
        {
            0 => $"{seconds}s",
            < 60 => $"{minutes}m{seconds}s",
            _ => $"{minutes / 60}h{minutes % 60}m{seconds}s",
        };
    }

    /// <summary>A quotient by a power of ten, in full. A decimal holds 28 digits, of which 19 are needed.</summary>
    private static string Decimal(ulong value, ulong unit) => ((decimal)value / unit).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>Reads everything behind the sign. Answers why it cannot, or null.</summary>
    private static string? TryParseUnsigned(ReadOnlySpan<char> text, out ulong total)
    {
        total = 0;
        if (text is "0") return null;
        if (text.IsEmpty) return "it is empty";

        while (!text.IsEmpty)
        {
            if (TryReadTerm(ref text, out var term) is { } reason) return reason;
            if (term > Limit - total) return TooLong;
            total += term;
        }

        return null;
    }

    /// <summary>Reads one number and its unit.</summary>
    private static string? TryReadTerm(ref ReadOnlySpan<char> text, out ulong term)
    {
        term = 0;
        var whole = TakeDigits(ref text);
        ReadOnlySpan<char> fraction = [];
        if (text is ['.', ..])
        {
            text = text[1..];
            fraction = TakeDigits(ref text);
        }

        if (whole.IsEmpty && fraction.IsEmpty) return "a number is missing";

        var end = text.IndexOfAny(NumberCharacters);
        var name = end < 0 ? text : text[..end];
        if (name.IsEmpty) return "a unit is missing";
        if (Unit(name) is not { } unit) return $"\"{name}\" is not a unit (ns, us, ms, s, m, h)";

        text = text[name.Length..];
        return TryScale(whole, fraction, unit, out term) ? null : TooLong;
    }

    private static bool TryScale(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, ulong unit, out ulong result)
    {
        result = 0;
        foreach (var digit in whole)
        {
            if (result > Limit / 10) return false;
            result = (result * 10) + (ulong)(digit - '0');
            if (result > Limit) return false;
        }

        if (result > Limit / unit) return false;

        result = (result * unit) + Fraction(fraction, unit);
        return result <= Limit;
    }

    /// <summary>
    /// A fraction of a unit in nanoseconds, cut toward zero. Computed in doubles and in this order because Go does so, which
    /// decides the last nanosecond. Digits that no longer fit 63 bits do not count.
    /// </summary>
    private static ulong Fraction(ReadOnlySpan<char> digits, ulong unit)
    {
        ulong value = 0;
        double scale = 1;
        foreach (var digit in digits)
        {
            if (value > (Limit - 1) / 10) break;
            var next = (value * 10) + (ulong)(digit - '0');
            if (next > Limit) break;

            value = next;
            scale *= 10;
        }

        return (ulong)(value * (unit / scale));
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits;
    }

    /// <summary>A unit in nanoseconds. The micro sign has two code points in Unicode, and Go takes both.</summary>
    private static ulong? Unit(ReadOnlySpan<char> name) => name switch
    {
        "ns" => 1,
        "us" or "\u00B5s" or "\u03BCs" => Microsecond,
        "ms" => Millisecond,
        "s" => Second,
        "m" => 60 * Second,
        "h" => 3600 * Second,
        _ => null,
    };
}
