using System.Collections.Immutable;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>The regions and tiers that DigitalOcean offers to the account.</summary>
internal sealed class OptionsDataSource() : DataSource<OptionsModel, ProviderServices>("planton_docr_options")
{
    /// <inheritdoc/>
    protected override Schema<OptionsModel> Schema { get; } = new()
    {
        Description = "Reads the regions and tiers that DigitalOcean offers for container registries, and the tiers that the account is eligible for.",
        Attributes =
        {
            {
                "regions", static m => ref m.Regions, new ListAttribute<string>(TfTypes.String)
                {
                    Computed = true,
                    Description = "The slugs of the regions in which registries can be created, sorted alphabetically.",
                }
            },
            {
                "subscription_tiers", static m => ref m.SubscriptionTiers, new ListNestedAttribute<TierModel>(TierModel.Attributes)
                {
                    Computed = true,
                    Description = "The tiers, in the order in which the API lists them.",
                }
            },
        },
    };

    /// <inheritdoc/>
    protected override async Task<OptionsModel> ReadAsync(OptionsModel config, OperationContext<ProviderServices> context)
    {
        var options = await context.ProviderData.Client.Cache.GetOptionsAsync(context.Cancellation);
        return new()
        {
            Regions = options.AvailableRegions.Order(StringComparer.Ordinal).Select(static region => TfValue<string>.Known(region)).ToImmutableArray(),
            SubscriptionTiers = options.SubscriptionTiers.Select(static tier => TfValue<TierModel>.Known(TierModel.From(tier))).ToImmutableArray(),
        };
    }
}

/// <summary>Results of <c>planton_docr_options</c>.</summary>
internal sealed class OptionsModel
{
    public TfValue<ImmutableArray<TfValue<string>>> Regions;
    public TfValue<ImmutableArray<TfValue<TierModel>>> SubscriptionTiers;
}

/// <summary>An available tier.</summary>
internal sealed class TierModel : TierAttributes
{
    public TfValue<string> Slug;
    public TfValue<bool> Eligible;
    public TfValue<ImmutableArray<TfValue<string>>> EligibilityReasons;

    /// <summary>The attributes of a tier, all computed.</summary>
    public static AttributeSet<TierModel> Attributes { get; } = MakeAttributes();

    public static TierModel From(Tier tier)
    {
        var model = new TierModel
        {
            Slug = tier.Slug,
            Eligible = TfValue.Of(tier.Eligible),
            EligibilityReasons = tier.EligibilityReasons.Select(static reason => TfValue<string>.Known(reason)).ToImmutableArray(),
        };
        model.Take(tier);
        return model;
    }

    private static AttributeSet<TierModel> MakeAttributes()
    {
        var attributes = new AttributeSet<TierModel>
        {
            { "slug", static m => ref m.Slug, new StringAttribute { Computed = true, Description = "The slug of the tier, such as `basic`." } },
            {
                "eligible", static m => ref m.Eligible, new BoolAttribute
                {
                    Computed = true,
                    Description = "Whether the account can switch to the tier; null if the API does not report it.",
                }
            },
            {
                "eligibility_reasons", static m => ref m.EligibilityReasons, new ListAttribute<string>(TfTypes.String)
                {
                    Computed = true,
                    Description = "Why the account cannot switch to the tier, such as `OverRepositoryLimit`, `OverStorageLimit` or `OverRegistryLimit`; empty if it can.",
                }
            },
        };
        TierAttributes.AddTo(attributes);
        return attributes;
    }
}
