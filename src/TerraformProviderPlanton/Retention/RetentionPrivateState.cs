using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Retention;

/// <summary>What a retention policy remembers beside its state. If it is lost, the present slot counts as served: nothing is deleted before the next one.</summary>
internal sealed class RetentionPrivateState(PrivateState store)
{
    private const string EffectiveFromKey = "effective_from";
    private const string ServedSlotKey = "served_slot";

    /// <summary>Since when the schedule holds; slots up to then do not concern the policy. Null when nothing is remembered yet.</summary>
    public DateTimeOffset? EffectiveFrom
    {
        get => Rfc3339.Parse(store[EffectiveFromKey]);
        set => store[EffectiveFromKey] = value is { } since ? Rfc3339.Format(since) : null;
    }

    /// <summary>The last slot whose plan an apply has carried out.</summary>
    public DateTimeOffset? ServedSlot
    {
        get => Rfc3339.Parse(store[ServedSlotKey]);
        set => store[ServedSlotKey] = value is { } slot ? Rfc3339.Format(slot) : null;
    }

    /// <summary>The instant up to which all slots are settled.</summary>
    public DateTimeOffset ServedUntil => ServedSlot is { } served && served > EffectiveFrom!.Value ? served : EffectiveFrom!.Value;
}
