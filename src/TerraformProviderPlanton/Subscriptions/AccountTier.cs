using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>Changes the tier of the account, which registries and the subscription resource ask for alike.</summary>
internal static class AccountTier
{
    /// <summary>Brings the account to a tier; nothing is sent when it has it already.</summary>
    /// <param name="services">The API and what is shared around it.</param>
    /// <param name="tier">The slug of the tier.</param>
    /// <param name="cancellation">Ends the operation; the tier may have changed all the same.</param>
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
            // The answer is lost, the change perhaps not: the subscription itself tells.
            if (await client.Subscription.GetAsync(cancellation) is { } changed && changed.Tier.Slug == tier) return changed;
            throw;
        }
    }
}
