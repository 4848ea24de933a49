using System.Text;
using Planton.DigitalOcean;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Diagnostics;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.Usage;

namespace TerraformProviderPlanton.Retention;

/// <summary>What a retention policy tells the user.</summary>
internal static class RetentionMessages
{
    private const int MaxListed = 20;

    /// <summary>Why a tag that the plan listed was left, as half a sentence.</summary>
    public static string Reason(DeletionDecision decision) => decision.Skip switch
    {
        DeletionSkipReason.Gone => "it was gone already",
        DeletionSkipReason.Moved => "it points to another image now",
        DeletionSkipReason.PushedAgain => "it was pushed again",
        DeletionSkipReason.InUse => $"it is in use by {string.Join("; ", decision.Users.Select(static user => user.Text))}",
        DeletionSkipReason.UsageUnknown => "it may be in use",
        DeletionSkipReason.Kept => "the rules keep it now",
        _ => throw new InvalidOperationException($"The tag {Name(decision.Tag)} is deleted, so there is no reason to leave it."),
    };

    public static void WarnSkipped(string registry, IReadOnlyCollection<(ImageTag Tag, string Reason)> skipped, DiagnosticList diagnostics)
    {
        if (skipped.Count == 0) return;

        diagnostics.Warning(
            $"{Tags(skipped.Count)} of \"{registry}\" not deleted",
            $"The plan listed them, but something has changed since:\n{Lines(skipped.Select(static entry => $"{Name(entry.Tag)}: {entry.Reason}"))}\n\n"
            + "The next plan shows which tags are still to be deleted.");
    }

    public static void WarnTooLate(string registry, int deleted, int planned, DiagnosticList diagnostics) => diagnostics.Warning(
        "schedule",
        $"Deleting tags of \"{registry}\" skipped",
        $"The plan was approved after the maintenance window of its slot had passed. {Progress(deleted, planned)} The next plan within a window shows the rest. To allow "
        + "more time, widen maintenance_window.");

    public static void WarnInterrupted(string registry, int deleted, int planned, DiagnosticList diagnostics) =>
        diagnostics.Warning($"Deleting tags of \"{registry}\" was interrupted", $"{Progress(deleted, planned)} The next plan shows the rest.");

    public static DiagnosticException StillCollecting(string registry, Run run, string why, int deleted, int planned) => new(
        $"Garbage collection of \"{registry}\" is still running",
        $"Tags cannot be deleted while the run {run.Uuid} is active ({run.Status}), and the wait for its end was given up: {why}.\n\n{Progress(deleted, planned)} Apply again when the run has "
        + "ended, or raise timeouts.update.");

    public static DiagnosticException DeletionFailed(string registry, ImageTag tag, int deleted, int planned, ApiException failure) => new(
        $"Deleting the tag \"{Name(tag)}\" of the registry \"{registry}\" failed",
        $"{ApiFailure.Explain(failure)}\n\n{Progress(deleted, planned)} The next plan shows the rest.");

    /// <summary>Nothing is deleted while any image may be in use.</summary>
    public static DiagnosticException UsageUnknown(string registry, IEnumerable<UnreadSource> unread, int deleted, int planned)
    {
        var errors = new DiagnosticList();
        UnreadMessages.Report(unread, $"Tags of the registry \"{registry}\" could be in use there. {Progress(deleted, planned)}", DiagnosticSeverity.Error, ProtectionModel.Name, errors);
        return new([.. errors]);
    }

    /// <summary>Creating or changing a policy deletes nothing, so what is due already comes as a surprise of the next plan.</summary>
    public static void WarnDue(string registry, int candidates, DiagnosticList diagnostics) => diagnostics.Warning(
        $"{Tags(candidates)} of \"{registry}\" to be deleted",
        "Nothing has been deleted: an apply deletes only what its plan listed. The next plan lists the tags, and its apply deletes them.");

    /// <summary>With more candidates than the limit a rule may be wrong.</summary>
    public static void WarnTooMany(RetentionModel policy, DiagnosticList diagnostics)
    {
        var candidates = policy.KnownCandidates;
        var rules = candidates.CountBy(static tag => tag.Rule.Or(string.Empty)).Select(static count => $"{count.Key}: {count.Value}");
        diagnostics.Warning(
            "max_deletions",
            $"Too many tags of \"{policy.RegistryName.Value}\" to delete",
            $"The rules allow {candidates.Count} tags to be deleted, more than max_deletions, so none is. By rule:\n{Lines(rules)}\n\n"
            + $"If that is what you want, set max_deletions = {candidates.Count}; if not, correct the rules.");
    }

    private static string Name(ImageTag tag) => $"{tag.Repository}:{tag.Tag}";

    private static string Tags(int count) => count == 1 ? "1 tag" : $"{count} tags";

    private static string Progress(int deleted, int planned) => deleted == 0 ? "Nothing was deleted." : $"{deleted} of {Tags(planned)} were deleted and are recorded.";

    private static string Lines(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        var text = new StringBuilder().AppendJoin('\n', all.Take(MaxListed).Select(static line => $"  - {line}"));
        return all.Count > MaxListed ? text.Append($"\n  - and {all.Count - MaxListed} more").ToString() : text.ToString();
    }
}
