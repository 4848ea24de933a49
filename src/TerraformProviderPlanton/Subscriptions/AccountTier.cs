using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>Changes the tier of the account, for registries and for the subscription resource.</summary>
internal static class AccountTier
{
    /// <summary>Changes the account to a tier, unless it already has it.</summary>
    /// <param name="tier">The slug of the tier.</param>
    /// <param name="cancellation">Ends the operation; the tier may still have changed.</param>
    /// <returns>The subscription in that tier.</returns>
    /// <exception cref="ApiException">The account is not eligible (412), or a call failed.</exception>
    public static async Task<Subscription> EnsureAsync(ProviderServices services, string tier, CancellationToken cancellation)
    {
        var client = services.Client;
        using var turn = await services.SubscriptionLock.EnterAsync(string.Empty, cancellation);
        if (await client.Cache.GetSubscriptionAsync(cancellation) is { } subscription && subscription.Tier.Slug == tier) return subscription;

        try
        {
            return await client.Subscription.UpdateAsync(tier, cancellation);
        }
        catch (ApiException failure) when (failure.MayHaveTakenEffect)
        {
            // The response was lost, but the change may have been made: the subscription shows it.
            if (await client.Subscription.GetAsync(cancellation) is { } changed && changed.Tier.Slug == tier) return changed;
            throw;
        }
    }
}
