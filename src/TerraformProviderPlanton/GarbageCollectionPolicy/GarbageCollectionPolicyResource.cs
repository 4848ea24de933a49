using System.Collections.Immutable;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.ContainerRegistry;
using TerraformProviderPlanton.GarbageCollection;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.GarbageCollectionPolicy;

/// <summary>
/// When garbage collection of a registry must have run. The clock is read at refresh, which finds a slot due, and at apply, which
/// checks the window; never in between, since the CLI plans twice and compares.
/// </summary>
internal sealed class GarbageCollectionPolicyResource() : Resource<PolicyModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_garbage_collection_policy";

    /// <inheritdoc/>
    protected override Schema<PolicyModel> Schema { get; } = PolicySchema.Make();

    /// <inheritdoc/>
    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("registry_name", "The name of the registry."));

    /// <inheritdoc/>
    protected override TimeoutDefaults Timeouts => PolicySchema.Timeouts;

    /// <inheritdoc/>
    protected override string? NameOf(PolicyModel model) => model.RegistryName.IsKnown ? model.RegistryName.Value : null;

    /// <inheritdoc/>
    protected override TfValue<Timeouts> TimeoutsOf(PolicyModel model) => model.Timeouts;

    /// <inheritdoc/>
    protected override void Plan(ResourcePlan<PolicyModel> plan)
    {
        var planned = plan.Planned;
        planned.Id = planned.RegistryName;
        if (plan.Prior is { } prior && planned.Enabled.Or(true) && prior.Due.Or(false)) planned.ExpectRun();
    }

    /// <inheritdoc/>
    protected override Task CheckPlanAsync(PlannedChange<PolicyModel> change, OperationContext<ProviderServices> context)
    {
        // A run that the plan will start is as good as announced by the diff; one that was missed is not to be seen anywhere else.
        if (change is { Prior: { } prior, Planned: not null } && prior.Overdue.Or(false) && !prior.Due.Or(false))
        {
            context.Diagnostics.Warning(
                "schedule",
                $"Garbage collection of \"{prior.RegistryName.Value}\" is overdue",
                $"The window of a slot has passed with no run. The next slot is at {prior.NextRunAt.Or("an unknown time")}: apply within "
                + $"{prior.MaintenanceWindow.Or(PolicySchema.DefaultWindow)} after it, widen maintenance_window, or change a value of triggers to run it now.");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task<PolicyModel> CreateAsync(PolicyModel plan, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var (client, memory) = (context.Api.Client, new PolicyMemory(context.Private));
        await RequireRegistryAsync(plan, context).ConfigureAwait(false);
        memory.Since = client.Clock.UtcNow();

        var engine = new CollectionEngine(context.Api, context);
        var view = await engine.ObserveAsync(plan.RegistryName.Value, Terms(plan, memory), [], plan.Limit).ConfigureAwait(false);
        var state = Settle(plan, view, memory);
        context.Save(state);
        if (!plan.RunOnCreate.Or(false)) return state;

        try
        {
            return await CollectAsync(state, new() { RunOnCreate = true }, context).ConfigureAwait(false);
        }
        catch (ApiException failure)
        {
            // The policy itself exists from here on; an error would taint it and have it replaced.
            context.Diagnostics.Warning(
                $"Garbage collection of \"{plan.RegistryName.Value}\" could not be started",
                $"The policy was created; its first run was not started.\n\n{ApiFailure.Explain(failure)}\n\nChange a value of triggers to start it at the next apply.");
            return state;
        }
        catch (OperationCanceledException) when (context.IsStopping)
        {
            context.Diagnostics.Warning("Garbage collection was not started", "The run was interrupted after the policy was created.");
            return state;
        }
    }

    /// <inheritdoc/>
    protected override async Task<PolicyModel?> ReadAsync(PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var (client, memory) = (context.Api.Client, new PolicyMemory(context.Private));
        if (await client.Registries.FindAsync(state.RegistryName.Value, context.Cancellation).ConfigureAwait(false) is null) return null;

        // A policy that was imported, or moved here, holds from the moment that it was first seen.
        memory.Since ??= client.Clock.UtcNow();
        var view = await new CollectionEngine(context.Api, context)
            .ObserveAsync(state.RegistryName.Value, Terms(state, memory), state.Recorded, state.Limit).ConfigureAwait(false);
        ReportEnds(state, view, context);
        return Settle(state, view, memory);
    }

    /// <inheritdoc/>
    protected override async Task<PolicyModel> UpdateAsync(PolicyModel plan, PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var (client, memory) = (context.Api.Client, new PolicyMemory(context.Private));
        var ask = new Ask { Slot = memory.DueSlot, TriggersChanged = TriggersChanged(plan, state) };
        if (TermsChanged(plan, state))
        {
            // New terms hold from now on: slots before them were not promised, and the slot that the plan saw is of the old ones.
            // What time it is, the service's answer tells, and in an apply nothing has been asked yet.
            await RequireRegistryAsync(plan, context).ConfigureAwait(false);
            memory.Since = client.Clock.UtcNow();
            ask = ask with { Slot = null };
        }

        plan.Runs = state.Runs;
        return await CollectAsync(plan, ask, context).ConfigureAwait(false);
    }

    /// <summary>Only forgets: the registry and its runs are not the policy's.</summary>
    /// <inheritdoc/>
    protected override Task DeleteAsync(PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<PolicyModel> ImportAsync(string id, ResourceContext<PolicyModel, ProviderServices> context) =>
        RegistryRules.WrongWithName(id) is { } wrong
            ? throw new DiagnosticException("Invalid import id", $"{wrong}\n\nThe id of a policy is the name of its registry: terraform import {Name}.example my-registry")
            : Task.FromResult(PolicyModel.Default(id));

    private static async Task<PolicyModel> CollectAsync(PolicyModel plan, Ask ask, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var memory = new PolicyMemory(context.Private);
        var request = new CollectionRequest
        {
            Registry = plan.RegistryName.Value,
            Terms = Terms(plan, memory),
            Recorded = plan.Recorded,
            HistoryLimit = plan.Limit,
            PlannedSlot = ask.Slot,
            TriggersChanged = ask.TriggersChanged,
            RunOnCreate = ask.RunOnCreate,
            Wait = plan.WaitForCompletion.Or(true),
        };
        var view = await new CollectionEngine(context.Api, context)
            .CollectAsync(request, view => context.Save(Settle(plan, view, memory))).ConfigureAwait(false);
        return Settle(plan, view, memory);
    }

    private static PolicyModel Settle(PolicyModel policy, CollectionView view, PolicyMemory memory)
    {
        memory.Remember(view.Slots);
        return policy.With(view);
    }

    private static PolicyTerms Terms(PolicyModel policy, PolicyMemory memory)
    {
        var schedule = CronSchedule.TryParse(policy.Schedule.Value, out var parsed, out var error) ? parsed : throw new DiagnosticException("Invalid schedule", error, "schedule");
        var zone = IanaZone.TryParse(policy.TimeZone.Or("UTC"), out var found, out error) ? found : throw new DiagnosticException("Invalid time zone", error, "time_zone");
        var window = GoDuration.TryParse(policy.MaintenanceWindow.Or(PolicySchema.DefaultWindow), out var duration, out error)
            ? duration
            : throw new DiagnosticException("Invalid maintenance window", error, "maintenance_window");
        var type = policy.Type.Or(GarbageCollectionTypes.UntaggedManifestsAndUnreferencedBlobs);
        return new(schedule, zone, window, type, policy.Enabled.Or(true), memory.Since!.Value);
    }

    private static bool TermsChanged(PolicyModel plan, PolicyModel state) =>
        plan.Schedule != state.Schedule || plan.TimeZone != state.TimeZone || plan.MaintenanceWindow != state.MaintenanceWindow
        || plan.Type != state.Type || plan.Enabled != state.Enabled;

    private static bool TriggersChanged(PolicyModel plan, PolicyModel state)
    {
        var (after, before) = (Known(plan), Known(state));
        return after.Count != before.Count || after.Any(entry => !before.TryGetValue(entry.Key, out var value) || value != entry.Value);

        static IReadOnlyDictionary<string, TfValue<string>> Known(PolicyModel policy) =>
            policy.Triggers.IsKnown ? policy.Triggers.Value : ImmutableDictionary<string, TfValue<string>>.Empty;
    }

    /// <summary>Tells of runs of this policy that ended unobserved since the last refresh, as after an interrupted apply.</summary>
    private static void ReportEnds(PolicyModel state, CollectionView view, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var running = state.Recorded.Where(static run => run is { Origin: RunOrigin.Policy, HasEnded: false }).Select(static run => run.Uuid).ToHashSet(StringComparer.Ordinal);
        foreach (var run in view.History.Kept.Where(run => run.HasEnded && running.Contains(run.Uuid)))
        {
            RunOutcome.Report(state.RegistryName.Value, run, context.Diagnostics);
        }
    }

    private static async Task RequireRegistryAsync(PolicyModel plan, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var name = plan.RegistryName.Value;
        if (await context.Api.Client.Registries.FindAsync(name, context.Cancellation).ConfigureAwait(false) is not null) return;

        throw new DiagnosticException(
            $"The registry \"{name}\" does not exist",
            "A policy needs its registry to exist. When the same configuration creates it, refer to the resource instead of writing the name, so that it comes first.",
            "registry_name");
    }

    private sealed record Ask
    {
        public DateTimeOffset? Slot { get; init; }

        public bool TriggersChanged { get; init; }

        public bool RunOnCreate { get; init; }
    }
}
