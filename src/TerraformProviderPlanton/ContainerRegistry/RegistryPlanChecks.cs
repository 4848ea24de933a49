using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Resources;
using TerraformProviderPlanton.Shared;

namespace TerraformProviderPlanton.ContainerRegistry;

/// <summary>
/// What can be known at plan and would otherwise fail during apply: tiers that disagree, a tier that the account may not have, a
/// region that does not exist. Only raises diagnostics; no planned value depends on it.
/// </summary>
/// <param name="context">The surroundings of the plan.</param>
internal sealed class RegistryPlanChecks(OperationContext<ProviderServices> context)
{
    public async Task RunAsync(RegistryModel planned, RegistryModel? prior)
    {
        var tier = planned.SubscriptionTierSlug.IsKnown ? planned.SubscriptionTierSlug.Value : null;
        if (tier is not null && planned.Name.IsKnown)
        {
            context.Api.Tiers.Claim($"{RegistryResource.Name} \"{planned.Name.Value}\"", "subscription_tier_slug", tier, context.Diagnostics);
        }

        var newTier = tier is not null && tier != prior?.SubscriptionTierSlug.Or(string.Empty) ? tier : null;
        var newRegion = prior is null && planned.Region.IsKnown ? planned.Region.Value : null;
        if (newTier is null && newRegion is null) return;

        try
        {
            var options = await context.Api.Client.Cache.GetOptionsAsync(context.Cancellation).ConfigureAwait(false);
            if (newTier is not null) CheckTier(newTier, options);
            if (newRegion is not null) CheckRegion(newRegion, options);
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                "Tier and region could not be checked", $"The options of the registry service could not be read, so the apply may refuse them.\n\n{ApiFailure.Explain(failure)}");
        }
    }

    private void CheckTier(string slug, RegistryOptions options)
    {
        var tier = options.SubscriptionTiers.FirstOrDefault(tier => tier.Slug == slug);
        if (tier is not { Eligible: false }) return;

        context.Diagnostics.Error(
            "subscription_tier_slug",
            $"The account is not eligible for the tier \"{slug}\"",
            $"The API gives these reasons: {(tier.EligibilityReasons.Count == 0 ? "none" : string.Join(", ", tier.EligibilityReasons))}.\n\n"
            + "OverRegistryLimit: delete registries first. OverRepositoryLimit: delete repositories first. OverStorageLimit: delete images and run "
            + "garbage collection first. Or choose a larger tier.");
    }

    private void CheckRegion(string region, RegistryOptions options)
    {
        if (options.AvailableRegions.Count == 0 || options.AvailableRegions.Contains(region)) return;

        context.Diagnostics.Warning(
            "region",
            $"The region \"{region}\" is not offered for registries",
            $"The API offers: {string.Join(", ", options.AvailableRegions)}. It decides when the registry is created.");
    }
}
