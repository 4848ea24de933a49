using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>One garbage-collection run, as state shows it.</summary>
internal sealed class RunModel
{
    public TfValue<string> Uuid;
    public TfValue<string> Type;
    public TfValue<string> Status;
    public TfValue<string> Origin;
    public TfValue<string> ScheduledFor;
    public TfValue<string> CreatedAt;
    public TfValue<string> UpdatedAt;
    public TfValue<long> BlobsDeleted;
    public TfValue<long> FreedBytes;

    /// <summary>The attributes of a run, all computed.</summary>
    public static AttributeSet<RunModel> Attributes { get; } = new()
    {
        { "uuid", static m => ref m.Uuid, Computed.Text("The UUID of the run.") },
        { "type", static m => ref m.Type, Computed.Text("What the run deletes; null if the API does not report it.") },
        { "status", static m => ref m.Status, Computed.Text("The status that the API reports. A run has ended if it is `succeeded`, `failed` or `cancelled`; with any other value it is still active.") },
        { "origin", static m => ref m.Origin, Computed.Text("`policy` if this provider started the run, `external` if anyone else did.") },
        { "scheduled_for", static m => ref m.ScheduledFor, Computed.Text("The scheduled time that the run was started for (RFC 3339, UTC); null for a run outside the schedule.") },
        { "created_at", static m => ref m.CreatedAt, Computed.Text("When the run was started (RFC 3339, UTC).") },
        { "updated_at", static m => ref m.UpdatedAt, Computed.Text("When the run last changed (RFC 3339, UTC).") },
        { "blobs_deleted", static m => ref m.BlobsDeleted, Computed.Number("The number of blobs deleted; final once the run has ended.") },
        { "freed_bytes", static m => ref m.FreedBytes, Computed.Number("The number of bytes freed; final once the run has ended.") },
    };

    public static RunModel From(Run run) => new()
    {
        Uuid = run.Uuid,
        Type = run.Type,
        Status = run.Status,
        Origin = run.Origin,
        ScheduledFor = run.ScheduledFor is { } slot ? Rfc3339.Format(slot) : null,
        CreatedAt = Rfc3339.Format(run.CreatedAt),
        UpdatedAt = Rfc3339.Format(run.UpdatedAt),
        BlobsDeleted = TfValue.Of(run.BlobsDeleted),
        FreedBytes = TfValue.Of(run.FreedBytes),
    };

    /// <summary>The run in the terms of the decisions; null if the state does not contain a complete one.</summary>
    public Run? ToRun() => Uuid.IsKnown && Rfc3339.Parse(CreatedAt.Or(string.Empty)) is { } created
        ? new Run(
            Uuid.Value,
            Type.IsKnown ? Type.Value : null,
            Status.Or(string.Empty),
            Origin.Or(RunOrigin.External),
            Rfc3339.Parse(ScheduledFor.Or(string.Empty)),
            created,
            Rfc3339.Parse(UpdatedAt.Or(string.Empty)) ?? created,
            BlobsDeleted.IsKnown ? BlobsDeleted.Value : null,
            FreedBytes.IsKnown ? FreedBytes.Value : null)
        : null;
}
