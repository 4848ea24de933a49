using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.Common;

/// <summary>What holds for the schedule of a policy.</summary>
internal static class ScheduleRules
{
    public static Validator<string> Schedule { get; } = new Parsed(
        "be five cron fields or one of `@daily`, `@weekly`, `@monthly`",
        static text => CronSchedule.TryParse(text, out _, out var error) ? null : error);

    public static Validator<string> TimeZone { get; } = new Parsed(
        "be a time zone of the IANA database",
        static text => IanaZone.TryParse(text, out _, out var error) ? null : error);

    /// <summary>The argument <c>time_zone</c> beside a <c>schedule</c>.</summary>
    public static StringAttribute TimeZoneAttribute => new()
    {
        Optional = true,
        DefaultValue = "UTC",
        Description = "The IANA time zone of `schedule`, such as `Europe/Berlin`. Default `UTC`.",
        Validators = [TimeZone],
    };

    /// <summary>The slots of a policy. What it consists of was checked when it was configured, unless the state was edited by hand.</summary>
    public static SlotSchedule Parse(string schedule, string timeZone, string window, DateTimeOffset effectiveFrom) => new(
        CronSchedule.TryParse(schedule, out var cron, out var error) ? cron : throw new DiagnosticException("Invalid schedule", error, "schedule"),
        IanaZone.TryParse(timeZone, out var zone, out error) ? zone : throw new DiagnosticException("Invalid time zone", error, "time_zone"),
        GoDuration.TryParse(window, out var duration, out error) ? duration : throw new DiagnosticException("Invalid maintenance window", error, "maintenance_window"),
        effectiveFrom);
}

/// <summary>Allows what a parser reads.</summary>
/// <param name="description">The rule as the end of the sentence "The value must …".</param>
/// <param name="wrongWith">What is wrong with a text, as full sentences; null when nothing is.</param>
internal sealed class Parsed(string description, Func<string, string?> wrongWith) : Validator<string>
{
    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override void Validate(ValidatorRequest<string> request)
    {
        if (wrongWith(request.Value) is { } wrong) request.Refuse(wrong);
    }
}
