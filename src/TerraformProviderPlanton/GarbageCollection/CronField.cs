using Cronos;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>One of the five fields of a cron schedule: where it stands and what it allows.</summary>
/// <param name="Position">The place among the five fields, from zero.</param>
/// <param name="Name">The field's name as messages say it.</param>
/// <param name="Allowed">What one value of the field may be.</param>
/// <param name="Examples">Other forms that the field takes.</param>
internal sealed record CronField(int Position, string Name, string Allowed, string Examples)
{
    /// <summary>The five fields in their order.</summary>
    public static IReadOnlyList<CronField> All { get; } =
    [
        new(0, "minute", "a number from 0 to 59", "a list (0,30), a range (0-15), a step from 1 to 59 (*/15)"),
        new(1, "hour", "a number from 0 to 23", "a list (3,15), a range (1-5), a step from 1 to 23 (*/6)"),
        new(
            2,
            "day of month",
            "a number from 1 to 31",
            "a list (1,15), a range (1-7), a step from 1 to 31 (*/2), L (the last day), 15W (the weekday nearest to the 15th)"),
        new(
            3,
            "month",
            "a number from 1 to 12 or a name from JAN to DEC",
            "a list (1,7), a range (JAN-MAR), a step from 1 to 12 (*/3)"),
        new(
            4,
            "day of week",
            "a number from 0 to 7 (0 and 7 are Sunday) or a name from SUN to SAT",
            "a list (MON,THU), a range (MON-FRI), a step from 1 to 7 (*/2), 5L (the last Friday), 6#2 (the second Saturday)"),
    ];

    /// <summary>What is wrong with the text as this field, as a full sentence; null when it is valid.</summary>
    /// <param name="text">The field's text, without white space.</param>
    public string? Check(string text)
    {
        if (AsksForJitter(text))
        {
            return $"The {Name} field \"{text}\" uses the character H, which picks a random value and is not supported: "
                + $"a slot must be the same in every plan. Give {Allowed}.";
        }

        return CronExpression.TryParse(Alone(text), CronFormat.Standard, out _)
            ? null
            : $"The {Name} field \"{text}\" is not valid. Allowed are \"*\" and {Allowed}, also as {Examples}.";
    }

    // A list part never begins with H in a valid field; names that hold an H (THU) do not begin with it.
    private static bool AsksForJitter(string text) =>
        text.Split(',', '-', '/').Any(part => part.StartsWith('H') || part.StartsWith('h'));

    // The library stops at the first wrong field and words it in its own way; one field at a time says which one it is.
    private string Alone(string text) => string.Join(' ', All.Select(field => field.Position == Position ? text : "*"));
}
