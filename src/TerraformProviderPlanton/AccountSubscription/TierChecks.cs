using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.AccountSubscription;

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
    public async Task RunAsync(string claimant, string tier, string? before)
    {
        context.Api.Tiers.Claim(claimant, attribute, tier, context.Diagnostics);
        if (tier == before) return;

        try
        {
            var options = await context.Api.Client.Cache.GetOptionsAsync(context.Cancellation).ConfigureAwait(false);
            RequireEligible(tier, options);
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                attribute,
                $"The tier \"{tier}\" could not be checked",
                $"The options of the registry service could not be read, so the apply may refuse the tier.\n\n{ApiFailure.Explain(failure)}");
        }
    }

    private void RequireEligible(string slug, RegistryOptions options)
    {
        var tier = options.SubscriptionTiers.FirstOrDefault(tier => tier.Slug == slug);
        if (tier is not { Eligible: false }) return;

        context.Diagnostics.Error(
            attribute,
            $"The account is not eligible for the tier \"{slug}\"",
            $"The API gives these reasons: {(tier.EligibilityReasons.Count == 0 ? "none" : string.Join(", ", tier.EligibilityReasons))}.\n\n"
            + "OverRegistryLimit: delete registries first. OverRepositoryLimit: delete repositories first. OverStorageLimit: delete images and run "
            + "garbage collection first. Or choose a larger tier.");
    }
}
