using System.Globalization;
using NodaTime;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>
/// A cron expression of five fields, as far as the strictest of the usual implementations reads it: numbers, names of months and days,
/// <c>*</c>, ranges that do not wrap, steps and lists. No <c>@weekly</c>, no <c>L</c>, <c>W</c>, <c>#</c> or <c>?</c>.
/// </summary>
internal sealed class CronFields
{
    private const int SearchedYears = 8;

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _days;
    private readonly bool[] _months;
    private readonly bool[] _weekdays;
    private readonly bool _anyDay;
    private readonly bool _anyWeekday;

    private CronFields(string[] fields, int lastWeekday)
    {
        _minutes = Values(fields[0], "minute", 0, 59, []);
        _hours = Values(fields[1], "hour", 0, 23, []);
        _days = Values(fields[2], "day of month", 1, 31, []);
        _months = Values(fields[3], "month", 1, 12, Months);
        _weekdays = Values(fields[4], "day of week", 0, lastWeekday, Weekdays);
        if (lastWeekday == 7) _weekdays[0] |= _weekdays[7];
        _anyDay = fields[2] is "*" or "*/1";
        _anyWeekday = fields[4] is "*" or "*/1";
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="acceptsSeven">Whether 7 is a name of Sunday too.</param>
    /// <exception cref="FormatException">It cannot be read; the message says which field.</exception>
    public static CronFields Parse(string text, bool acceptsSeven)
    {
        var fields = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronFields(fields, acceptsSeven ? 7 : 6)
            : throw new FormatException($"expected exactly 5 fields, found {fields.Length}: '{text}'");
    }

    /// <summary>The first match at or after a wall-clock time, as if no clock were ever changed; null when none comes for years.</summary>
    public LocalDateTime? Next(LocalDateTime from)
    {
        var at = from.TimeOfDay.Second == 0 && from.TimeOfDay.NanosecondOfSecond == 0 ? from : Minute(from).PlusMinutes(1);
        for (var end = from.PlusYears(SearchedYears); at < end;)
        {
            if (!_months[at.Month]) at = new LocalDateTime(at.Year, at.Month, 1, 0, 0).PlusMonths(1);
            else if (!IsDay(at.Date)) at = at.Date.AtMidnight().PlusDays(1);
            else if (!_hours[at.Hour]) at = new LocalDateTime(at.Year, at.Month, at.Day, at.Hour, 0).PlusHours(1);
            else if (!_minutes[at.Minute]) at = at.PlusMinutes(1);
            else return at;
        }

        return null;
    }

    private static LocalDateTime Minute(LocalDateTime time) => new(time.Year, time.Month, time.Day, time.Hour, time.Minute);

    /// <summary>When both kinds of day are restricted either is enough; that is cron's oldest surprise.</summary>
    private bool IsDay(LocalDate date)
    {
        var day = _days[date.Day];
        var weekday = _weekdays[(int)date.DayOfWeek % 7];
        return _anyDay || _anyWeekday ? day && weekday : day || weekday;
    }

    private static bool[] Values(string field, string name, int least, int most, string[] names)
    {
        var values = new bool[most + 1];
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var whole] => (whole, 1),
                [var whole, var every] => (whole, Number(every, [], least) is > 0 and < 100 and var count ? count : throw Fault()),
                _ => throw Fault(),
            };
            var (first, last) = range.Split('-') switch
            {
                ["*"] => (least, Math.Min(most, name == "day of week" ? 6 : most)),
                [var one] => (Number(one, names, least) ?? throw Fault(), step > 1 ? most : Number(one, names, least) ?? throw Fault()),
                [var from, var to] => (Number(from, names, least) ?? throw Fault(), Number(to, names, least) ?? throw Fault()),
                _ => throw Fault(),
            };
            if (first < least || last > most || first > last) throw Fault();
            for (var value = first; value <= last; value += step) values[value] = true;
        }

        return values;

        FormatException Fault() => new($"the {name} field '{field}' is not a list of values from {least} to {most}");
    }

    private static int? Number(string text, string[] names, int least)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        var index = Array.FindIndex(names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index + least;
    }
}
