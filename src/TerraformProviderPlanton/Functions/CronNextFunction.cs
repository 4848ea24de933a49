using System.Collections.Immutable;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Functions;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Functions;

/// <summary><c>cron_next(schedule, time_zone, after)</c>: the next slot of a schedule. It does not read a clock: the time is an argument.</summary>
internal sealed class CronNextFunction() : Function("cron_next")
{
    /// <inheritdoc/>
    public override string Summary => "Finds the next time at which a cron schedule fires.";

    /// <inheritdoc/>
    public override string Description =>
        "Finds the first time strictly after a given time at which a cron schedule fires in a time zone, as RFC 3339 in UTC. Schedules are read as "
        + "in `planton_docr_garbage_collection_policy`: if both day of month and day of week are restricted, a day that matches either is enough. A "
        + "time that a clock change skips moves to the first instant after the change. A time that a clock change repeats counts once, or twice if "
        + "the minute or the hour is a `*`, a range or a step.";

    /// <inheritdoc/>
    public override ImmutableArray<FunctionParameter> Parameters =>
    [
        new(
            "schedule",
            CtyType.String,
            "Five cron fields (minute, hour, day of month, month, day of week), or one of `@daily`, `@weekly`, `@monthly`."),
        new("time_zone", CtyType.String, "The IANA time zone of the schedule, such as `Europe/Berlin` or `UTC`."),
        new("after", CtyType.String, "The time to search from, as RFC 3339 with an offset, such as `2026-03-01T03:00:00Z`."),
    ];

    /// <inheritdoc/>
    public override CtyType ReturnType => CtyType.String;

    /// <inheritdoc/>
    protected override CtyValue Run(ImmutableArray<CtyValue> arguments)
    {
        if (!CronSchedule.TryParse(arguments.TextAt(0), out var schedule, out var wrongSchedule)) throw new FunctionException(wrongSchedule, 0);
        if (!IanaZone.TryParse(arguments.TextAt(1), out var zone, out var wrongZone)) throw new FunctionException(wrongZone, 1);
        var after = After(arguments.TextAt(2));
        return schedule.NextAfter(after, zone) is { } slot
            ? CtyValue.String(Rfc3339.Format(slot))
            : throw new FunctionException($"The schedule \"{schedule.Text}\" has no time after {Rfc3339.Format(after)}: the calendar ends with the year 9998.", 2);
    }

    private static DateTimeOffset After(string text) => Rfc3339.Parse(text) ?? throw new FunctionException(
        $"{Quoted.AtStart(text)} is not a valid time. Give date, time and offset in RFC 3339 format, such as \"2026-03-01T03:00:00Z\" or "
        + "\"2026-03-01T04:00:00+01:00\".",
        2);
}
