using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace TerraformProviderPlanton.GarbageCollection;

/// <summary>Reads the text of a cron schedule, and says in full sentences what is wrong with it.</summary>
internal static class CronScheduleParser
{
    // Every value of every field as a list takes fewer characters; the library reads lists by recursion.
    private const int LongestText = 512;

    private const string Usage =
        "Give five cron fields (minute, hour, day of month, month, day of week), such as \"0 3 * * 0\", "
        + "or one of @daily, @weekly, @monthly.";

    private const string AllowedPunctuation = "*/,-?#@_ \t";

    private static readonly char[] WhiteSpace = [' ', '\t'];

    /// <summary>Reads five fields or a macro.</summary>
    /// <param name="text">The schedule as the user wrote it.</param>
    /// <param name="local">The local times that the schedule names.</param>
    /// <param name="error">What is wrong, as full sentences.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out LocalOccurrences? local, [NotNullWhen(false)] out string? error)
    {
        local = null;
        error = CheckText(text);
        if (error is not null) return false;

        var fields = Expand(text.Trim(WhiteSpace)).Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries);
        error = CheckFields(fields);
        if (error is not null) return false;

        local = new LocalOccurrences(Alternatives(fields), IsInterval(fields));
        if (local.Any) return true;

        local = null;
        error = $"The schedule \"{text}\" never occurs: no year has a day that matches its day of month and month. {Usage}";
        return false;
    }

    private static string? CheckText(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return $"The schedule is empty. {Usage}";
        if (text.Length > LongestText) return $"The schedule is longer than {LongestText} characters. {Usage}";

        var strange = text.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && !AllowedPunctuation.Contains(c), ' ');
        if (strange != ' ') return $"The schedule holds the character U+{(int)strange:X4}, which no cron field allows. {Usage}";

        var trimmed = text.Trim(WhiteSpace);
        return trimmed.StartsWith('@') && Expand(trimmed) == trimmed
            ? $"\"{trimmed}\" is not one of the schedule names @daily, @weekly, @monthly. {Usage}"
            : null;
    }

    private static string Expand(string text) => text switch
    {
        "@daily" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        _ => text,
    };

    private static string? CheckFields(string[] fields)
    {
        if (fields.Length == CronField.All.Count + 1)
            return $"The schedule has 6 fields; a field for seconds or years is not supported. {Usage}";
        if (fields.Length != CronField.All.Count)
            return $"The schedule has {fields.Length} {(fields.Length == 1 ? "field" : "fields")} instead of 5. {Usage}";

        var errors = CronField.All.Select(field => field.Check(fields[field.Position])).OfType<string>().ToList();
        return errors.Count == 0 ? null : string.Join(' ', errors);
    }

    // The library asks that both days match; cron asks for either when both are restricted, so each day field is read alone.
    private static CronExpression[] Alternatives(string[] fields) =>
        IsRestricted(fields[2]) && IsRestricted(fields[4])
            ? [Read([.. fields[..4], "*"]), Read([.. fields[..2], "*", .. fields[3..]])]
            : [Read(fields)];

    // Cron looks at the first character alone: "*/2" does not count as restricted.
    private static bool IsRestricted(string day) => !day.StartsWith('*') && !day.StartsWith('?');

    private static bool IsInterval(string[] fields) => fields[..2].Any(field => field.AsSpan().ContainsAny("*?-/"));

    private static CronExpression Read(string[] fields) => CronExpression.Parse(string.Join(' ', fields), CronFormat.Standard);
}
