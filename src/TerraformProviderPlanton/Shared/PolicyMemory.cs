using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.GarbageCollection;

namespace TerraformProviderPlanton.Shared;

/// <summary>What a garbage-collection policy remembers beside its state: since when its terms hold, and the slot that the last refresh found due.</summary>
/// <param name="store">The private state.</param>
internal sealed class PolicyMemory(PrivateState store)
{
    private const string SinceKey = "policy_since";
    private const string DueKey = "due_slot";
    private const string ImportedKey = "imported";

    /// <summary>Since when the terms hold; slots up to then do not concern the policy. Null when nothing is remembered yet.</summary>
    public DateTimeOffset? Since
    {
        get => Rfc3339.Parse(store[SinceKey]);
        set => store[SinceKey] = value is { } since ? Rfc3339.Format(since) : null;
    }

    /// <summary>
    /// The slot that the last refresh found due; null when it found none. Planning reads it instead of the clock, so that both plans
    /// of one run agree.
    /// </summary>
    public DateTimeOffset? DueSlot
    {
        get => Rfc3339.Parse(store[DueKey]);
        set => store[DueKey] = value is { } slot ? Rfc3339.Format(slot) : null;
    }

    /// <summary>
    /// Whether the policy was imported and not applied since. What its triggers were is not known then, so the ones that are
    /// configured first start nothing.
    /// </summary>
    public bool IsImported
    {
        get => store[ImportedKey] is not null;
        set => store[ImportedKey] = value ? "true" : null;
    }

    /// <summary>
    /// Makes up for a lost memory: when a provider dies in an apply, the CLI keeps the state and drops what was remembered beside it. The slot that
    /// state names is the first that nothing had settled, so the terms have held before it.
    /// </summary>
    /// <param name="nextRunAt">The slot in state, RFC 3339.</param>
    public void Recover(TfValue<string> nextRunAt)
    {
        if (Since is null && nextRunAt.IsKnown && Rfc3339.Parse(nextRunAt.Value) is { } slot) Since = slot - TimeSpan.FromSeconds(1);
    }

    /// <summary>Forgets everything: there is no policy any more.</summary>
    public void Clear() => (Since, DueSlot) = (null, null);

    /// <summary>Remembers what a refresh or an apply found.</summary>
    /// <param name="slots">How the policy stands.</param>
    public void Remember(SlotState slots) => DueSlot = slots.DueSlot;
}
