using System.Text.Json.Serialization;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Apps;

internal sealed record JobInvocationWire(
    string Id,
    string JobName,
    string DeploymentId,
    string Phase,
    TriggerWire Trigger,
    string CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StartedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CompletedAt)
{
    public static JobInvocationWire Of(SimulatedInvocation invocation) => new(
        invocation.Id,
        invocation.JobName,
        invocation.DeploymentId,
        invocation.Phase,
        TriggerWire.Of(invocation),
        WireTime.Seconds(invocation.CreatedAt),
        Time(invocation.StartedAt),
        Time(invocation.CompletedAt));

    private static string? Time(DateTimeOffset? instant) => instant is { } known ? WireTime.Seconds(known) : null;
}

internal sealed record TriggerWire(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScheduledWire? Scheduled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ManualWire? Manual)
{
    public static TriggerWire Of(SimulatedInvocation invocation) => invocation.IsManual
        ? new TriggerWire("MANUAL", null, new ManualWire(new UserWire("f1b8d8a4-5d3e-4d2c-9a57-0d5f3a1f6c11", "sammy@example.com", "Sammy the Shark")))
        : new TriggerWire("SCHEDULE", new ScheduledWire(new ScheduleWire(invocation.Cron ?? "", invocation.TimeZone ?? "UTC")), null);
}

internal sealed record ScheduledWire(ScheduleWire Schedule);

internal sealed record ScheduleWire(string Cron, string TimeZone);

internal sealed record ManualWire(UserWire User);

internal sealed record UserWire(string Uuid, string Email, string FullName);
