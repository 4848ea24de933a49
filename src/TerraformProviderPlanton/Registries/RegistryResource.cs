using Planton.DigitalOcean;
using Planton.DigitalOcean.Registries;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Subscriptions;

namespace TerraformProviderPlanton.Registries;

/// <summary>A container registry, optionally with garbage collection.</summary>
internal sealed class RegistryResource() : Resource<RegistryModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_registry";

    /// <inheritdoc/>
    protected override Schema<RegistryModel> Schema { get; } = RegistrySchema.Make();

    /// <inheritdoc/>
    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("name", "The name of the registry."));

    /// <inheritdoc/>
    protected override void Plan(ResourcePlan<RegistryModel> plan)
    {
        var planned = plan.Planned;
        if (planned.Name.IsKnown)
        {
            planned.Id = planned.Name;
            planned.Endpoint = $"{RegistryAddress.Server}/{planned.Name.Value}";
            planned.ServerUrl = RegistryAddress.Server;
        }

        if (!planned.GarbageCollectionEnabled.Or(true))
        {
            (planned.LastGarbageCollection, planned.NextGarbageCollectionAt) = (default, default);
        }
        else if (plan.Prior is not null && new PolicyPrivateState(plan.Private).DueSlot is not null)
        {
            planned.ExpectRun();
        }

        PlanApp(planned, plan.Prior);
    }

    private static void PlanApp(RegistryModel planned, RegistryModel? prior)
    {
        if (planned.GarbageCollectionEnabled.IsUnknown || planned.GarbageCollectionRunner.IsUnknown) return;
        if (!planned.RunsAsApp)
        {
            planned.GarbageCollectionApp = default;
        }
        else if (prior is not null && AppModel.NeedsRepair(prior.GarbageCollectionApp))
        {
            planned.ExpectRun();
            planned.GarbageCollectionApp = TfValue<AppModel>.Unknown;
        }
    }

    /// <inheritdoc/>
    protected override void ValidateConfig(RegistryModel config, DiagnosticList diagnostics) => RegistryRunnerChecks.Validate(config, diagnostics);

    /// <inheritdoc/>
    protected override async Task CheckPlanAsync(PlannedChange<RegistryModel> change, OperationContext<ProviderServices> context)
    {
        if (change is { Removes: true, Prior: { } prior } && prior.DeletionProtection.Or(false)) RefuseRemoval(prior, context.Diagnostics);
        if (change.Planned is { } planned && context.HasProviderData) NotePlanned(planned, change, context);
        RegistryRunnerChecks.ReportNobody(change, context);
        await RegistryRunnerChecks.RequireTokenAsync(change, context);
        if (change.Config is { } config && context.HasProviderData)
        {
            await new RegistryPlanChecks(context).RunAsync(config, change.Prior, new TierPrivateState(change.Private).Asked);
        }
    }

    /// <summary>Notes what other plans of the run need to know. It comes before the checks that may fail, and does not wait for anything.</summary>
    private static void NotePlanned(RegistryModel planned, PlannedChange<RegistryModel> change, OperationContext<ProviderServices> context)
    {
        context.ProviderData.Registries.AddPlanned(planned.Name);
        RegistryCollection.Claim(planned, change.Prior, context);
        new RegistryReplacement(context).Warn(planned, change.Prior, change.Removes);
    }

    /// <inheritdoc/>
    protected override async Task<RegistryModel> CreateAsync(RegistryModel plan, ResourceContext<RegistryModel, ProviderServices> context)
    {
        RegistryCollection.Release(plan, context);
        var registry = await CreateInTierAsync(plan, context);
        context.Save(plan.With(registry, registry.Subscription, readOnly: false));

        var state = new RegistryCollection(context).Begin(await ConfirmTierAsync(plan, registry, context));
        context.Save(state);
        return await new RegistryApp(context).BeginAsync(state);
    }

    /// <inheritdoc/>
    protected override async Task<RegistryModel?> ReadAsync(RegistryModel state, ResourceContext<RegistryModel, ProviderServices> context)
    {
        NoteInState(state, context);
        var client = context.ProviderData.Client;
        var (registryRead, subscriptionRead) =
            (client.Cache.FindRegistryAsync(state.Name.Value, context.Cancellation), client.Cache.GetSubscriptionAsync(context.Cancellation));
        await Task.WhenAll(registryRead, subscriptionRead);
        var (found, subscription) = (await registryRead, await subscriptionRead);
        var app = new RegistryApp(context);
        if (found is not { } registry)
        {
            await app.ReportOrphanAsync(state);
            return null;
        }

        context.ProviderData.Registries.AddStored(registry.Name, new(registry.StorageUsageBytes, registry.StorageUsageBytesUpdatedAt));
        var readOnly = await IsReadOnlyAsync(registry, context);
        return await new RegistryCollection(context).ObserveAsync(await app.ObserveAsync(state.With(registry, subscription, readOnly)));
    }

    /// <inheritdoc/>
    protected override async Task<RegistryModel> UpdateAsync(
        RegistryModel plan, RegistryModel state, ResourceContext<RegistryModel, ProviderServices> context)
    {
        RegistryCollection.Release(plan, context);
        var client = context.ProviderData.Client;
        var subscription = await EnsureTierAsync(plan, context);
        var registry = await client.Registries.GetAsync(plan.Name.Value, context.Cancellation);

        var current = plan.With(registry, subscription, readOnly: false);
        current.LastGarbageCollection = state.LastGarbageCollection;

        // An app is removed before an apply may start a run: a slot must not have two.
        current = await new RegistryApp(context).ApplyAsync(current, state);
        if (context.Cancellation.IsCancellationRequested)
        {
            // The app is correct, and there is a warning about a deployment that was not waited for. The next refresh shows the rest.
            current.NextGarbageCollectionAt = state.NextGarbageCollectionAt;
            return current;
        }

        current = await new RegistryCollection(context).CollectAsync(current, state);
        if (context.Cancellation.IsCancellationRequested) return current;

        // Garbage collection may have just ended or still be running, so the registry is read again.
        var after = await client.Registries.GetAsync(plan.Name.Value, context.Cancellation);
        return current.With(after, subscription, await IsReadOnlyAsync(after, context));
    }

    /// <inheritdoc/>
    protected override async Task DeleteAsync(RegistryModel state, ResourceContext<RegistryModel, ProviderServices> context)
    {
        if (state.DeletionProtection.Or(false)) RefuseRemoval(state, context.Diagnostics);
        if (context.Diagnostics.HasErrors) throw new DiagnosticException(context.Diagnostics);
        await new RegistryApp(context).RemoveAsync(state);
        await context.ProviderData.Client.Registries.DeleteAsync(state.Name.Value, context.Cancellation);
    }

    /// <inheritdoc/>
    protected override Task<RegistryModel> ImportAsync(string id, ResourceContext<RegistryModel, ProviderServices> context) =>
        RegistryRules.ValidateName(id) is { } wrong
            ? throw new DiagnosticException("Invalid import id", $"{wrong}\n\nThe id of a registry is its name: terraform import {Name}.example my-registry")
            : Task.FromResult(Imported(id));

    /// <summary>The state of an import before the registry is read.</summary>
    internal static RegistryModel Imported(string name) => new() { Id = name, Name = name, GarbageCollectionEnabled = false, DeletionProtection = false };

    /// <summary>The API does not always say whether a registry is read-only; an active run makes it so.</summary>
    internal static async Task<bool> IsReadOnlyAsync(Registry registry, OperationContext<ProviderServices> context) => registry.ReadOnly
        ?? await context.ProviderData.Client.GarbageCollections.FindActiveAsync(registry.Name, context.Cancellation) is not null;

    /// <inheritdoc/>
    protected override RegistryModel? MoveState(MoveSource source) => OfficialRegistryState.IsSource(source) ? OfficialRegistryState.Read(source) : null;

    /// <summary>The name of a registry in messages about conflicting tiers.</summary>
    internal static string Claimant(string name) => $"{Name} \"{name}\"";

    /// <summary>Records what a plan may need to know about the state but may not find there, because the registry may be gone.</summary>
    private static void NoteInState(RegistryModel state, ResourceContext<RegistryModel, ProviderServices> context)
    {
        var name = state.Name.Value;
        context.ProviderData.InState.AddRegistry(name);
        if (state.SubscriptionTierSlug.TryGet(out var tier)) context.ProviderData.InState.AddTier(Claimant(name), tier);
        if (new TierPrivateState(context.Private).Asked is { } asked) context.ProviderData.InState.AddTier(Claimant(name), asked);
    }

    private static void RefuseRemoval(RegistryModel registry, DiagnosticList diagnostics) => diagnostics.Error(
        "deletion_protection",
        $"The registry \"{registry.Name.Or(string.Empty)}\" is protected",
        "The plan would delete or replace the registry and delete all its images, but deletion_protection is true in its state. To proceed, set "
        + "deletion_protection = false, apply only that change, and plan again.");

    /// <summary>
    /// Creates the registry in the configured tier. The tier is set first, because it determines how many registries the account may have. It is
    /// billed at once, so the name is checked before. An account without a subscription gets one with its first registry.
    /// </summary>
    private static async Task<Registry> CreateInTierAsync(RegistryModel plan, ResourceContext<RegistryModel, ProviderServices> context)
    {
        var client = context.ProviderData.Client;
        var creation = new RegistryCreation(client, context.Time, context.Cancellation);
        var before = await client.Cache.GetSubscriptionAsync(context.Cancellation);
        if (before is null || !plan.SubscriptionTierSlug.TryGet(out var tier) || tier == before.Tier.Slug) return await creation.RunAsync(plan);

        if (await new RegistryName(context).FindConflictAsync(plan.Name.Value) is { } conflict) throw conflict;
        await EnsureTierAsync(plan, context);
        try
        {
            return await creation.RunAsync(plan);
        }
        catch (Exception failure) when (failure is ApiException or DiagnosticException or OperationCanceledException)
        {
            WarnTierChanged(before.Tier.Slug, tier, context.Diagnostics);
            throw;
        }
    }

    private static void WarnTierChanged(string before, string tier, DiagnosticList diagnostics) => diagnostics.Warning(
        "subscription_tier_slug",
        $"The account's tier was changed to \"{tier}\" anyway",
        $"The tier was changed from \"{before}\" before the creation of the registry failed, and \"{tier}\" is billed from now on. Correct the cause and run again, or "
        + $"set the tier back to \"{before}\".");

    /// <summary>
    /// The state of a newly created registry, in the planned tier. What the API does with a tier other than the current one in a create request is
    /// not documented. The registry is intact in any case; an error would taint it, and the next apply would delete it.
    /// </summary>
    private static async Task<RegistryModel> ConfirmTierAsync(
        RegistryModel plan, Registry registry, ResourceContext<RegistryModel, ProviderServices> context)
    {
        var readOnly = registry.ReadOnly ?? false;
        try
        {
            return plan.With(registry, await EnsureTierAsync(plan, context), readOnly);
        }
        catch (Exception failure) when (failure is ApiException or OperationCanceledException)
        {
            var why = failure is ApiException refused ? ApiFailure.Explain(refused) : "The operation ended before the tier was confirmed.";
            context.Diagnostics.Warning(
                "subscription_tier_slug",
                $"The tier of the registry \"{registry.Name}\" could not be confirmed",
                $"The registry was created. {why}\n\nThe next plan reads the tier again and shows what remains to be changed.");
            var state = plan.With(registry, registry.Subscription, readOnly);
            if (plan.SubscriptionTierSlug.IsKnown) state.SubscriptionTierSlug = plan.SubscriptionTierSlug;
            return state;
        }
    }

    /// <summary>Changes the account to the configured tier. Without one, the account keeps its tier.</summary>
    private static async Task<Subscription?> EnsureTierAsync(RegistryModel plan, ResourceContext<RegistryModel, ProviderServices> context)
    {
        if (!plan.SubscriptionTierSlug.TryGet(out var tier)) return await context.ProviderData.Client.Cache.GetSubscriptionAsync(context.Cancellation);

        var subscription = await AccountTier.EnsureAsync(context.ProviderData, tier, context.Cancellation);
        new TierPrivateState(context.Private).Asked = context.Config is { SubscriptionTierSlug.IsKnown: true } ? tier : null;
        return subscription;
    }
}
