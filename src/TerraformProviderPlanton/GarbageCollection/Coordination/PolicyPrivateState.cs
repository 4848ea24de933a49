using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.GarbageCollection.Coordination;

/// <summary>
/// What a garbage-collection policy remembers beside its state: since when its terms hold, the slot that the last refresh found due, and what was
/// asked for and is not confirmed.
/// </summary>
/// <param name="store">The private state.</param>
internal sealed class PolicyPrivateState(PrivateState store)
{
    private const string EffectiveFromKey = "policy_since";
    private const string DueKey = "due_slot";
    private const string ImportedKey = "imported";
    private const string AskedKey = "asked";
    private const string OwedKey = "owed";
    private const string UnclaimedKey = "unclaimed";

    // No colon: the times have some.
    private const char Separator = '|';

    /// <summary>Since when the terms hold; slots up to then do not concern the policy. Null when nothing is remembered yet.</summary>
    public DateTimeOffset? EffectiveFrom
    {
        get => Rfc3339.Parse(store[EffectiveFromKey]);
        set => store[EffectiveFromKey] = value is { } since ? Rfc3339.Format(since) : null;
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

    /// <summary>What was asked for and is not confirmed.</summary>
    public StartDebt Debt
    {
        get => new(ParseAsked(store[AskedKey]), store[OwedKey] is not null);
        private set => (store[AskedKey], store[OwedKey]) = (value.Asked is { } asked ? Format(asked) : null, value.IsOwed ? "true" : null);
    }

    /// <summary>Whether what was remembered is lost. The CLI drops it when a provider dies in an apply.</summary>
    public bool IsLost => EffectiveFrom is null && !IsImported;

    /// <summary>The runs that no apply has recorded: one of them may be that of an apply that was killed.</summary>
    public IReadOnlyCollection<string> Unclaimed
    {
        get => store[UnclaimedKey]?.Split(' ') ?? [];
        set => store[UnclaimedKey] = value.Count > 0 ? string.Join(' ', value) : null;
    }

    /// <summary>
    /// Makes up for a lost memory by what state shows: a run that is due at a time that has come is a slot's; any other is owed.
    /// </summary>
    /// <param name="due">Whether state says that a run is due.</param>
    /// <param name="nextRunAt">The slot in state, RFC 3339.</param>
    /// <param name="now">The present.</param>
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
    /// Makes up for a lost memory: when a provider dies in an apply, the CLI keeps the state and drops what was remembered beside it. The slot that
    /// state names is the first that nothing had settled, so the terms have held before it.
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

    /// <summary>Forgets everything: there is no policy any more.</summary>
    public void Clear() => (EffectiveFrom, DueSlot, Debt, Unclaimed) = (null, null, StartDebt.None, []);

    /// <summary>Remembers what a refresh or an apply found.</summary>
    /// <param name="view">How the policy stands.</param>
    public void Remember(CollectionView view) => (DueSlot, Debt) = (view.DueState.DueSlot, view.Debt);
}
