using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>Configuration and state of <c>planton_docr_subscription</c>, version 0.</summary>
internal sealed class SubscriptionModel : TierAttributes
{
    public TfValue<string> Id;
    public TfValue<string> TierSlug;
    public TfValue<Timeouts> Timeouts;
    public TfValue<string> CreatedAt;
    public TfValue<string> UpdatedAt;

    /// <summary>The state with the API's current values.</summary>
    public SubscriptionModel With(Subscription subscription)
    {
        var state = new SubscriptionModel
        {
            Id = SubscriptionResource.Id,
            TierSlug = subscription.Tier.Slug,
            Timeouts = Timeouts,
            CreatedAt = subscription.CreatedAt,
            UpdatedAt = subscription.UpdatedAt,
        };
        state.Take(subscription.Tier);
        return state;
    }

    /// <summary>Keeps everything that depends on the tier, for a change that does not affect it.</summary>
    public void Keep(SubscriptionModel prior)
    {
        (Name, IncludedRepositories, IncludedStorageBytes, IncludedBandwidthBytes) =
            (prior.Name, prior.IncludedRepositories, prior.IncludedStorageBytes, prior.IncludedBandwidthBytes);
        (AllowStorageOverage, MonthlyPriceInCents, StorageOveragePriceInCents) =
            (prior.AllowStorageOverage, prior.MonthlyPriceInCents, prior.StorageOveragePriceInCents);
        (CreatedAt, UpdatedAt) = (prior.CreatedAt, prior.UpdatedAt);
    }
}
