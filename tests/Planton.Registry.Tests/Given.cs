using System.Globalization;
using Planton.Registry.Runs;
using Planton.Registry.Schedules;

namespace Planton.Registry.Tests;

/// <summary>Short ways to the values of the tables.</summary>
internal static class Given
{
    public const string Both = RunType.UntaggedManifestsAndUnreferencedBlobs;
    public const string BlobsOnly = RunType.UnreferencedBlobsOnly;
    public const string ManifestsOnly = RunType.UntaggedManifestsOnly;

    public static CronSchedule Schedule(string text) =>
        CronSchedule.TryParse(text, out var schedule, out var error) ? schedule : throw new ArgumentException(error, nameof(text));

    public static IanaZone Zone(string id) =>
        IanaZone.TryParse(id, out var zone, out var error) ? zone : throw new ArgumentException(error, nameof(id));

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset? TimeOrNull(string? text) => text is null ? null : Time(text);

    /// <summary>Sundays at three, in UTC, with a window of four hours, since 2026-01-01. 2026-03-01 is a Sunday.</summary>
    public static PolicySchedule Policy(
        string schedule = "0 3 * * 0",
        string zone = "UTC",
        double windowHours = 4,
        string type = Both,
        bool enabled = true,
        string createdAt = "2026-01-01T00:00:00Z") =>
        new(Schedule(schedule), Zone(zone), TimeSpan.FromHours(windowHours), type, enabled, Time(createdAt));

    public static Run Run(
        string createdAt,
        string? type = Both,
        string status = RunStatus.Succeeded,
        string uuid = "run-1",
        string origin = RunOrigin.Policy,
        string? scheduledFor = null,
        long? freedBytes = 0) =>
        new(uuid, type, status, origin, TimeOrNull(scheduledFor), Time(createdAt), Time(createdAt).AddMinutes(1), 0, freedBytes);

    public static Run Observed(
        string createdAt,
        string? type = Both,
        string status = RunStatus.Succeeded,
        string uuid = "run-1",
        long? freedBytes = 0) =>
        new(uuid, type, status, RunOrigin.External, ScheduledFor: null, Time(createdAt), Time(createdAt).AddMinutes(1), 0, freedBytes);
}
