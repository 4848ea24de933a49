using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace Planton.Registry.Schedules;

/// <summary>One of the five fields of a cron schedule: where it stands and what it allows.</summary>
/// <param name="Position">The place among the five fields, from zero.</param>
/// <param name="Name">The field's name as messages say it.</param>
/// <param name="First">The least value.</param>
/// <param name="Last">The greatest value.</param>
/// <param name="Allowed">What one value of the field may be.</param>
/// <param name="Examples">Other forms that the field takes.</param>
internal sealed record CronField(int Position, string Name, int First, int Last, string Allowed, string Examples)
{
    /// <summary>The names of values, the first of them that of <see cref="First"/>.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>How many different values there are; one less than the numbers for the day of week, where 7 is Sunday like 0.</summary>
    public int Count { get; private init; } = Last - First + 1;

    /// <summary>What tells a form that no set of values can say, such as the last day of a month; empty where there is none.</summary>
    private string SpecialSigns { get; init; } = string.Empty;

    /// <summary>The five fields in their order.</summary>
    public static IReadOnlyList<CronField> All { get; } =
    [
        new(0, "minute", 0, 59, "a number from 0 to 59", "a list (0,30), a range (0-15), a step from 1 to 59 (*/15)"),
        new(1, "hour", 0, 23, "a number from 0 to 23", "a list (3,15), a range (1-5), a step from 1 to 23 (*/6)"),
        new(
            2,
            "day of month",
            1,
            31,
            "a number from 1 to 31",
            "a list (1,15), a range (1-7), a step from 1 to 31 (*/2), L (the last day), 15W (the weekday nearest to the 15th)")
        {
            SpecialSigns = "LW",
        },
        new(
            3,
            "month",
            1,
            12,
            "a number from 1 to 12 or a name from JAN to DEC",
            "a list (1,7), a range (JAN-MAR), a step from 1 to 12 (*/3)")
        {
            Names = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        },
        new(
            4,
            "day of week",
            0,
            7,
            "a number from 0 to 7 (0 and 7 are Sunday) or a name from SUN to SAT",
            "a list (MON,THU), a range (MON-FRI), a step from 1 to 7 (*/2), 5L (the last Friday), 6#2 (the second Saturday)")
        {
            Names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
            Count = 7,
            SpecialSigns = "L#",
        },
    ];

    /// <summary>Reads the text of this field.</summary>
    /// <param name="text">The field's text, without white space.</param>
    /// <param name="values">What it names.</param>
    /// <param name="error">What is wrong with it, as a full sentence.</param>
    public bool TryRead(string text, [NotNullWhen(true)] out CronFieldValues? values, [NotNullWhen(false)] out string? error)
    {
        (values, error) = (null, null);
        if (CronFieldSet.Read(this, text) is { } set) values = new(this, text, set);
        else if (IsSpecial(text)) values = new(this, text, Set: null);
        else error = Fault(text);
        return values is not null;
    }

    // The forms with L, W and # depend on the month, so they are the library's to read and to judge.
    private bool IsSpecial(string text) =>
        text.ToUpperInvariant().AsSpan().ContainsAny(SpecialSigns) && CronExpression.TryParse(Alone(text), CronFormat.Standard, out _);

    private string Fault(string text) => AsksForJitter(text)
        ? $"The {Name} field \"{text}\" uses the character H, which picks a random value and is not supported: "
            + $"a slot must be the same in every plan. Give {Allowed}."
        : $"The {Name} field \"{text}\" is not valid. Allowed are \"*\" and {Allowed}, also as {Examples}.";

    // A list part never begins with H in a valid field; names that hold an H (THU) do not begin with it.
    private static bool AsksForJitter(string text) =>
        text.Split(',', '-', '/').Any(part => part.StartsWith('H') || part.StartsWith('h'));

    private string Alone(string text) => string.Join(' ', All.Select(field => field.Position == Position ? text : "*"));
}
