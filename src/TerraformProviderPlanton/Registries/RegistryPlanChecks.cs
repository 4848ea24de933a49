using System.Net;
using Planton.DigitalOcean;
using Planton.Terraform.Plugin.Operations;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Subscriptions;

namespace TerraformProviderPlanton.Registries;

/// <summary>
/// Checks at plan that would otherwise fail during apply: tiers that disagree, a tier that the account is not eligible for, a region that does not
/// exist. Only adds diagnostics; no planned value depends on it.
/// </summary>
internal sealed class RegistryPlanChecks(OperationContext<ProviderServices> context)
{
    /// <summary>Checks what is configured. A tier that is only in state is the account's, and the configuration does not set it.</summary>
    /// <param name="prior">The state before; null on create.</param>
    /// <param name="asked">The tier that the registry set when it was last applied; null if it set none.</param>
    public async Task RunAsync(RegistryModel config, RegistryModel? prior, string? asked)
    {
        if (config.SubscriptionTierSlug.TryGet(out var tier) && config.Name.TryGet(out var name))
        {
            await new TierChecks(context, "subscription_tier_slug")
                .RunAsync(RegistryResource.Claimant(name), tier, prior?.SubscriptionTierSlug.Or(string.Empty), asked);
        }

        if (prior is null && config.Region.TryGet(out var region)) await CheckRegionAsync(region);
        await CheckNameAsync(config, prior);
    }

    /// <summary>
    /// Checks the name of a registry that is to be created. A registry in state keeps its name: the second half of a replacement is planned without
    /// its state, and finds the name taken by the registry that it replaces.
    /// </summary>
    private async Task CheckNameAsync(RegistryModel config, RegistryModel? prior)
    {
        if (prior is not null)
        {
            if (prior.Name.TryGet(out var own)) context.ProviderData.InState.AddRegistry(own);
            return;
        }

        if (!config.Name.TryGet(out var name) || context.ProviderData.InState.HasRegistry(name)) return;
        if (await new RegistryName(context).FindConflictAsync(name) is { } conflict) context.Diagnostics.AddRange(conflict.Diagnostics);
    }

    private async Task CheckRegionAsync(string region)
    {
        try
        {
            var options = await context.ProviderData.Client.Cache.GetOptionsAsync(context.Cancellation);
            if (options.AvailableRegions.Count == 0 || options.AvailableRegions.Contains(region)) return;

            context.Diagnostics.Warning(
                "region",
                $"The region \"{region}\" is not available for registries",
                $"The API offers these regions: {string.Join(", ", options.AvailableRegions)}. It decides when the registry is created; if it rejects the region, choose one of these.");
        }
        catch (ApiException failure) when (failure.Status is not HttpStatusCode.Unauthorized)
        {
            context.Diagnostics.Warning(
                "region",
                $"The region \"{region}\" could not be checked",
                $"The available regions could not be read, so the API may reject the region when you apply.\n\n{ApiFailure.Explain(failure)}");
        }
    }
}
