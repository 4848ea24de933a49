using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TerraformProviderPlanton.GarbageCollectionApp;

/// <summary>
/// A schedule in the words that App Platform understands for certain: five fields of numbers, names, ranges, steps and lists. Its
/// exact grammar is not published, so what common cron implementations read differently is refused instead of sent.
/// </summary>
internal static class AppCron
{
    private const string Way = "Write it with numbers, ranges, steps and lists, or let applies start the runs (runner = \"terraform\").";

    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly string[] Names = ["minute", "hour", "day of month", "month", "day of week"];

    /// <summary>Puts a valid schedule into those words.</summary>
    /// <param name="schedule">A schedule that a policy accepts.</param>
    /// <param name="cron">The same slots in five plain fields.</param>
    /// <param name="error">Why it cannot be said, as full sentences.</param>
    public static bool TryExpress(string schedule, [NotNullWhen(true)] out string? cron, [NotNullWhen(false)] out string? error)
    {
        (cron, error) = (null, null);
        var fields = Expand(schedule.Trim()).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = fields[i] == "?" ? "*" : fields[i].ToUpperInvariant();
            if (IsSpecial(fields[i]))
            {
                error = $"The {Names[i]} field \"{fields[i]}\" uses a form (L, W, # or ?) that App Platform's schedules do not have. {Way}";
                return false;
            }
        }

        if (IsAmbiguous(fields[2], fields[4]) || IsAmbiguous(fields[4], fields[2]))
        {
            error = $"With the day of month \"{fields[2]}\" and the day of week \"{fields[4]}\", some schedulers run when both match and others when either does. {Way}";
            return false;
        }

        fields[3] = Unwrap(fields[3], first: 1, last: 12, static _ => null);
        fields[4] = Unwrap(fields[4], first: 0, last: 6, static name => Array.IndexOf(Weekdays, name) is >= 0 and var day ? day : null);
        cron = string.Join(' ', fields);
        return true;
    }

    private static string Expand(string schedule) => schedule switch
    {
        "@daily" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        _ => schedule,
    };

    private static bool IsSpecial(string field) =>
        field.Contains('#', StringComparison.Ordinal) || field.Contains('?', StringComparison.Ordinal)
        || field.Split(',').Any(static part => part.EndsWith('L') || part.StartsWith('L') || (part.EndsWith('W') && part != "W"));

    /// <summary>A stepped star beside a restricted day: restricted to some schedulers, to others not.</summary>
    private static bool IsAmbiguous(string day, string otherDay) => day.StartsWith("*/", StringComparison.Ordinal) && !otherDay.StartsWith('*');

    /// <summary>Spells out ranges that go round the end (FRI-MON, NOV-FEB) and the 7 that is Sunday's second name: not everyone reads them.</summary>
    private static string Unwrap(string field, int first, int last, Func<string, int?> valueOf) =>
        string.Join(',', field.Split(',').Select(part => UnwrapPart(part, first, last, valueOf)));

    private static string UnwrapPart(string part, int first, int last, Func<string, int?> valueOf)
    {
        var (range, step) = part.Split('/') is [var left, var right] ? (left, int.Parse(right, CultureInfo.InvariantCulture)) : (part, 1);
        var ends = range.Split('-');
        var values = ends.Select(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : valueOf(end)).ToList();
        if (values.Any(static value => value is null)) return part;

        if (values is [{ } only]) return only > last ? part.Replace(range, (only - last - 1 + first).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : part;

        var (from, to) = (values[0]!.Value, values[1]!.Value);
        if (from <= to && to <= last) return part;

        var length = last - first + 1;
        var end = to < from ? to + length : to;
        var spelled = Enumerable.Range(from, end - from + 1).Where(value => (value - from) % step == 0).Select(value => ((value - first) % length) + first);
        return string.Join(',', spelled.Distinct().Order().Select(static value => value.ToString(CultureInfo.InvariantCulture)));
    }
}
