using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>
/// Checks of a tier at plan: that two resources disagree about it, or that the account is not eligible for it. Only adds diagnostics; no planned
/// value depends on it.
/// </summary>
/// <param name="attribute">The attribute that sets the tier.</param>
internal sealed class TierChecks(OperationContext<ProviderServices> context, string attribute)
{
    /// <summary>Claims the tier and, if it is to change, checks whether the account is eligible.</summary>
    /// <param name="claimant">The type and name of the resource in messages.</param>
    /// <param name="tier">The configured tier.</param>
    /// <param name="before">The tier in state; null on create.</param>
    /// <param name="asked">The tier that the resource set when it was last applied; null if it set none.</param>
    public async Task RunAsync(string claimant, string tier, string? before, string? asked)
    {
        var isKept = (before is not null && (tier == before || tier == asked)) || context.ProviderData.InState.HasTier(claimant, tier);
        if (isKept) context.ProviderData.InState.AddTier(claimant, tier);
        context.ProviderData.Tiers.Claim(claimant, attribute, tier, isKept, context.Diagnostics);
        if (tier == before) return;

        try
        {
            var options = await context.ProviderData.Client.Cache.GetOptionsAsync(context.Cancellation);
            CheckEligible(tier, options, isKept);
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                attribute,
                $"The tier \"{tier}\" could not be checked",
                $"The available tiers could not be read, so the API may reject the tier when you apply.\n\n{ApiFailure.Explain(failure)}");
        }
    }

    /// <summary>
    /// A tier that the resource had before and that was changed elsewhere is only a warning: a destroy begins with such a plan, which must not fail.
    /// </summary>
    private void CheckEligible(string slug, RegistryOptions options, bool isKept)
    {
        var tier = options.SubscriptionTiers.FirstOrDefault(tier => tier.Slug == slug);
        if (tier is not { Eligible: false }) return;

        var severity = isKept ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
        context.Diagnostics.Add(new Diagnostic(
            severity,
            $"The account is not eligible for the tier \"{slug}\"",
            $"Reasons that the API gives: {(tier.EligibilityReasons.Count == 0 ? "none" : string.Join(", ", tier.EligibilityReasons))}.\n\n"
            + "OverRegistryLimit: delete registries first. OverRepositoryLimit: delete repositories first. OverStorageLimit: delete images and run "
            + "garbage collection first. Or choose a larger tier.",
            attribute));
    }
}
