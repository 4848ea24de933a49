using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.DataSources;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>The account's subscription.</summary>
internal sealed class SubscriptionDataSource() : DataSource<SubscriptionDataModel, ProviderServices>(SubscriptionResource.Name)
{
    /// <inheritdoc/>
    protected override Schema<SubscriptionDataModel> Schema { get; } = MakeSchema();

    /// <inheritdoc/>
    protected override async Task<SubscriptionDataModel> ReadAsync(SubscriptionDataModel config, OperationContext<ProviderServices> context) =>
        await context.ProviderData.Client.Cache.GetSubscriptionAsync(context.Cancellation) is { } subscription
            ? SubscriptionDataModel.From(subscription)
            : throw Errors.NoSubscription();

    private static Schema<SubscriptionDataModel> MakeSchema()
    {
        var schema = new Schema<SubscriptionDataModel>
        {
            Description = "Reads the account's container registry subscription: its tier, what the tier includes and what it costs. Fails if the account has no subscription.",
            Attributes =
            {
                { "id", static m => ref m.Id, Computed.Text($"Always `{SubscriptionResource.Id}`, since an account has only one.") },
                { "tier_slug", static m => ref m.TierSlug, Computed.Text("The slug of the tier, such as `basic`.") },
                { "created_at", static m => ref m.CreatedAt, Computed.Text("When the subscription began (RFC 3339, UTC).") },
                { "updated_at", static m => ref m.UpdatedAt, Computed.Text("When the tier last changed (RFC 3339, UTC).") },
            },
        };
        TierAttributes.AddTo(schema.Attributes);
        return schema;
    }
}

/// <summary>Results of the data source <c>planton_docr_subscription</c>.</summary>
internal sealed class SubscriptionDataModel : TierAttributes
{
    public TfValue<string> Id;
    public TfValue<string> TierSlug;
    public TfValue<string> CreatedAt;
    public TfValue<string> UpdatedAt;

    public static SubscriptionDataModel From(Subscription subscription)
    {
        var model = new SubscriptionDataModel
        {
            Id = SubscriptionResource.Id,
            TierSlug = subscription.Tier.Slug,
            CreatedAt = subscription.CreatedAt,
            UpdatedAt = subscription.UpdatedAt,
        };
        model.Take(subscription.Tier);
        return model;
    }
}
