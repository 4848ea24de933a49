using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>What a tier includes and costs. Figures are null where the API does not say.</summary>
internal abstract class TierAttributes
{
    public TfValue<string> Name;
    public TfValue<long> IncludedRepositories;
    public TfValue<long> IncludedStorageBytes;
    public TfValue<long> IncludedBandwidthBytes;
    public TfValue<bool> AllowStorageOverage;
    public TfValue<long> MonthlyPriceInCents;
    public TfValue<long> StorageOveragePriceInCents;

    /// <summary>Adds the facts as computed attributes of a schema.</summary>
    /// <param name="attributes">Where to add them.</param>
    /// <typeparam name="TModel">The model of the schema.</typeparam>
    public static void AddTo<TModel>(AttributeSet<TModel> attributes)
        where TModel : TierAttributes, new()
    {
        attributes.Add("name", static m => ref m.Name, new StringAttribute { Computed = true, Description = "The name of the tier, such as `Basic`." });
        attributes.Add("included_repositories", static m => ref m.IncludedRepositories, Computed.Number("How many repositories are included; `0` means any number."));
        attributes.Add("included_storage_bytes", static m => ref m.IncludedStorageBytes, Computed.Number("The bytes of storage that are included, for all registries of the account together."));
        attributes.Add("included_bandwidth_bytes", static m => ref m.IncludedBandwidthBytes, Computed.Number("The bytes of outbound transfer that are included."));
        attributes.Add(
            "allow_storage_overage", static m => ref m.AllowStorageOverage, new BoolAttribute { Computed = true, Description = "Whether storage beyond the included bytes can be bought." });
        attributes.Add("monthly_price_in_cents", static m => ref m.MonthlyPriceInCents, Computed.Number("The price of a month, in US cents."));
        attributes.Add(
            "storage_overage_price_in_cents", static m => ref m.StorageOveragePriceInCents, Computed.Number("The price of each GiB of storage beyond the included bytes, in US cents for a month."));
    }

    /// <summary>Takes the facts of a tier.</summary>
    /// <param name="tier">The tier.</param>
    protected void Take(Tier tier)
    {
        Name = tier.Name;
        IncludedRepositories = TfValue.Of(tier.IncludedRepositories);
        IncludedStorageBytes = TfValue.Of(tier.IncludedStorageBytes);
        IncludedBandwidthBytes = TfValue.Of(tier.IncludedBandwidthBytes);
        AllowStorageOverage = TfValue.Of(tier.AllowStorageOverage);
        MonthlyPriceInCents = TfValue.Of(tier.MonthlyPriceInCents);
        StorageOveragePriceInCents = TfValue.Of(tier.StorageOveragePriceInCents);
    }
}
