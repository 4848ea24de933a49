using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>Checks of a policy at plan. They only add diagnostics; no planned value depends on them.</summary>
internal sealed class PolicyPlanChecks(OperationContext<ProviderServices> context)
{
    public async Task RunAsync(PlannedChange<PolicyModel> change)
    {
        PolicyConfigValidator.RequireToken(change, context);

        // The diff already shows a run that the apply will start; a missed one is not visible anywhere else.
        if (change is { Prior: { } prior, Planned: not null } && prior.Overdue.Or(false) && (prior.RunsAsApp || !prior.Due.Or(false)))
        {
            context.Diagnostics.Warning(
                "schedule", $"Garbage collection of \"{prior.RegistryName.Value}\" is overdue", prior.RunsAsApp ? OverdueAsApp(prior) : Overdue(prior));
        }

        if (change.Planned is not { } planned || !context.HasProviderData) return;
        Claim(planned, hasState: change.Prior is not null);
        if (change.Prior is null && await new RegistryCheck(context, "The policy").RunAsync(planned.RegistryName)) WarnOfLostSlot(planned);
        if (IsForced(planned, change.Prior)) await new RunProtection(planned, context).WarnAsync();
    }

    /// <summary>Forgets what the plan of a policy has claimed, because an apply changes the policy.</summary>
    public static void Release(PolicyModel policy, OperationContext<ProviderServices> context) =>
        context.ProviderData.Schedules.Release(policy.RegistryName.Value, policy.Type.Or(PolicyDefaults.Type));

    /// <summary>Whether the apply starts a run whatever the slots say.</summary>
    private static bool IsForced(PolicyModel planned, PolicyModel? prior) => planned.Enabled.Or(true) && planned is { RegistryName.IsKnown: true, Runner.IsUnknown: false, RunsAsApp: false }
        && (prior is null ? planned.RunOnCreate.Or(false) : planned.TriggersChangedFrom(prior));

    private void Claim(PolicyModel planned, bool hasState)
    {
        if (!planned.Enabled.Or(false) || !planned.RegistryName.TryGet(out var registry) || !planned.Type.TryGet(out var type)) return;

        var (schedule, zone) = (planned.Schedule.Or("?"), planned.TimeZone.Or("?"));
        var claimant = $"{GarbageCollectionPolicyResource.Name} with the schedule \"{schedule}\" ({zone})";
        context.ProviderData.Schedules.Claim(
            registry, type, claimant, $"{schedule}/{zone}/{planned.MaintenanceWindow.Or("?")}/{planned.Runner.Or("?")}/{planned.RunOnCreate.Or(false)}", hasState, "registry_name", context.Diagnostics);
    }

    /// <summary>
    /// Warns if a window is open that the policy would have served. A pipeline that keeps no state creates the policy in every run, so no slot is
    /// ever served.
    /// </summary>
    private void WarnOfLostSlot(PolicyModel planned)
    {
        if (planned.RunsAsApp || planned.Runner.IsUnknown || !planned.Enabled.Or(false) || planned.RunOnCreate.Or(true)) return;
        if (!planned.Schedule.TryGet(out var schedule) || !planned.TimeZone.TryGet(out var zone) || !planned.MaintenanceWindow.TryGet(out var window)) return;

        var now = context.ProviderData.Client.Clock.UtcNow();
        if (DueEvaluation.SlotLostByStartingNow(ScheduleRules.Parse(schedule, zone, window, now), now) is not { } slot) return;
        context.Diagnostics.Warning(
            "schedule",
            $"The policy of \"{planned.RegistryName.Value}\" is new and will not serve the current window",
            $"The window of the slot {Rfc3339.FormatSeconds(slot)} is open, but a policy serves only slots after its creation, so this apply starts no run. To start one now, set "
            + "run_on_create = true. If the policy existed before, its state was lost: a pipeline that keeps no state between its runs creates the policy every time and never "
            + "collects anything. Add a backend to its configuration.");
    }

    private static string Overdue(PolicyModel policy) =>
        $"A maintenance window has passed without a run. The next slot is at {policy.NextRunAt.Or("an unknown time")}: apply within "
        + $"{policy.MaintenanceWindow.Or(PolicyDefaults.Window)} of it, widen maintenance_window, or change a value of triggers to start a run now.";

    private static string OverdueAsApp(PolicyModel policy) => AppOverdue.Explain(policy.App, policy.LastInvocation);
}
