using System.Collections.Immutable;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>Configuration and state of <c>planton_docr_garbage_collection_policy</c>, version 0.</summary>
internal sealed class PolicyModel
{
    public TfValue<string> Id;
    public TfValue<string> RegistryName;
    public TfValue<string> Schedule;
    public TfValue<string> TimeZone;
    public TfValue<string> MaintenanceWindow;
    public TfValue<string> Type;
    public TfValue<bool> Enabled;
    public TfValue<bool> RunOnCreate;
    public TfValue<ImmutableDictionary<string, TfValue<string>>> Triggers;
    public TfValue<bool> WaitForCompletion;
    public TfValue<long> HistoryLimit;
    public TfValue<string> Runner;
    public TfValue<AppPlatformModel> AppPlatform;
    public TfValue<ProtectionModel> ProtectInUse;
    public TfValue<bool> EstimateReclaimable;
    public TfValue<Timeouts> Timeouts;
    public TfValue<bool> Due;
    public TfValue<DueRunModel> DueRun;
    public TfValue<bool> Overdue;
    public TfValue<string> NextRunAt;
    public TfValue<RunModel> LastRun;
    public TfValue<ImmutableArray<TfValue<RunModel>>> Runs;
    public TfValue<long> TotalFreedBytes;
    public TfValue<AppModel> App;
    public TfValue<InvocationModel> LastInvocation;

    /// <summary>Whether an app starts the runs, instead of applies.</summary>
    public bool RunsAsApp => Runner.Or(PolicyRunner.Terraform) == PolicyRunner.AppPlatform;

    /// <summary>Whether there should be an app: a disabled policy has none, since App Platform cannot suspend a schedule.</summary>
    public bool WantsApp => RunsAsApp && Enabled.Or(true);

    /// <summary>The app in state; null if there is none.</summary>
    public string? AppId => AppModel.IdOf(App);

    /// <summary>How many runs the state keeps.</summary>
    public int Limit => (int)HistoryLimit.Or(PolicyDefaults.HistoryLimit);

    /// <summary>The runs in state, newest first.</summary>
    public IReadOnlyList<Run> Recorded =>
        [.. Runs.Or([]).Where(static run => run.IsKnown).Select(static run => run.Value.ToRun()).OfType<Run>()];

    /// <summary>
    /// The imported policy: no service stores its terms, so they are the defaults. If the configuration has other terms, the plan shows a change in
    /// place.
    /// </summary>
    public static PolicyModel Default(string registry) => new()
    {
        Id = registry,
        RegistryName = registry,
        Schedule = PolicyDefaults.Schedule,
        TimeZone = "UTC",
        MaintenanceWindow = PolicyDefaults.Window,
        Type = RunType.UntaggedManifestsAndUnreferencedBlobs,
        Enabled = true,
        RunOnCreate = false,
        WaitForCompletion = true,
        HistoryLimit = PolicyDefaults.HistoryLimit,
        Runner = PolicyRunner.Terraform,
    };

    /// <summary>The same policy with its current runs.</summary>
    /// <param name="view">The runs and the status of the policy.</param>
    public PolicyModel With(CollectionView view)
    {
        var copy = (PolicyModel)MemberwiseClone();
        copy.Id = RegistryName;
        copy.Due = view.Due;
        copy.DueRun = DueRunModel.From(this, view);
        copy.Overdue = view.DueState.Overdue;
        copy.NextRunAt = view.DueState.NextRunAt is { } next ? Rfc3339.Format(next) : null;
        copy.LastRun = view.History.LastRun is { } last ? RunModel.From(last) : null;
        copy.Runs = view.History.Kept.Select(static run => TfValue<RunModel>.Known(RunModel.From(run))).ToImmutableArray();
        copy.TotalFreedBytes = view.History.TotalFreedBytes;
        return copy;
    }

    /// <summary>Whether the triggers differ from those of another policy.</summary>
    public bool TriggersChangedFrom(PolicyModel other)
    {
        var (after, before) = (Known(Triggers), Known(other.Triggers));
        return after.Count != before.Count || after.Any(entry => !before.TryGetValue(entry.Key, out var value) || value != entry.Value);

        static ImmutableDictionary<string, TfValue<string>> Known(TfValue<ImmutableDictionary<string, TfValue<string>>> triggers) =>
            triggers.Or(ImmutableDictionary<string, TfValue<string>>.Empty);
    }

    /// <summary>A shallow copy, to be changed without affecting this one.</summary>
    public PolicyModel Copy() => (PolicyModel)MemberwiseClone();

    /// <summary>Marks everything that a repair of the app changes as known only after apply.</summary>
    public void ExpectRepair()
    {
        ExpectRun();
        App = TfValue<AppModel>.Unknown;
        LastInvocation = TfValue<InvocationModel>.Unknown;
    }

    /// <summary>Shows what is known of an app that the apply creates: its name, and what is billed.</summary>
    /// <param name="prior">The state before; null on create.</param>
    public void ExpectNewApp(PolicyModel? prior)
    {
        if (!WantsApp || !Enabled.IsKnown || prior?.AppId is not null || !App.IsUnknown || !RegistryName.TryGet(out var registry)) return;
        App = AppModel.Planned(registry, AppPlatform.IsUnknown ? TfValue<string>.Unknown : AppPlatform.Or(AppPlatformModel.Default()).InstanceSizeSlug);
    }

    /// <summary>Marks everything that a run changes as known only after apply.</summary>
    public void ExpectRun()
    {
        Due = TfValue<bool>.Unknown;
        DueRun = TfValue<DueRunModel>.Unknown;
        Overdue = TfValue<bool>.Unknown;
        NextRunAt = TfValue<string>.Unknown;
        LastRun = TfValue<RunModel>.Unknown;
        Runs = TfValue<ImmutableArray<TfValue<RunModel>>>.Unknown;
        TotalFreedBytes = TfValue<long>.Unknown;
    }
}
