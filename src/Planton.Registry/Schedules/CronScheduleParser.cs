using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace Planton.Registry.Schedules;

/// <summary>Reads the text of a cron schedule, and says in full sentences what is wrong with it.</summary>
internal static class CronScheduleParser
{
    // Every value of every field as a list takes fewer characters; the library reads lists by recursion.
    private const int MaxText = 512;

    private const string Usage =
        "Give five cron fields (minute, hour, day of month, month, day of week), such as \"0 3 * * 0\", "
        + "or one of @daily, @weekly, @monthly.";

    private const string AllowedPunctuation = "*/,-?#@_ \t";

    private static readonly char[] WhiteSpace = [' ', '\t'];

    /// <summary>Reads five fields or a macro.</summary>
    /// <param name="text">The schedule as the user wrote it.</param>
    /// <param name="fields">The five fields.</param>
    /// <param name="local">The local times that the schedule names.</param>
    /// <param name="error">What is wrong, as full sentences.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out IReadOnlyList<CronFieldValues>? fields,
        [NotNullWhen(true)] out LocalOccurrences? local,
        [NotNullWhen(false)] out string? error)
    {
        (fields, local) = (null, null);
        error = CheckText(text);
        if (error is not null) return false;

        var read = new List<CronFieldValues>();
        error = ReadFields(Expand(text.Trim(WhiteSpace)).Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries), read);
        if (error is not null) return false;

        var times = new LocalOccurrences(Alternatives(read), read[0].IsInterval || read[1].IsInterval);
        if (!times.Any)
        {
            error = $"The schedule \"{text}\" never occurs: no year has a day that matches its day of month and month. {Usage}";
            return false;
        }

        (fields, local) = (read, times);
        return true;
    }

    private static string? CheckText(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return $"The schedule is empty. {Usage}";
        if (text.Length > MaxText) return $"The schedule is longer than {MaxText} characters. {Usage}";

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

    private static string? ReadFields(string[] texts, List<CronFieldValues> fields)
    {
        if (texts.Length == CronField.All.Count + 1)
        {
            return $"The schedule has 6 fields; a field for seconds or years is not supported. {Usage}";
        }

        if (texts.Length != CronField.All.Count)
        {
            return $"The schedule has {texts.Length} {(texts.Length == 1 ? "field" : "fields")} instead of 5. {Usage}";
        }

        var errors = new List<string>();
        foreach (var field in CronField.All)
        {
            if (field.TryRead(texts[field.Position], out var values, out var error)) fields.Add(values);
            else errors.Add(error);
        }

        return errors.Count == 0 ? null : string.Join(' ', errors);
    }

    // The library asks that both days match; cron asks for either when both are restricted, so each day field is read alone.
    private static CronExpression[] Alternatives(List<CronFieldValues> fields)
    {
        string[] texts = [.. fields.Select(static field => field.Plain)];
        return fields[2].IsRestricted && fields[4].IsRestricted
            ? [Search([.. texts[..4], "*"]), Search([.. texts[..2], "*", .. texts[3..]])]
            : [Search(texts)];
    }

    // The library only searches: it is given the plain form, so that it reads nothing in a way of its own.
    private static CronExpression Search(string[] fields) => CronExpression.Parse(string.Join(' ', fields), CronFormat.Standard);
}
