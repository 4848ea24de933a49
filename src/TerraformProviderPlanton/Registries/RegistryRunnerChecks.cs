using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Registries;

/// <summary>Checks what a configuration says about who starts the garbage collection of a registry. Unknown values skip a check.</summary>
internal static class RegistryRunnerChecks
{
    private const string Attribute = "garbage_collection_runner";

    /// <summary>Checks what goes together. Works without the API.</summary>
    public static void Validate(RegistryModel config, DiagnosticList diagnostics)
    {
        if (config.GarbageCollectionRunner.IsUnknown) return;
        if (config.GarbageCollectionAppPlatform.IsKnown && config.GarbageCollectionRunner.Or(PolicyRunner.Terraform) != PolicyRunner.AppPlatform)
        {
            diagnostics.Error(
                RegistryApp.Attribute,
                "The registry has no app to configure",
                $"{RegistryApp.Attribute} is only valid with {Attribute} = \"{PolicyRunner.AppPlatform}\". Set that, or remove {RegistryApp.Attribute}.");
        }

        if (config.GarbageCollectionRunner.IsKnown && config.GarbageCollectionEnabled.IsNull)
        {
            diagnostics.Warning(
                Attribute,
                "Garbage collection is disabled, so its runner has no effect",
                $"{Attribute} says who starts the runs, but garbage_collection_enabled is not set, so there are none. Set it to true, or remove {Attribute}.");
        }
    }

    /// <summary>
    /// Warns, once, when garbage collection is turned on without a word about who starts it: whoever does not apply on Sundays has a registry that is
    /// never collected.
    /// </summary>
    public static void ReportNobody(PlannedChange<RegistryModel> change, OperationContext<ProviderServices> context)
    {
        if (change is not { Planned: { } planned, Config: { GarbageCollectionRunner.IsNull: true } } || !planned.GarbageCollectionEnabled.Or(false)) return;

        // The second half of a replacement is planned without the state.
        var name = planned.Name.Or("(known after apply)");
        var isOn = change.Prior is { } prior ? prior.GarbageCollectionEnabled.Or(false) : context.HasProviderData && context.ProviderData.InState.HasRegistry(name);
        if (isOn) return;
        context.Diagnostics.Warning(
            Attribute,
            $"Garbage collection of \"{name}\" runs only if someone applies on a Sunday",
            "garbage_collection_enabled starts a run only during an apply on a Sunday between 03:00 and 07:00 UTC, and the configuration does not say who applies then. If someone "
            + $"does, such as a scheduled pipeline, set {Attribute} = \"{PolicyRunner.Terraform}\". To have an App Platform app start the runs without an apply, set {Attribute} = "
            + $"\"{PolicyRunner.AppPlatform}\".");
    }

    /// <summary>
    /// Reports that the app needs a token and none is configured. An app that exists already has one: after an import, or when its creation was not
    /// confirmed.
    /// </summary>
    public static async Task RequireTokenAsync(PlannedChange<RegistryModel> change, OperationContext<ProviderServices> context)
    {
        if (change is not { Planned: { RunsAsApp: true } planned, Config: { } config } || AppToken.IsConfigured(config.GarbageCollectionAppPlatform)) return;

        var name = planned.Name.Or(string.Empty);
        var needsNew = change.Removes || (change.Prior is { GarbageCollectionAppPlatform.IsKnown: true } prior
            && (AppPlatformModel.HasNewToken(prior.GarbageCollectionAppPlatform, planned.GarbageCollectionAppPlatform)
                || AppPlatformModel.MovesProject(prior.GarbageCollectionAppPlatform, planned.GarbageCollectionAppPlatform)));
        if (!needsNew && (AppModel.IdOf(change.Prior?.GarbageCollectionApp ?? default) is not null || await HasAppAsync(name, context))) return;

        var isInState = change.Prior is { } before ? before.RunsAsApp : context.HasProviderData && context.ProviderData.InState.HasApp(name);
        AppToken.ReportMissing(planned.Name.Or("(known after apply)"), RegistryApp.Attribute, isInState && !needsNew, context.Diagnostics);
    }

    private static async Task<bool> HasAppAsync(string registry, OperationContext<ProviderServices> context) =>
        context.HasProviderData && registry.Length > 0 && await new AppRunner(context, RegistryApp.Attribute).FindAsync(registry, default) is not null;
}
