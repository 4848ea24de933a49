using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using Planton.Terraform.Plugin.Schemas.PlanModifiers;
using TerraformProviderPlanton.Common;

namespace TerraformProviderPlanton.Subscriptions;

/// <summary>The account's one subscription to the container registry, as a resource of its own: for configurations with several registries.</summary>
internal sealed class SubscriptionResource() : Resource<SubscriptionModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_subscription";

    /// <summary>The id of every subscription, since there is one per account.</summary>
    public const string Id = "subscription";

    /// <inheritdoc/>
    protected override Schema<SubscriptionModel> Schema { get; } = MakeSchema();

    /// <inheritdoc/>
    protected override ResourceIdentity Identity { get; } =
        new(new IdentityAttribute("id", "Always `subscription`, since an account has only one.")) { IsSingleton = true };

    /// <inheritdoc/>
    protected override void Plan(ResourcePlan<SubscriptionModel> plan)
    {
        plan.Planned.Id = Id;
        if (plan.Prior is { } prior && plan.Planned.TierSlug == prior.TierSlug) plan.Planned.Keep(prior);
    }

    /// <inheritdoc/>
    protected override Task CheckPlanAsync(PlannedChange<SubscriptionModel> change, OperationContext<ProviderServices> context)
    {
        if (change.Planned is null)
        {
            context.Diagnostics.Warning(
                "The subscription is not cancelled",
                "Destroying a planton_docr_subscription only removes it from state: the account keeps its tier and continues to be charged for it. To pay less, "
                + "set a smaller tier and apply it first. Deleting all registries does not end the subscription either.");
        }

        return change.Planned is { } planned && planned.TierSlug.TryGet(out var tier) && context.HasProviderData
            ? new TierChecks(context, "tier_slug").RunAsync(Name, tier, change.Prior?.TierSlug.Or(string.Empty), new TierPrivateState(change.Private).Asked)
            : Task.CompletedTask;
    }

    /// <summary>If the account already has a subscription, only the tier may have to change.</summary>
    /// <inheritdoc/>
    protected override async Task<SubscriptionModel> CreateAsync(SubscriptionModel plan, ResourceContext<SubscriptionModel, ProviderServices> context)
    {
        var subscription = await AccountTier.EnsureAsync(context.ProviderData, plan.TierSlug.Value, context.Cancellation);
        new TierPrivateState(context.Private).Asked = plan.TierSlug.Value;
        return plan.With(subscription);
    }

    /// <inheritdoc/>
    protected override async Task<SubscriptionModel?> ReadAsync(SubscriptionModel state, ResourceContext<SubscriptionModel, ProviderServices> context)
    {
        if (state.TierSlug.TryGet(out var tier)) context.ProviderData.InState.AddTier(Name, tier);
        if (new TierPrivateState(context.Private).Asked is { } asked) context.ProviderData.InState.AddTier(Name, asked);
        return await context.ProviderData.Client.Cache.GetSubscriptionAsync(context.Cancellation) is { } subscription ? state.With(subscription) : null;
    }

    /// <inheritdoc/>
    protected override async Task<SubscriptionModel> UpdateAsync(
        SubscriptionModel plan, SubscriptionModel state, ResourceContext<SubscriptionModel, ProviderServices> context)
    {
        var subscription = await AccountTier.EnsureAsync(context.ProviderData, plan.TierSlug.Value, context.Cancellation);
        new TierPrivateState(context.Private).Asked = plan.TierSlug.Value;
        var updated = plan.With(subscription);

        // Values that were planned to stay must stay; the next refresh shows what has changed in the meantime.
        if (plan.TierSlug == state.TierSlug) updated.Keep(state);
        return updated;
    }

    /// <summary>Does nothing but remove the resource from state: the API cannot end a subscription.</summary>
    /// <inheritdoc/>
    protected override Task DeleteAsync(SubscriptionModel state, ResourceContext<SubscriptionModel, ProviderServices> context) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<SubscriptionModel> ImportAsync(string id, ResourceContext<SubscriptionModel, ProviderServices> context) => id == Id
        ? Task.FromResult(new SubscriptionModel { Id = Id })
        : throw new DiagnosticException(
            "Invalid import id", $"An account has only one subscription, and its id is always \"{Id}\": terraform import {Name}.example {Id}");

    private static Schema<SubscriptionModel> MakeSchema()
    {
        var schema = new Schema<SubscriptionModel>
        {
            Description = "Manages the tier of the account's container registry subscription. An account has one subscription for all its registries. Use this "
                + "resource if several registries share it, and leave `subscription_tier_slug` out of them.",
            Attributes =
            {
                {
                    "tier_slug", static m => ref m.TierSlug, new StringAttribute
                    {
                        Required = true,
                        Description = "The tier: `starter`, `basic` or `professional`. Changed in place; the plan fails if the account is not eligible for the tier.",
                        Validators = [RegistryRules.Tier],
                    }
                },
                { "timeouts", static m => ref m.Timeouts, new TimeoutsAttribute(create: TimeSpan.FromMinutes(5), update: TimeSpan.FromMinutes(5)) },
                {
                    "id", static m => ref m.Id, new StringAttribute
                    {
                        Computed = true,
                        Description = $"Always `{Id}`, since an account has only one.",
                        PlanModifiers = [new UseStateForUnknown<string>()],
                    }
                },
                { "created_at", static m => ref m.CreatedAt, new StringAttribute { Computed = true, Description = "When the subscription began (RFC 3339, UTC)." } },
                { "updated_at", static m => ref m.UpdatedAt, new StringAttribute { Computed = true, Description = "When the tier last changed (RFC 3339, UTC)." } },
            },
        };
        TierAttributes.AddTo(schema.Attributes);
        return schema;
    }
}
