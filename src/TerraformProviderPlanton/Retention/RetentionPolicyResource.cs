using Planton.Registry.Retention;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Retention;

/// <summary>
/// Which tags of a registry are kept. Tags, their users and the clock are read at refresh, which finds the candidates and whether they are due, and
/// again at apply; never in between, since the CLI plans twice and compares.
/// </summary>
internal sealed class RetentionPolicyResource() : Resource<RetentionModel, ProviderServices>(Name)
{
    public const string Name = "planton_docr_retention_policy";

    /// <inheritdoc/>
    protected override Schema<RetentionModel> Schema { get; } = RetentionSchema.Make();

    /// <inheritdoc/>
    protected override ResourceIdentity Identity { get; } = new(new IdentityAttribute("registry_name", "The name of the registry."));

    /// <inheritdoc/>
    protected override void ValidateConfig(RetentionModel config, DiagnosticList diagnostics) => RuleModel.Validate(config.Rules, diagnostics);

    /// <inheritdoc/>
    protected override void Plan(ResourcePlan<RetentionModel> plan)
    {
        plan.Planned.Id = plan.Planned.RegistryName;

        // An apply that changes the policy deletes nothing: the next plan lists what the new rules find.
        if (plan.Prior is null || plan.HasChanges) plan.Planned.LastRun = plan.Prior?.LastRun ?? default;
        else if (plan.Prior.Due.Or(false)) plan.Planned.ExpectDeletions();
    }

    /// <inheritdoc/>
    protected override async Task CheckPlanAsync(PlannedChange<RetentionModel> change, OperationContext<ProviderServices> context)
    {
        if (change is { Prior: { } prior, Planned: { } planned } && planned.Enabled.Or(true) && prior.KnownCandidates.Count > planned.DeletionLimit)
        {
            RetentionMessages.WarnTooMany(prior, context.Diagnostics);
        }

        if (change is { Prior: null, Planned: { } created }) await new RegistryCheck(context, "The retention policy").RunAsync(created.RegistryName);
    }

    /// <inheritdoc/>
    protected override async Task<RetentionModel> CreateAsync(RetentionModel plan, ResourceContext<RetentionModel, ProviderServices> context)
    {
        var name = plan.RegistryName.Value;
        await context.ProviderData.RequireRegistryAsync(name, "A retention policy", context.Cancellation);

        new RetentionPrivateState(context.Private).EffectiveFrom = context.ProviderData.Client.Clock.UtcNow();
        return WarnIfDue(await ObserveAsync(plan, context), context);
    }

    /// <inheritdoc/>
    protected override async Task<RetentionModel?> ReadAsync(RetentionModel state, ResourceContext<RetentionModel, ProviderServices> context)
    {
        if (await context.ProviderData.Client.Cache.FindRegistryAsync(state.RegistryName.Value, context.Cancellation) is null) return null;

        // A policy that was imported, or whose memory was lost, holds from the moment that it is seen.
        new RetentionPrivateState(context.Private).EffectiveFrom ??= context.ProviderData.Client.Clock.UtcNow();
        return await ObserveAsync(state, context);
    }

    /// <inheritdoc/>
    protected override async Task<RetentionModel> UpdateAsync(RetentionModel plan, RetentionModel state, ResourceContext<RetentionModel, ProviderServices> context)
    {
        var memory = new RetentionPrivateState(context.Private);
        if (memory.EffectiveFrom is null || ScheduleChanged(plan, state))
        {
            // What time it is, the service's response tells, and in an apply nothing has been asked yet.
            await context.ProviderData.RequireRegistryAsync(plan.RegistryName.Value, subject: null, context.Cancellation);
            (memory.EffectiveFrom, memory.ServedSlot) = (context.ProviderData.Client.Clock.UtcNow(), null);
        }

        // The plan leaves the record of the last run open only where it shows deletions.
        if (!plan.LastRun.IsUnknown) return WarnIfDue(await ObserveAsync(plan, context), context);

        var outcome = await new TagDeletion(state, plan.ToSchedule(memory), new RetentionReader(plan.Terms, plan.Protection, plan.RegistryName.Value, context), context).RunAsync();
        memory.ServedSlot = outcome.ServedSlot ?? memory.ServedSlot;
        return plan.With(outcome.Plan, RetentionDue.Evaluate(plan.ToSchedule(memory), outcome.Plan.Candidates.Length, outcome.Now), outcome.Run);
    }

    /// <summary>Forgets the policy. The tags are not its own.</summary>
    /// <inheritdoc/>
    protected override Task DeleteAsync(RetentionModel state, ResourceContext<RetentionModel, ProviderServices> context) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<RetentionModel> ImportAsync(string id, ResourceContext<RetentionModel, ProviderServices> context) => RegistryRules.ValidateName(id) is { } wrong
        ? throw new DiagnosticException("Invalid import id", $"{wrong}\n\nThe id of a retention policy is the name of its registry: terraform import {Name}.example my-registry")
        : Task.FromResult(RetentionModel.Default(id));

    private static bool ScheduleChanged(RetentionModel plan, RetentionModel state) =>
        plan.Schedule != state.Schedule || plan.TimeZone != state.TimeZone || plan.MaintenanceWindow != state.MaintenanceWindow || plan.Enabled != state.Enabled;

    private static RetentionModel WarnIfDue(RetentionModel policy, ResourceContext<RetentionModel, ProviderServices> context)
    {
        if (policy.Due.Value) RetentionMessages.WarnDue(policy.RegistryName.Value, policy.KnownCandidates.Count, context.Diagnostics);
        return policy;
    }

    private static async Task<RetentionModel> ObserveAsync(RetentionModel policy, ResourceContext<RetentionModel, ProviderServices> context)
    {
        var view = await new RetentionReader(policy.Terms, policy.Protection, policy.RegistryName.Value, context).ObserveAsync();
        UnreadMessages.Report(
            view.Unread, $"While that is so, no tag of the registry \"{policy.RegistryName.Value}\" is deleted.", DiagnosticSeverity.Warning, ProtectionModel.Name, context.Diagnostics);
        var due = RetentionDue.Evaluate(policy.ToSchedule(new(context.Private)), view.Plan.Candidates.Length, view.Situation.Now);
        return policy.With(view.Plan, due, policy.LastRun);
    }
}
