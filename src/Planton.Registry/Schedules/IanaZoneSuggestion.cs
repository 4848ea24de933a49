using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace Planton.Registry.Schedules;

/// <summary>Guesses which time zone a user meant.</summary>
internal static partial class IanaZoneSuggestion
{
    private const int MaxName = 64;

    // The pattern does not backtrack; the timeout only guards against future changes.
    private const int MatchTimeoutMilliseconds = 1000;
    private const int LargestDistance = 2;

    /// <summary>Whether a text looks like a zone's name, so that it can be searched for and repeated in a message.</summary>
    /// <param name="text">What the user wrote.</param>
    public static bool IsPlausible(string text) => text.Length <= MaxName && text.All(c => c is >= ' ' and <= '~');

    /// <summary>
    /// Whether a text is an offset such as <c>GMT+2</c> or <c>UTC-05:00</c>. The nearest name would be <c>Etc/GMT+2</c>, which is two hours behind UTC, and no
    /// offset knows when clocks change.
    /// </summary>
    public static bool IsOffset(string text) => IsPlausible(text) && OffsetPattern().IsMatch(text.Trim());

    /// <summary>The zone that was probably meant; null when none is near.</summary>
    /// <param name="text">What the user wrote.</param>
    public static string? For(string text)
    {
        if (!IsPlausible(text)) return null;
        if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(text, out var mapped)) return mapped;

        var wanted = Normalize(text);
        var names = DateTimeZoneProviders.Tzdb.Ids;
        return names.FirstOrDefault(name => Normalize(name) == wanted)
            ?? names.FirstOrDefault(name => Normalize(name).EndsWith('/' + wanted, StringComparison.Ordinal))
            ?? Nearest(wanted, names);
    }

    [GeneratedRegex(@"\A(GMT|UTC)?\s?[-+][0-9]{1,2}(:?[0-9]{2})?\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeoutMilliseconds)]
    private static partial Regex OffsetPattern();

    private static string Normalize(string text) => text.Trim().Replace(' ', '_').ToUpperInvariant();

    private static string? Nearest(string wanted, IEnumerable<string> names)
    {
        // Short names are a few edits away from any other text: only long ones can be misspelt and still be recognised.
        var nearest = names.Where(name => name.Length > LargestDistance * 2)
            .Select(name => (Name: name, Distance: EditDistance.Between(wanted, Normalize(name))))
            .MinBy(near => near.Distance);
        return nearest.Distance <= LargestDistance ? nearest.Name : null;
    }
}
