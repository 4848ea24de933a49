using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>What a policy warns of: runs that ended unobserved or were not started, an app that its registry has left behind.</summary>
internal static class PolicyWarnings
{
    /// <summary>A registry that is gone leaves an app behind that only this state knows; the policy stays until it is destroyed or the registry is back.</summary>
    public static PolicyModel Orphaned(PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        context.Diagnostics.Warning(
            "registry_name",
            $"The registry \"{state.RegistryName.Value}\" is gone, its app is not",
            $"The app {state.App.Value.Name.Or(string.Empty)} goes on trying to collect its garbage. Destroy the policy to remove the app, or create the registry again.");
        return state;
    }

    /// <summary>Tells of runs of this policy that ended unobserved since the last refresh, as after an interrupted apply.</summary>
    public static void ReportEnds(PolicyModel state, CollectionView view, ResourceContext<PolicyModel, ProviderServices> context)
    {
        var running = state.Recorded.Where(static run => run is { Origin: RunOrigin.Policy, HasEnded: false }).Select(static run => run.Uuid).ToHashSet(StringComparer.Ordinal);
        foreach (var run in view.History.Kept.Where(run => run.HasEnded && running.Contains(run.Uuid)))
        {
            RunOutcome.Report(state.RegistryName.Value, run, context.Diagnostics);
        }
    }

    public static void ReportDropped(PolicyModel plan, DateTimeOffset slot, bool isMadeUpFor, ResourceContext<PolicyModel, ProviderServices> context)
    {
        if (isMadeUpFor && plan.Enabled.Or(true) && !plan.RunsAsApp) return;
        var why = !plan.Enabled.Or(true) ? "the policy is not enabled any more" : plan.RunsAsApp ? "from now on an app starts the runs" : "the terms of the policy changed in this apply, and hold from now on";
        context.Diagnostics.Warning(
            "Garbage collection skipped", $"The garbage collection of \"{plan.RegistryName.Value}\" for the slot {Rfc3339.FormatSeconds(slot)}, which was due, was not started: {why}. To run it at once, change a value of triggers.");
    }
}
