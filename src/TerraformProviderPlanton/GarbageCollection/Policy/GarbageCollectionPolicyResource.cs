using Planton.DigitalOcean;
using Planton.Registry.Runs;
using Planton.Registry.Schedules;
using Planton.Registry.Starting;
using Planton.Terraform.Plugin.Cty;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>
/// The schedule of a registry's garbage collection. The clock is read at refresh, which finds a slot due, and at apply, which checks the window;
/// never in between, since the CLI plans twice and compares.
/// </summary>
internal sealed class GarbageCollectionPolicyResource() : Resource<PolicyModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_garbage_collection_policy";

    /// <inheritdoc/>
    protected override Schema<PolicyModel> Schema { get; } = PolicySchema.Make();

    /// <inheritdoc/>
    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("registry_name", "The name of the registry."));

    /// <inheritdoc/>
    protected override void ValidateConfig(PolicyModel config, DiagnosticList diagnostics) => PolicyConfigValidator.Check(config, diagnostics);

    /// <inheritdoc/>
    protected override void Plan(ResourcePlan<PolicyModel> plan)
    {
        var planned = plan.Planned;
        planned.Id = planned.RegistryName;
        if (planned.Runner.IsUnknown) return;
        if (!planned.WantsApp) (planned.App, planned.LastInvocation) = (default, default);
        if (plan.Prior is { } prior) PlanUpdate(plan, prior);
        if (planned.RunsAsApp) planned.DueRun = default;
        planned.ExpectNewApp(plan.Prior);
    }

    private static void PlanUpdate(ResourcePlan<PolicyModel> plan, PolicyModel prior)
    {
        var planned = plan.Planned;
        if (!planned.RunsAsApp && planned.Enabled.Or(true) && new PolicyPrivateState(plan.Private).ShowsRun(prior.Due.Or(false))) planned.ExpectRun();
        if (planned.WantsApp && AppModel.NeedsRepair(prior.App)) planned.ExpectRepair();
        if (PolicyConfigValidator.MovesProject(planned, prior)) plan.RequireReplace(CtyPath.Root.Attribute(PolicyApp.Attribute).Attribute("project_id"));
    }

    /// <inheritdoc/>
    protected override Task CheckPlanAsync(PlannedChange<PolicyModel> change, OperationContext<ProviderServices> context) => new PolicyPlanChecks(context).RunAsync(change);

    /// <inheritdoc/>
    protected override async Task<PolicyModel> CreateAsync(PolicyModel plan, ResourceContext<PolicyModel, ProviderServices> context)
    {
        PolicyPlanChecks.Release(plan, context);
        var (client, memory) = (context.ProviderData.Client, new PolicyPrivateState(context.Private));
        await context.ProviderData.RequireRegistryAsync(plan.RegistryName.Value, "A policy", context.Cancellation);
        memory.EffectiveFrom = client.Clock.UtcNow();

        var engine = new RunCoordinator(context.ProviderData, context);
        var view = await engine.ObserveAsync(plan.RegistryName.Value, Terms(plan, memory), [], plan.Limit);
        var state = PolicyApp.Without(Record(plan, view, memory));
        context.Save(state);
        if (plan.RunsAsApp) return await new PolicyApp(context).ApplyAsync(state, before: null);
        if (!plan.RunOnCreate.Or(false)) return state;

        // From here on, the policy itself exists; an error would taint it and cause its replacement.
        try
        {
            return await CollectAsync(state, Request(state, memory) with { RunOnCreate = true }, context);
        }
        catch (ApiException failure)
        {
            return Owing(state, view, ApiFailure.Explain(failure), context);
        }
        catch (OperationCanceledException)
        {
            return Owing(state, view, context.IsStopping ? "The CLI was interrupted before the run was requested." : "The time limit (timeouts.create) was reached before the run was requested.", context);
        }
    }

    /// <summary>The policy whose first run was definitely not started, and is owed.</summary>
    private static PolicyModel Owing(PolicyModel state, CollectionView view, string why, ResourceContext<PolicyModel, ProviderServices> context)
    {
        context.Diagnostics.Warning(
            $"Garbage collection of \"{state.RegistryName.Value}\" could not be started",
            $"The policy was created, but its first run was not started.\n\n{why}\n\nThe policy owes this run: the next plan shows it as due, and the next apply starts it.");
        var owed = view with { Debt = new StartDebt(Asked: null, IsOwed: true), OwesRun = state.Enabled.Or(true) };
        return Record(state, owed, new PolicyPrivateState(context.Private));
    }

    /// <inheritdoc/>
    protected override async Task<PolicyModel?> ReadAsync(PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var (client, memory) = (context.ProviderData.Client, new PolicyPrivateState(context.Private));
        if (state.RunsAsApp) context.ProviderData.InState.AddApp(state.RegistryName.Value);
        var exists = await client.Cache.FindRegistryAsync(state.RegistryName.Value, context.Cancellation) is not null;
        if (memory.IsImported && exists) state = await ImportedAsync(state, context);

        var part = new PolicyApp(context);
        var app = state.RunsAsApp ? await part.FindAsync(state) : null;
        if (!exists) return app is null ? null : PolicyWarnings.Orphaned(part.Observe(state, app), context);

        // An imported or moved policy is effective from the moment at which it was first seen.
        memory.Recover(state.Due.Or(false), state.NextRunAt, client.Clock.UtcNow());
        var seen = state.RunsAsApp ? part.Observe(state, app) : state;
        var view = await new RunCoordinator(context.ProviderData, context)
            .ObserveAsync(seen.RegistryName.Value, Terms(seen, memory), seen.Recorded, seen.Limit, memory.Debt);
        memory.Unclaimed = Appeared(state, view, memory);
        if (seen.RunsAsApp) (view, seen.LastInvocation) = await part.AttributeAsync(seen, Terms(seen, memory), view, app?.Id);

        PolicyWarnings.ReportEnds(state, view, context);
        view = await new RunProtection(seen, context).HoldAsync(view);
        return Record(seen, await new ReclaimableEstimate(seen, context).AddToAsync(view), memory);
    }

    /// <inheritdoc/>
    protected override async Task<PolicyModel> UpdateAsync(PolicyModel plan, PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        PolicyPlanChecks.Release(state, context);
        PolicyPlanChecks.Release(plan, context);
        var (client, memory) = (context.ProviderData.Client, new PolicyPrivateState(context.Private));

        // The time comes from the API's responses, and an apply has not made any request yet.
        var termsChanged = TermsChanged(plan, state);
        if (termsChanged || memory.EffectiveFrom is null) await context.ProviderData.RequireRegistryAsync(plan.RegistryName.Value, "A policy", context.Cancellation);
        await RecoverAsync(state, memory, context);
        var (slot, triggersChanged) = (memory.DueSlot, !memory.IsImported && plan.TriggersChangedFrom(state));
        if (termsChanged)
        {
            // New terms are effective from now on: earlier slots do not count, and the slot that the plan saw belongs to the old terms.
            if (slot is { } dropped) PolicyWarnings.ReportDropped(plan, dropped, triggersChanged || memory.Debt.IsOpen, context);
            memory.EffectiveFrom = client.Clock.UtcNow();
            slot = null;
        }

        memory.IsImported = false;

        plan.Runs = state.Runs;
        if (plan.RunsAsApp) return await UpdateAppAsync(plan, state, context);

        // The app is removed first: from now on applies start the runs, and a slot must not have two.
        await new PolicyApp(context).RemoveAsync(state);
        plan = PolicyApp.Without(plan);
        return await CollectAsync(plan, Request(plan, memory) with { PlannedSlot = slot, TriggersChanged = triggersChanged }, context);
    }

    /// <summary>Removes the app, if there is one. The registry and its runs do not belong to the policy.</summary>
    /// <inheritdoc/>
    protected override Task DeleteAsync(PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        PolicyPlanChecks.Release(state, context);
        return new PolicyApp(context).RemoveAsync(state);
    }

    /// <inheritdoc/>
    protected override Task<PolicyModel> ImportAsync(string id, ResourceContext<PolicyModel, ProviderServices> context)
    {
        if (RegistryRules.ValidateName(id) is { } wrong)
        {
            throw new DiagnosticException("Invalid import id", $"{wrong}\n\nThe id of a policy is the name of its registry: terraform import {Name}.example my-registry");
        }

        new PolicyPrivateState(context.Private).IsImported = true;
        return Task.FromResult(PolicyModel.Default(id));
    }

    private static async Task<PolicyModel> UpdateAppAsync(PolicyModel plan, PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var (memory, part) = (new PolicyPrivateState(context.Private), new PolicyApp(context));
        var updated = await part.ApplyAsync(Record(plan, await ObserveAsync(plan, memory, context), memory), state);
        try
        {
            var view = await ObserveAsync(plan, memory, context);
            (view, updated.LastInvocation) = await part.AttributeAsync(updated, Terms(plan, memory), view, updated.AppId);
            return Record(updated, view, memory);
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            // The app is correct, and there is a warning about a deployment that was not waited for. The next refresh shows the runs.
            return updated;
        }
    }

    /// <summary>Recovers private state that was lost and that no refresh has recovered yet.</summary>
    private static async Task RecoverAsync(PolicyModel state, PolicyPrivateState memory, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var isLost = memory.IsLost;
        memory.Recover(state.Due.Or(false), state.NextRunAt, context.ProviderData.Client.Clock.UtcNow());
        if (isLost) memory.Unclaimed = Appeared(state, await ObserveAsync(state, memory, context), memory);
    }

    /// <summary>The runs that no apply has recorded: an apply that was killed together with the CLI leaves only its run behind.</summary>
    private static string[] Appeared(PolicyModel state, CollectionView view, PolicyPrivateState memory)
    {
        var recorded = state.Recorded.Select(static run => run.Uuid).Except(memory.Unclaimed, StringComparer.Ordinal);
        return [.. view.History.Kept.Where(static run => run.Origin == RunOrigin.External).Select(static run => run.Uuid).Except(recorded, StringComparer.Ordinal)];
    }

    private static Task<CollectionView> ObserveAsync(PolicyModel policy, PolicyPrivateState memory, ResourceContext<PolicyModel, ProviderServices> context) =>
        new RunCoordinator(context.ProviderData, context).ObserveAsync(policy.RegistryName.Value, Terms(policy, memory), policy.Recorded, policy.Limit);

    private static StartRequest Request(PolicyModel policy, PolicyPrivateState memory) => new()
    {
        Registry = policy.RegistryName.Value,
        Policy = Terms(policy, memory),
        Recorded = policy.Recorded,
        HistoryLimit = policy.Limit,
        Debt = memory.Debt,
        Unclaimed = memory.Unclaimed,
        IsHeld = memory.IsHeld,
        Wait = policy.WaitForCompletion.Or(true),
    };

    private static async Task<PolicyModel> CollectAsync(PolicyModel plan, StartRequest request, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var memory = new PolicyPrivateState(context.Private) { Unclaimed = [] };
        var view = await new RunCoordinator(context.ProviderData, context)
            .CollectAsync(request, view => context.Save(Record(plan, view, memory)), new RunProtection(plan, context).Guard(isError: !request.RunOnCreate));
        return Record(plan, view, memory);
    }

    private static PolicyModel Record(PolicyModel policy, CollectionView view, PolicyPrivateState memory)
    {
        memory.Remember(view);
        return policy.With(view);
    }

    private static PolicySchedule Terms(PolicyModel policy, PolicyPrivateState memory)
    {
        var slots = ScheduleRules.Parse(policy.Schedule.Value, policy.TimeZone.Or("UTC"), policy.MaintenanceWindow.Or(PolicyDefaults.Window), memory.EffectiveFrom!.Value);
        return new(slots.Schedule, slots.Zone, slots.Window, policy.Type.Or(PolicyDefaults.Type), policy.Enabled.Or(true), slots.EffectiveFrom);
    }

    private static bool TermsChanged(PolicyModel plan, PolicyModel state) =>
        plan.Schedule != state.Schedule || plan.TimeZone != state.TimeZone || plan.MaintenanceWindow != state.MaintenanceWindow
        || plan.Type != state.Type || plan.Enabled != state.Enabled || plan.Runner != state.Runner;

    /// <summary>The imported policy, with the settings of its app if there is one: nothing else stores its terms.</summary>
    private static async Task<PolicyModel> ImportedAsync(PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        if (state.RunsAsApp || await new PolicyApp(context).FindAsync(state) is not { }) return state;

        var policy = state.Copy();
        (policy.Runner, policy.AppPlatform) = (PolicyRunner.AppPlatform, AppPlatformModel.Default());
        return policy;
    }
}
