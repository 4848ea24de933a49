using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Registries;

/// <summary>
/// The garbage collection behind <c>garbage_collection_enabled</c>: a policy with the defaults, that is Sundays at 03:00 UTC within four hours,
/// including untagged manifests. Applies start the runs, or an app does.
/// </summary>
internal sealed class RegistryCollection(ResourceContext<RegistryModel, ProviderServices> context)
{
    private readonly PolicyPrivateState _memory = new(context.Private);
    private readonly RunCoordinator _engine = new(context.ProviderData, context);

    /// <summary>Claims the registry's garbage collection at plan, and warns if a policy claims it too.</summary>
    public static void Claim(RegistryModel planned, RegistryModel? prior, OperationContext<ProviderServices> context)
    {
        if (!planned.GarbageCollectionEnabled.Or(false) || !planned.Name.TryGet(out var name)) return;
        const string Toggle = "garbage_collection_enabled";
        context.ProviderData.Schedules.Claim(
            name, PolicyDefaults.Type, $"{Toggle} of {RegistryResource.Name} \"{name}\"", Toggle, hasState: prior is not null, Toggle, context.Diagnostics);
    }

    /// <summary>Forgets what the plan of a registry has claimed, because an apply changes the registry.</summary>
    public static void Release(RegistryModel registry, OperationContext<ProviderServices> context) =>
        context.ProviderData.Schedules.Release(registry.Name.Value, PolicyDefaults.Type);

    /// <summary>The state of a registry that was just created: no run yet, and slots count from now on.</summary>
    public RegistryModel Begin(RegistryModel state)
    {
        if (!state.GarbageCollectionEnabled.Or(false)) return Without(state);

        _memory.Clear();
        var history = RunHistory.Merge([], [], limit: 1);
        return With(state, new CollectionView(history, DueEvaluation.Evaluate(Terms(), context.ProviderData.Client.Clock.UtcNow(), history.All), StartDebt.None));
    }

    /// <summary>The state with the current newest run and next slot, without starting a run.</summary>
    public async Task<RegistryModel> ObserveAsync(RegistryModel state)
    {
        if (!state.GarbageCollectionEnabled.Or(false)) return Without(state);

        _memory.Recover(state.NextGarbageCollectionAt);
        var view = await _engine.ObserveAsync(state.Name.Value, Terms(), Recorded(state), historyLimit: 1, _memory.Debt);
        return With(state, state.RunsAsApp ? await new RegistryApp(context).AttributeAsync(state, Terms(), view) : view);
    }

    /// <summary>Starts the run that the plan showed as due, and returns the resulting state.</summary>
    /// <param name="current">The state as planned, with the newest run of the state before.</param>
    public async Task<RegistryModel> CollectAsync(RegistryModel current, RegistryModel prior)
    {
        if (!current.GarbageCollectionEnabled.Value) return Without(current);

        // Turning it on or changing the runner starts the schedule now; earlier slots do not count.
        if (!prior.GarbageCollectionEnabled.Or(false) || prior.RunsAsApp != current.RunsAsApp) _memory.Clear();
        else _memory.Recover(prior.NextGarbageCollectionAt);
        if (_memory.DueSlot is not { } slot) return await ObserveAsync(current);

        var request = new StartRequest
        {
            Registry = current.Name.Value,
            Policy = Terms(),
            Recorded = Recorded(current),
            HistoryLimit = 1,
            PlannedSlot = slot,
            Debt = _memory.Debt,
        };
        var view = await _engine.CollectAsync(request, view => context.Save(With(current, view)));
        return With(current, view);
    }

    private static Run[] Recorded(RegistryModel state) =>
        state.LastGarbageCollection.IsKnown && state.LastGarbageCollection.Value.ToRun() is { } run ? [run] : [];

    private RegistryModel Without(RegistryModel state)
    {
        _memory.Clear();
        (state.LastGarbageCollection, state.NextGarbageCollectionAt) = (default, default);
        return state;
    }

    private RegistryModel With(RegistryModel state, CollectionView view)
    {
        _memory.Remember(view);

        // What the app is to start, no plan may show as due.
        if (state.RunsAsApp) _memory.DueSlot = null;
        state.LastGarbageCollection = view.History.LastRun is { } run ? RunModel.From(run) : null;
        state.NextGarbageCollectionAt = view.DueState.NextRunAt is { } next ? Rfc3339.Format(next) : null;
        return state;
    }

    private PolicySchedule Terms() => PolicyDefaults.EffectiveFrom(_memory.EffectiveFrom ??= context.ProviderData.Client.Clock.UtcNow());
}
