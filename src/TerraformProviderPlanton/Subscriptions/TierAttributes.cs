using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>What a tier includes and costs. Values are null if the API does not report them.</summary>
internal abstract class TierAttributes
{
    public TfValue<string> Name;
    public TfValue<long> IncludedRepositories;
    public TfValue<long> IncludedStorageBytes;
    public TfValue<long> IncludedBandwidthBytes;
    public TfValue<bool> AllowStorageOverage;
    public TfValue<long> MonthlyPriceInCents;
    public TfValue<long> StorageOveragePriceInCents;

    /// <summary>Adds the values as computed attributes of a schema.</summary>
    /// <typeparam name="TModel">The model of the schema.</typeparam>
    public static void AddTo<TModel>(AttributeSet<TModel> attributes)
        where TModel : TierAttributes, new()
    {
        attributes.Add("name", static m => ref m.Name, new StringAttribute { Computed = true, Description = "The name of the tier, such as `Basic`." });
        attributes.Add("included_repositories", static m => ref m.IncludedRepositories, Computed.Number("The number of repositories included; `0` means unlimited."));
        attributes.Add("included_storage_bytes", static m => ref m.IncludedStorageBytes, Computed.Number("The number of bytes of storage included, shared by all registries of the account."));
        attributes.Add("included_bandwidth_bytes", static m => ref m.IncludedBandwidthBytes, Computed.Number("The number of bytes of outbound transfer included."));
        attributes.Add(
            "allow_storage_overage", static m => ref m.AllowStorageOverage, new BoolAttribute { Computed = true, Description = "Whether the account can use more storage than is included, at an additional charge." });
        attributes.Add("monthly_price_in_cents", static m => ref m.MonthlyPriceInCents, Computed.Number("The monthly price in US cents."));
        attributes.Add(
            "storage_overage_price_in_cents", static m => ref m.StorageOveragePriceInCents, Computed.Number("The monthly price of each GiB of storage beyond what is included, in US cents."));
    }

    /// <summary>Copies the values of a tier.</summary>
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
