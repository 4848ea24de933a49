using Planton.DigitalOcean.Apps;
using Planton.Registry.Schedules;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.AppPlatform;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.GarbageCollection.Policy;

/// <summary>The part of a policy that concerns its app: what it requires of the app, and what the app shows.</summary>
internal sealed class PolicyApp(ResourceContext<PolicyModel, ProviderServices> context)
{
    /// <summary>The attribute that has the settings of the app.</summary>
    public const string Attribute = "app_platform";

    private readonly AppRunner _runner = new(context, Attribute);

    /// <summary>What a policy requires of its app.</summary>
    /// <param name="policy">The policy, with a schedule that was validated.</param>
    public static JobTerms TermsOf(PolicyModel policy)
    {
        var cron = AppCron.TryExpress(policy.Schedule.Value, out var expressed, out var error) ? expressed : throw new DiagnosticException("Invalid schedule", error, "schedule");
        return JobTerms.Of(policy.RegistryName.Value, cron, policy.TimeZone.Or("UTC"), policy.Type.Or(PolicyDefaults.Type), policy.AppPlatform);
    }

    /// <summary>Makes the app match the policy, and returns the resulting state.</summary>
    /// <param name="policy">The state so far.</param>
    /// <param name="before">The state before; null on create.</param>
    public async Task<PolicyModel> ApplyAsync(PolicyModel policy, PolicyModel? before)
    {
        if (!policy.WantsApp)
        {
            await RemoveAsync(before);
            return Without(policy);
        }

        var state = policy.Copy();
        state.LastInvocation = before?.LastInvocation ?? default;
        var terms = TermsOf(policy);
        var request = new AppRequest(terms, before?.App ?? default)
        {
            Settings = context.Config?.AppPlatform ?? default,
            IsNewToken = before is not null && AppPlatformModel.HasNewToken(before.AppPlatform, policy.AppPlatform),
            Wait = policy.WaitForCompletion.Or(true),
        };
        var (app, drift) = await _runner.ApplyAsync(request, app =>
        {
            state.App = app;
            context.Save(state);
        });
        state.App = AppModel.From(app, terms.InstanceSizeSlug, drift.Others);
        return state;
    }

    /// <summary>Removes the app of a policy, even if state contains only its name.</summary>
    /// <param name="state">The state; null when there is none.</param>
    public Task RemoveAsync(PolicyModel? state) =>
        state is not null && (state.RunsAsApp || state.App.IsKnown) ? _runner.RemoveAsync(state.RegistryName.Value, state.App) : Task.CompletedTask;

    /// <summary>The app of a policy; null when there is none.</summary>
    public Task<App?> FindAsync(PolicyModel state) => _runner.FindAsync(state.RegistryName.Value, state.App);

    /// <summary>The state with the changes made to the app, and whether the app still exists.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="app">The app; null when there is none.</param>
    public PolicyModel Observe(PolicyModel state, App? app)
    {
        var seen = state.Copy();
        if (app is null)
        {
            seen.App = default;
            return seen;
        }

        var terms = TermsOf(state);
        var drift = _runner.Observe(app, terms);
        if (drift.Schedule is { } schedule) seen.Schedule = schedule;
        if (drift.TimeZone is { } zone) seen.TimeZone = zone;
        if (drift.Type is { } type) seen.Type = type;
        seen.AppPlatform = drift.ApplyTo(state.AppPlatform);
        seen.App = AppModel.From(app, drift.InstanceSizeSlug ?? terms.InstanceSizeSlug, drift.Others);
        return seen;
    }

    /// <summary>The runs and the status of the policy, with the part of its app in them.</summary>
    /// <param name="view">The runs that were read.</param>
    /// <param name="appId">The app; null when there is none.</param>
    /// <returns>The runs, and the newest invocation of the job.</returns>
    public async Task<(CollectionView View, TfValue<InvocationModel> Last)> AttributeAsync(PolicyModel policy, PolicySchedule terms, CollectionView view, string? appId)
    {
        var (attributed, last) = await _runner.AttributeAsync(terms, view, appId, policy.Limit);
        return (attributed, last ?? (policy.LastInvocation.IsKnown ? policy.LastInvocation : default));
    }

    /// <summary>The state of a policy whose runs applies start.</summary>
    public static PolicyModel Without(PolicyModel policy)
    {
        var copy = policy.Copy();
        (copy.App, copy.LastInvocation) = (default, default);
        return copy;
    }
}
