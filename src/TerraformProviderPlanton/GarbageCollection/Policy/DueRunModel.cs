using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>
/// The run that a refresh found due: the attribute <c>due_run</c>. What an apply makes of it only the apply knows, so the plan shows what the refresh
/// knows, as values that the apply replaces.
/// </summary>
internal sealed class DueRunModel
{
    public TfValue<string> ScheduledFor;
    public TfValue<string> StartBy;
    public TfValue<string> Type;
    public TfValue<string> Effect;
    public TfValue<long> ReclaimableBytes;

    public static AttributeSet<DueRunModel> Attributes { get; } = new()
    {
        { "scheduled_for", static m => ref m.ScheduledFor, Computed.Text("The scheduled time that the run is for (RFC 3339, UTC); null if it is owed, because an earlier apply could not start it.") },
        { "start_by", static m => ref m.StartBy, Computed.Text("Until when an apply can start it (RFC 3339, UTC); null if it is owed, and not bound to a window.") },
        { "type", static m => ref m.Type, Computed.Text("What the run deletes.") },
        { "effect", static m => ref m.Effect, Computed.Text("What the apply does, how long it waits, and that pushes are refused meanwhile; a text for people.") },
        {
            "reclaimable_bytes", static m => ref m.ReclaimableBytes,
            Computed.Number("The number of bytes that only untagged manifests reference; null unless `estimate_reclaimable` is `true` and `type` has its default value. Unreferenced blobs, which the API does not list, are freed as well.")
        },
    };

    /// <summary>The due run of a policy; null if none is due, or if an app starts the runs.</summary>
    public static DueRunModel? From(PolicyModel policy, CollectionView view)
    {
        if (!view.Due || policy.RunsAsApp) return null;

        var (slot, window) = (view.DueState.DueSlot, policy.MaintenanceWindow.Or(PolicyDefaults.Window));
        return new()
        {
            ScheduledFor = slot is { } at ? Rfc3339.Format(at) : null,
            StartBy = slot is { } begin && GoDuration.TryParse(window, out var length, out _) ? Rfc3339.Format(begin + length) : null,
            Type = policy.Type.Or(PolicyDefaults.Type),
            Effect = EffectOf(policy),
            ReclaimableBytes = TfValue.Of(view.ReclaimableBytes),
        };
    }

    private static string EffectOf(PolicyModel policy)
    {
        var fallback = $"{PolicyDefaults.Timeout.TotalMinutes:0}m";
        var limit = policy.Timeouts.IsKnown ? policy.Timeouts.Value.Update.Or(fallback) : fallback;
        return policy.WaitForCompletion.Or(true)
            ? $"The apply starts garbage collection and waits for up to {limit} until it has ended. Pushes are refused meanwhile."
            : "The apply starts garbage collection and does not wait. Pushes are refused until it has ended.";
    }
}
