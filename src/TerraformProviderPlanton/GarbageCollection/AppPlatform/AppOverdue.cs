using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>Why an app has let a maintenance window pass without a successful run, as far as can be seen, and what to look at.</summary>
internal static class AppOverdue
{
    /// <summary>The explanation.</summary>
    /// <param name="app">The app after the last refresh.</param>
    /// <param name="last">The most recent run of its job.</param>
    public static string Explain(TfValue<AppModel> app, TfValue<InvocationModel> last)
    {
        if (!app.IsKnown) return "A maintenance window has passed without a successful run, because the app that starts the runs no longer exists. The next apply creates it again.";

        var job = last.IsKnown
            ? $"The most recent invocation of the app's job ({last.Value.Id.Or(string.Empty)}, {last.Value.CreatedAt.Or(string.Empty)}) has the phase {last.Value.Phase.Or(string.Empty)}."
            : "The app's job has not run yet.";
        return $"A maintenance window has passed without a successful run. {job}\n\nLook at the job's log in the control panel or with doctl apps logs {AppModel.IdOf(app) ?? "APP"} "
            + $"{DoctlJob.Name} --type run, and check that its token is valid and has the scopes registry:read and registry:update (to replace it, change token_wo and token_wo_version), "
            + "that the deployment is ACTIVE, and that run_command_replaces_entry_point is set correctly.";
    }
}
