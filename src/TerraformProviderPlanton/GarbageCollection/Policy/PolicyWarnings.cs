using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>The warnings of a policy: runs that ended unobserved or were not started, an app whose registry is gone.</summary>
internal static class PolicyWarnings
{
    /// <summary>
    /// Reports that the registry is gone and its app still exists. Only this state knows the app, so the policy stays until it is destroyed or the
    /// registry exists again.
    /// </summary>
    public static PolicyModel Orphaned(PolicyModel state, ResourceContext<PolicyModel, ProviderServices> context)
    {
        context.Diagnostics.Warning(
            "registry_name",
            $"The registry \"{state.RegistryName.Value}\" is gone, but its app is not",
            $"The app {state.App.Value.Name.Or(string.Empty)} keeps trying to collect its garbage. Destroy the policy to remove the app, or create the registry again.");
        return state;
    }

    /// <summary>Reports runs of this policy that ended unobserved since the last refresh, for example after an interrupted apply.</summary>
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
        var why = !plan.Enabled.Or(true) ? "the policy has been disabled" : plan.RunsAsApp ? "from now on an app starts the runs" : "this apply changed the policy's settings, which are in force from now on";
        context.Diagnostics.Warning(
            "Garbage collection skipped", $"The garbage collection of \"{plan.RegistryName.Value}\" for the slot {Rfc3339.FormatSeconds(slot)} was due but was not started: {why}. To start a run now, change a value of triggers.");
    }
}
