using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.GarbageCollection.AppPlatform;

/// <summary>The token that an app needs to be created, or to be given a new one.</summary>
internal static class AppToken
{
    /// <summary>Whether the configuration has a token, or may have one once it is known.</summary>
    /// <param name="configured">The settings of the app in the configuration.</param>
    public static bool IsConfigured(TfValue<AppPlatformModel> configured) => configured.IsUnknown || (configured.IsKnown && !configured.Value.TokenWo.IsNull);

    /// <summary>Reports that an app needs a token and none is configured: better at plan than midway through an apply.</summary>
    /// <param name="isInState">Whether state has the app: a destroy begins with a plan, which must not fail because the app was deleted elsewhere.</param>
    public static void ReportMissing(string registry, string attribute, bool isInState, DiagnosticList diagnostics)
    {
        var missing = Missing(registry, attribute);
        if (!isInState) throw missing;
        foreach (var error in missing.Diagnostics) diagnostics.Add(error with { Severity = DiagnosticSeverity.Warning });
    }

    /// <summary>The error for an app that needs a token when none is configured.</summary>
    public static DiagnosticException Missing(string registry, string attribute) => new(
        $"The garbage collection app of \"{registry}\" needs a token",
        $"Set {attribute}.token_wo to an API token with the scopes registry:read and registry:update. It is write-only (Terraform 1.11, OpenTofu 1.11): it is "
        + "in no plan and no state, and App Platform stores it encrypted.",
        attribute);
}
