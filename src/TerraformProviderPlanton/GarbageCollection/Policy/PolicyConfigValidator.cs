using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>How the attributes of a policy depend on each other when an app starts its runs. All checks work without the API.</summary>
internal static class PolicyConfigValidator
{
    /// <summary>Checks a configuration. Unknown values skip a check.</summary>
    public static void Check(PolicyModel config, DiagnosticList diagnostics)
    {
        if (config.Runner.IsUnknown) return;
        if (!config.RunsAsApp)
        {
            if (config.AppPlatform.IsKnown)
            {
                diagnostics.Error(
                    PolicyApp.Attribute,
                    "The policy has no app to configure",
                    $"app_platform is only valid with runner = \"{PolicyRunner.AppPlatform}\". Set that, or remove app_platform.");
            }

            return;
        }

        // An invalid schedule is reported by the attribute's own validator.
        if (config.Schedule.IsKnown && CronSchedule.TryParse(config.Schedule.Value, out _, out _) && !AppCron.TryExpress(config.Schedule.Value, out _, out var error))
        {
            diagnostics.Error("schedule", "App Platform does not support this schedule", error);
        }

        if (config.ProtectInUse.IsKnown && config.ProtectInUse.Value.Enabled.Or(true))
        {
            diagnostics.Error(
                ProtectionModel.Name, "Images in use are not protected when an app starts the runs",
                $"With runner = \"{PolicyRunner.AppPlatform}\" the app starts the runs, without checking which images are in use. Remove {ProtectionModel.Name}, or let applies start the runs.");
        }

        if (config.RunOnCreate.Or(false)) diagnostics.Error("run_on_create", "Applies do not start runs", StartsNothing("run_on_create"));
        if (config.Triggers.IsKnown && config.Triggers.Value.Count > 0) diagnostics.Error("triggers", "Applies do not start runs", StartsNothing("triggers"));
    }

    /// <summary>Reports that an app needs a token and none is configured: better at plan than midway through an apply.</summary>
    /// <param name="context">For a policy that is in state with such an app, it is a warning.</param>
    public static void RequireToken(PlannedChange<PolicyModel> change, OperationContext<ProviderServices> context)
    {
        if (change is not { Planned: { WantsApp: true } planned, Config: { } config } || planned.Runner.IsUnknown || config.AppPlatform.IsUnknown) return;

        var hasApp = change.Prior?.AppId is not null && !change.Removes;
        var isNew = change.Prior is { AppPlatform.IsKnown: true } prior && planned.AppPlatform.IsKnown && AppPlatformModel.HasNewToken(prior.AppPlatform, planned.AppPlatform);
        if ((hasApp && !isNew) || AppToken.IsConfigured(config.AppPlatform)) return;

        var isInState = change.Prior is { } before ? before.WantsApp && !change.Removes : context.HasProviderData && context.ProviderData.InState.HasApp(planned.RegistryName.Or(string.Empty));
        AppToken.ReportMissing(planned.RegistryName.Or("(known after apply)"), PolicyApp.Attribute, isInState && !isNew, context.Diagnostics);
    }

    /// <summary>Whether the app would have to move to another project, which an update cannot do.</summary>
    public static bool MovesProject(PolicyModel planned, PolicyModel prior) =>
        planned.WantsApp && prior is { WantsApp: true, AppId: not null } && AppPlatformModel.MovesProject(prior.AppPlatform, planned.AppPlatform);

    private static string StartsNothing(string attribute) =>
        $"With runner = \"{PolicyRunner.AppPlatform}\" only the app starts runs, on its schedule. Remove {attribute}, or let applies start the runs (runner = \"{PolicyRunner.Terraform}\").";
}
