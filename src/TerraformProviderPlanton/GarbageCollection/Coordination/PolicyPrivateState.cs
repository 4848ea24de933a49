using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>
/// What a policy stores in private state: from when its terms are effective, the slot that the last refresh found due, and requests that are not
/// confirmed.
/// </summary>
internal sealed class PolicyPrivateState(PrivateState store)
{
    private const string EffectiveFromKey = "policy_since";
    private const string DueKey = "due_slot";
    private const string ImportedKey = "imported";
    private const string AskedKey = "asked";
    private const string OwedKey = "owed";
    private const string UnclaimedKey = "unclaimed";
    private const string HeldKey = "held";

    // Not a colon, because the times contain colons.
    private const char Separator = '|';

    /// <summary>From when the terms are effective; earlier slots do not count. Null if nothing is stored yet.</summary>
    public DateTimeOffset? EffectiveFrom
    {
        get => Rfc3339.Parse(store[EffectiveFromKey]);
        set => store[EffectiveFromKey] = value is { } since ? Rfc3339.Format(since) : null;
    }

    /// <summary>
    /// The slot that the last refresh found due; null if there was none. A plan reads it instead of the clock, so that both plans of a run agree.
    /// </summary>
    public DateTimeOffset? DueSlot
    {
        get => Rfc3339.Parse(store[DueKey]);
        set => store[DueKey] = value is { } slot ? Rfc3339.Format(slot) : null;
    }

    /// <summary>
    /// Whether the policy was imported and has not been applied since. Its earlier triggers are unknown then, so the first ones that are configured
    /// do not start a run.
    /// </summary>
    public bool IsImported
    {
        get => store[ImportedKey] is not null;
        set => store[ImportedKey] = value ? "true" : null;
    }

    /// <summary>Whether the last refresh held back a due run, so that the plan shows none.</summary>
    public bool IsHeld
    {
        get => store[HeldKey] is not null;
        private set => store[HeldKey] = value ? "true" : null;
    }

    /// <summary>Requests that are not confirmed.</summary>
    public StartDebt Debt
    {
        get => new(ParseAsked(store[AskedKey]), store[OwedKey] is not null);
        private set => (store[AskedKey], store[OwedKey]) = (value.Asked is { } asked ? Format(asked) : null, value.IsOwed ? "true" : null);
    }

    /// <summary>
    /// Whether the last refresh left a run for the next apply: the plan shows it by this, and the apply decides by the same slot and debt. Lost private
    /// state is recovered from the state before an apply decides, so the state says it then.
    /// </summary>
    /// <param name="due">Whether a run is due according to state.</param>
    public bool ShowsRun(bool due) => IsLost ? due : !IsHeld && (DueSlot is not null || Debt.IsOpen);

    /// <summary>Whether the private state is lost. The CLI drops it if a provider dies during an apply.</summary>
    public bool IsLost => EffectiveFrom is null && !IsImported;

    /// <summary>The runs that no apply has recorded: an apply that was killed may have started one of them.</summary>
    public IReadOnlyCollection<string> Unclaimed
    {
        get => store[UnclaimedKey]?.Split(' ') ?? [];
        set => store[UnclaimedKey] = value.Count > 0 ? string.Join(' ', value) : null;
    }

    /// <summary>Recovers lost private state from the state: a run that is due at a time in the past belongs to a slot; any other is owed.</summary>
    /// <param name="due">Whether a run is due according to state.</param>
    /// <param name="nextRunAt">The slot in state, RFC 3339.</param>
    public void Recover(bool due, TfValue<string> nextRunAt, DateTimeOffset now)
    {
        if (EffectiveFrom is not null) return;

        Recover(nextRunAt);
        var slot = nextRunAt.IsKnown ? Rfc3339.Parse(nextRunAt.Value) : null;
        EffectiveFrom ??= now;
        DueSlot = due && slot <= now ? slot : null;
        Debt = new(Asked: null, IsOwed: due && DueSlot is null);
    }

    /// <summary>
    /// Recovers lost private state: if a provider dies during an apply, the CLI keeps the state and drops its private part. The slot in state is the
    /// first that was not served, so the terms have been effective since before it.
    /// </summary>
    /// <param name="nextRunAt">The slot in state, RFC 3339.</param>
    public void Recover(TfValue<string> nextRunAt)
    {
        if (EffectiveFrom is null && nextRunAt.IsKnown && Rfc3339.Parse(nextRunAt.Value) is { } slot) EffectiveFrom = slot - TimeSpan.FromSeconds(1);
    }

    private static string Format(AskedStart asked) => string.Join(
        Separator,
        [Rfc3339.Format(asked.At), asked.Type, asked.Slot is { } slot ? Rfc3339.Format(slot) : string.Empty, asked.IsForced ? "owed" : string.Empty, .. asked.Known]);

    private static AskedStart? ParseAsked(string? text) =>
        text?.Split(Separator) is [var at, var type, var slot, var forced, .. var known] && Rfc3339.Parse(at) is { } time
            ? new(time, type, Rfc3339.Parse(slot), forced.Length > 0, [.. known])
            : null;

    /// <summary>Removes everything: the policy no longer exists.</summary>
    public void Clear() => (EffectiveFrom, DueSlot, Debt, Unclaimed, IsHeld) = (null, null, StartDebt.None, [], false);

    /// <summary>Stores what a refresh or an apply found.</summary>
    /// <param name="view">The status of the policy.</param>
    public void Remember(CollectionView view) => (DueSlot, Debt, IsHeld) = (view.IsHeld ? null : view.DueState.DueSlot, view.Debt, view.IsHeld);
}
