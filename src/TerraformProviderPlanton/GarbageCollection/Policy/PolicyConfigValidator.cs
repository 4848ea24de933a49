using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>What attributes of a policy mean for each other when an app starts its runs. All of it is decided without asking anyone.</summary>
internal static class PolicyConfigValidator
{
    /// <summary>Checks a configuration. Unknown values skip a check.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="diagnostics">Where errors go.</param>
    public static void Check(PolicyModel config, DiagnosticList diagnostics)
    {
        if (config.Runner.IsUnknown) return;
        if (!config.RunsAsApp)
        {
            if (config.AppPlatform.IsKnown)
            {
                diagnostics.Error(
                    "app_platform",
                    "Settings of an app that does not exist",
                    $"app_platform is only of use with runner = \"{PolicyRunner.AppPlatform}\". Set that, or remove app_platform.");
            }

            return;
        }

        // What is no schedule at all, the attribute's own validator reports.
        if (config.Schedule.IsKnown && CronSchedule.TryParse(config.Schedule.Value, out _, out _) && !AppCron.TryExpress(config.Schedule.Value, out _, out var error))
        {
            diagnostics.Error("schedule", "App Platform cannot run on this schedule", error);
        }

        if (config.RunOnCreate.Or(false)) diagnostics.Error("run_on_create", "Applies start no runs", StartsNothing("run_on_create"));
        if (config.Triggers.IsKnown && config.Triggers.Value.Count > 0) diagnostics.Error("triggers", "Applies start no runs", StartsNothing("triggers"));
    }

    /// <summary>Reports that an app has to be given a token and none is configured: better at plan than half way through an apply.</summary>
    /// <param name="change">What will be done.</param>
    /// <param name="context">The surroundings of the plan: for a policy that is in state with such an app it is a warning.</param>
    public static void RequireToken(PlannedChange<PolicyModel> change, OperationContext<ProviderServices> context)
    {
        if (change is not { Planned: { WantsApp: true } planned, Config: { } config } || planned.Runner.IsUnknown || config.AppPlatform.IsUnknown) return;

        var hasApp = change.Prior?.AppId is not null && !change.Removes;
        var isNew = change.Prior is { AppPlatform.IsKnown: true } prior && planned.AppPlatform.IsKnown
            && planned.AppPlatform.Value.TokenWoVersion != prior.AppPlatform.Value.TokenWoVersion;
        if (hasApp && !isNew) return;
        if (!config.AppPlatform.IsNull && !config.AppPlatform.Value.TokenWo.IsNull) return;

        // An app that was deleted elsewhere must not keep its policy from being destroyed, which begins with such a plan.
        var missing = ScheduledApp.MissingToken(planned.RegistryName.Or("(known after apply)"));
        var isInState = change.Prior is { } before ? before.WantsApp && !change.Removes : context.HasProviderData && context.ProviderData.InState.HasApp(planned.RegistryName.Or(string.Empty));
        if (!isInState || isNew) throw missing;
        foreach (var error in missing.Diagnostics) context.Diagnostics.Add(error with { Severity = DiagnosticSeverity.Warning });
    }

    /// <summary>Whether the app is missing, or has changes that no attribute shows.</summary>
    /// <param name="prior">The state after the last refresh.</param>
    public static bool NeedsRepair(PolicyModel prior) =>
        prior.AppId is null || (prior.App.Value.Differences.IsKnown && prior.App.Value.Differences.Value.Length > 0);

    /// <summary>Whether the app would have to be in another project, into which an update cannot put it.</summary>
    /// <param name="planned">The planned state.</param>
    /// <param name="prior">The state before.</param>
    public static bool MovesProject(PolicyModel planned, PolicyModel prior) =>
        planned.WantsApp && prior is { WantsApp: true, AppId: not null }
        && planned.AppPlatform.IsKnown && prior.AppPlatform.IsKnown && planned.AppPlatform.Value.ProjectId != prior.AppPlatform.Value.ProjectId;

    private static string StartsNothing(string attribute) =>
        $"With runner = \"{PolicyRunner.AppPlatform}\" only the app starts runs, on its schedule. Remove {attribute}, or let applies start the runs.";
}
