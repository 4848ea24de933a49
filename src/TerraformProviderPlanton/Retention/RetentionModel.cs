using System.Collections.Immutable;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using Planton.Terraform.Plugin.Operations;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Retention;

/// <summary>Configuration and state of <c>planton_docr_retention_policy</c>, version 0.</summary>
internal sealed class RetentionModel
{
    public TfValue<string> Id;
    public TfValue<string> RegistryName;
    public TfValue<ImmutableArray<TfValue<RuleModel>>> Rules;
    public TfValue<ImmutableArray<TfValue<string>>> KeepTags;
    public TfValue<ProtectionModel> ProtectInUse;
    public TfValue<long> MaxDeletions;
    public TfValue<string> Schedule;
    public TfValue<string> TimeZone;
    public TfValue<string> MaintenanceWindow;
    public TfValue<bool> Enabled;
    public TfValue<Timeouts> Timeouts;
    public TfValue<bool> Due;
    public TfValue<string> NextRunAt;
    public TfValue<ImmutableArray<TfValue<TagModel>>> Candidates;
    public TfValue<ImmutableArray<TfValue<TagModel>>> Protected;
    public TfValue<long> ReclaimableBytes;
    public TfValue<DeletionRunModel> LastRun;

    /// <summary>The candidates in state, the oldest first.</summary>
    public IReadOnlyList<TagModel> KnownCandidates => [.. Candidates.Or([]).Where(static tag => tag.IsKnown).Select(static tag => tag.Value)];

    /// <summary>The number of candidates above which nothing is due.</summary>
    public long DeletionLimit => MaxDeletions.Or(RetentionSchema.DefaultMaxDeletions);

    /// <summary>Where users of images are looked for; null when images in use are not protected.</summary>
    public UsageScope? Protection => (ProtectInUse.IsKnown ? ProtectInUse.Value : new ProtectionModel()).ToScope(RegistryName.Value);

    /// <summary>The rules as the decisions take them.</summary>
    public RetentionTerms Terms => RuleModel.ToTerms(Rules, KeepTags);

    /// <summary>The policy of an import: no service stores its rules, so that the configuration's show as a change in place.</summary>
    public static RetentionModel Default(string registry) => new()
    {
        Id = registry,
        RegistryName = registry,
        MaxDeletions = RetentionSchema.DefaultMaxDeletions,
        TimeZone = "UTC",
        MaintenanceWindow = PolicyDefaults.Window,
        Enabled = true,
    };

    /// <summary>The same policy with what was found now.</summary>
    public RetentionModel With(RetentionPlan plan, RetentionDue due, TfValue<DeletionRunModel> lastRun)
    {
        var copy = (RetentionModel)MemberwiseClone();
        copy.Id = RegistryName;
        copy.Due = due.IsDue;
        copy.NextRunAt = due.NextRunAt is { } next ? Rfc3339.Format(next) : null;
        copy.Candidates = TagModel.From(plan.Candidates);
        copy.Protected = TagModel.From(plan.Protected);
        copy.ReclaimableBytes = plan.ReclaimableBytes;
        copy.LastRun = lastRun;
        return copy;
    }

    /// <summary>The same policy after some of its candidates were deleted.</summary>
    public RetentionModel WithDeleted(IReadOnlyCollection<ImageTag> deleted, DeletionRunModel run)
    {
        var copy = (RetentionModel)MemberwiseClone();
        var gone = deleted.Select(static tag => (tag.Repository, tag.Tag)).ToHashSet();
        copy.Candidates = Candidates.Or([]).RemoveAll(tag => gone.Contains((tag.Value.Repository.Value, tag.Value.Tag.Value)));
        copy.LastRun = run;
        return copy;
    }

    /// <summary>Makes everything that deletions change known only after apply.</summary>
    public void ExpectDeletions()
    {
        Due = TfValue<bool>.Unknown;
        NextRunAt = TfValue<string>.Unknown;
        Candidates = TfValue<ImmutableArray<TfValue<TagModel>>>.Unknown;
        Protected = TfValue<ImmutableArray<TfValue<TagModel>>>.Unknown;
        ReclaimableBytes = TfValue<long>.Unknown;
        LastRun = TfValue<DeletionRunModel>.Unknown;
    }

    /// <summary>When the policy deletes.</summary>
    public RetentionSchedule ToSchedule(RetentionPrivateState memory) => new(
        Schedule.IsKnown ? ScheduleRules.Parse(Schedule.Value, TimeZone.Or("UTC"), MaintenanceWindow.Or(PolicyDefaults.Window), memory.EffectiveFrom!.Value) : null,
        memory.ServedUntil,
        Enabled.Or(true),
        DeletionLimit);
}
