using System.Diagnostics.CodeAnalysis;
using Planton.Registry.Schedules;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>
/// A schedule in the syntax that App Platform is certain to understand: five fields, each <c>*</c> or a list of numbers and ascending ranges, printed
/// from the sets that the schedule was parsed into. Its exact grammar is not published, so anything that common cron implementations read differently
/// is rejected instead of sent.
/// </summary>
internal static class AppCron
{
    private const string Way = "Write it with numbers, ranges, steps and lists, or let applies start the runs (runner = \"terraform\").";

    /// <summary>Translates a schedule into that syntax.</summary>
    /// <param name="schedule">A schedule as a policy accepts it.</param>
    /// <param name="cron">The same slots in five plain fields.</param>
    /// <param name="error">Why it cannot be said, as full sentences.</param>
    public static bool TryExpress(string schedule, [NotNullWhen(true)] out string? cron, [NotNullWhen(false)] out string? error)
    {
        cron = null;
        if (!CronSchedule.TryParse(schedule, out var read, out error)) return false;

        error = Fault(read.Fields);
        if (error is not null) return false;

        string[] fields = [.. read.Fields.Select(static field => field.Plain)];
        if (IsEveryDay(read.Fields[2], read.Fields[4])) (fields[2], fields[4]) = ("*", "*");
        cron = string.Join(' ', fields);
        return true;
    }

    private static string? Fault(IReadOnlyList<CronFieldValues> fields)
    {
        if (fields.FirstOrDefault(static field => field.Set is null) is { } special)
        {
            return $"The {special.Field.Name} field \"{special.Text}\" uses a form (L, W or #) that App Platform does not support. {Way}";
        }

        var (day, weekday) = (fields[2], fields[4]);
        return IsEither(day, weekday) || day.IsFull || weekday.IsFull
            ? null
            : $"With the day of month \"{day.Text}\" and the day of week \"{weekday.Text}\", some schedulers run when both match and others when either does. {Way}";
    }

    /// <summary>
    /// Whether matching one of the two days is enough. If not, one of them must be unrestricted; then every scheduler interprets the star that it is
    /// printed as in the same way.
    /// </summary>
    private static bool IsEither(CronFieldValues day, CronFieldValues weekday) => day.IsRestricted && weekday.IsRestricted;

    /// <summary>
    /// Whether matching one of the two is enough and one is every day. If only that one were printed as a star, the other would be the only one that
    /// counts.
    /// </summary>
    private static bool IsEveryDay(CronFieldValues day, CronFieldValues weekday) => IsEither(day, weekday) && (day.IsFull || weekday.IsFull);
}
