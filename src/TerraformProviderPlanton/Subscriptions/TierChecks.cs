using System.Net;
using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>
/// What can be known of a tier at plan: that two resources disagree about it, or that the account may not have it. Only raises
/// diagnostics; no planned value depends on it.
/// </summary>
/// <param name="context">The surroundings of the plan.</param>
/// <param name="attribute">The attribute that asks for the tier.</param>
internal sealed class TierChecks(OperationContext<ProviderServices> context, string attribute)
{
    /// <summary>Claims the tier and, when it is to change, asks whether the account is eligible.</summary>
    /// <param name="claimant">Type and name of the resource, as messages show it.</param>
    /// <param name="tier">The configured tier.</param>
    /// <param name="before">The tier in state; null on create.</param>
    /// <param name="asked">The tier that the resource asked for when it was last applied; null when there was none.</param>
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
                $"The options of the registry service could not be read, so the apply may refuse the tier.\n\n{ApiFailure.Explain(failure)}");
        }
    }

    /// <summary>A tier that the resource had before and that was changed elsewhere is a warning: a destroy begins with such a plan, and must not end with it.</summary>
    private void CheckEligible(string slug, RegistryOptions options, bool isKept)
    {
        var tier = options.SubscriptionTiers.FirstOrDefault(tier => tier.Slug == slug);
        if (tier is not { Eligible: false }) return;

        var severity = isKept ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
        context.Diagnostics.Add(new Diagnostic(
            severity,
            $"The account is not eligible for the tier \"{slug}\"",
            $"The API gives these reasons: {(tier.EligibilityReasons.Count == 0 ? "none" : string.Join(", ", tier.EligibilityReasons))}.\n\n"
            + "OverRegistryLimit: delete registries first. OverRepositoryLimit: delete repositories first. OverStorageLimit: delete images and run "
            + "garbage collection first. Or choose a larger tier.",
            attribute));
    }
}
