using System.Globalization;

namespace Planton.Registry.Schedules;

/// <summary>
/// The one grammar of plain fields: <c>*</c> or <c>?</c>, numbers, names, ranges, steps and lists, all of them read into the set of values
/// that they name. A range may go round the end (<c>NOV-FEB</c>, <c>22-2</c>); a step behind a single value goes on to the greatest one.
/// </summary>
internal static class CronFieldSet
{
    private const int MaxNumber = 2;

    /// <summary>Reads a field.</summary>
    /// <param name="field">Which one.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The values in ascending order, Sunday as 0; null when the text is no plain field.</returns>
    public static IReadOnlyList<int>? Read(CronField field, string text)
    {
        var set = new SortedSet<int>();
        var parts = text.Split(',');
        foreach (var part in parts)
        {
            if (ReadPart(field, part, isAlone: parts.Length == 1) is not { } values) return null;
            set.UnionWith(values);
        }

        return [.. set];
    }

    private static IEnumerable<int>? ReadPart(CronField field, string part, bool isAlone)
    {
        var pieces = part.Split('/');
        if (pieces.Length > 2) return null;
        var step = pieces.Length == 1 ? 1 : Number(pieces[1]);
        if (step is not { } every || every < 1 || every > field.Last) return null;
        if (Ends(field, pieces[0], isStepped: pieces.Length == 2, isAlone) is not var (from, to)) return null;

        var until = to < from ? to + field.Count : to;
        return Enumerable.Range(from, until - from + 1)
            .Where(value => (value - from) % every == 0)
            .Select(value => ((value - field.First) % field.Count) + field.First);
    }

    private static (int From, int To)? Ends(CronField field, string range, bool isStepped, bool isAlone)
    {
        if (range is "*" or "?") return isAlone ? (field.First, field.Last) : null;

        var ends = range.Split('-');
        if (ends.Length > 2 || Value(field, ends[0]) is not { } from || Value(field, ends[^1]) is not { } to) return null;
        return (from, ends.Length == 1 && isStepped ? field.Last : to);
    }

    private static int? Value(CronField field, string text)
    {
        if (Number(text) is { } number) return number >= field.First && number <= field.Last ? number : null;
        for (var i = 0; i < field.Names.Count; i++)
        {
            if (field.Names[i].Equals(text, StringComparison.OrdinalIgnoreCase)) return field.First + i;
        }

        return null;
    }

    private static int? Number(string text) =>
        text.Length <= MaxNumber && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
