using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Planton.DigitalOcean;
using Planton.Registry.Images;
using Planton.Registry.Retention;
using Planton.Registry.Runs;
using Planton.Terraform.Plugin.Diagnostics;
using Planton.Terraform.Plugin.Resources;
using Planton.Terraform.Plugin.Schemas;
using TerraformProviderPlanton.Common;
using TerraformProviderPlanton.GarbageCollection.Coordination;

namespace TerraformProviderPlanton.Retention;

/// <summary>What an apply of due deletions came to.</summary>
/// <param name="Plan">How the policy stands afterwards.</param>
/// <param name="Now">When that was read.</param>
/// <param name="Run">The record; the former one when nothing was begun.</param>
/// <param name="ServedSlot">The slot that the apply served; null when it served none, or left a tag that its plan listed: the next plan may list it again.</param>
internal sealed record DeletionOutcome(RetentionPlan Plan, DateTimeOffset Now, TfValue<DeletionRunModel> Run, DateTimeOffset? ServedSlot);

/// <summary>Deletes the tags that a plan listed, as far as they are still to be deleted.</summary>
/// <param name="state">The policy as the plan showed it.</param>
/// <param name="reader">Reads what a deletion must be sure of.</param>
internal sealed partial class TagDeletion(
    RetentionModel state, RetentionSchedule schedule, RetentionReader reader, ResourceContext<RetentionModel, ProviderServices> context)
{
    private readonly string _registry = state.RegistryName.Value;
    private readonly List<ImageTag> _planned = [.. state.KnownCandidates.Select(static tag => tag.ToTag())];
    private readonly List<ImageTag> _deleted = [];
    private readonly List<(ImageTag Tag, string Reason)> _skipped = [];
    private readonly HashSet<ImageTag> _refused = [];
    private DateTimeOffset? _begun;
    private long _reclaimableBytes;

    /// <summary>Deletes. Garbage collection that begins meanwhile is waited for, and then everything is read and decided anew.</summary>
    /// <exception cref="DiagnosticException">It cannot be told what is in use, or a deletion failed. What was deleted before is saved.</exception>
    public async Task<DeletionOutcome> RunAsync()
    {
        while (true)
        {
            await WaitForCollectionAsync();
            using var turn = await context.ProviderData.RegistryLock.EnterAsync(_registry, context.Cancellation);
            var view = await reader.ReadForDeletionAsync();
            if (view.Unread.Count > 0) throw RetentionMessages.UsageUnknown(_registry, view.Unread, _deleted.Count, _planned.Count);

            var due = RetentionDue.Evaluate(schedule, candidates: 1, view.Situation.Now);
            if (!due.IsDue) return Late(view);
            if (!await DeleteAsync(view)) continue;

            RetentionMessages.WarnSkipped(_registry, _skipped, context.Diagnostics);
            return new(view.PlanWithout(_deleted), view.Situation.Now, Record(), _skipped.Count == 0 ? due.Slot : null);
        }
    }

    private DeletionOutcome Late(RetentionView view)
    {
        RetentionMessages.WarnTooLate(_registry, _deleted.Count, _planned.Count, context.Diagnostics);
        return new(view.Plan, view.Situation.Now, _begun is null ? state.LastRun : Record(), ServedSlot: null);
    }

    /// <summary>While garbage is collected the registry is read-only.</summary>
    private async Task WaitForCollectionAsync()
    {
        while (await ActiveRunAsync() is { } active)
        {
            var followed = await new RunPoller(context.ProviderData.Client.GarbageCollections, _registry, context).FollowAsync(active);
            if (followed.GivenUp is { } why) throw RetentionMessages.StillCollecting(_registry, active, why, _deleted.Count, _planned.Count);
        }
    }

    private async Task<Run?> ActiveRunAsync() => await new RunReader(context.ProviderData).ActiveAsync(_registry, context.Cancellation) is { HasEnded: false } run ? run : null;

    /// <returns>Whether all is done; false when garbage collection has begun meanwhile.</returns>
    private async Task<bool> DeleteAsync(RetentionView view)
    {
        _begun ??= view.Situation.Now;
        _skipped.Clear();
        var before = _deleted.Count;
        try
        {
            foreach (var decision in DeletionDecision.Decide(_planned.Except(_deleted), view.Situation))
            {
                if (decision.Skip is not null) _skipped.Add((decision.Tag, RetentionMessages.Reason(decision)));
                else if (!await TryDeleteAsync(decision.Tag)) return false;
            }

            return true;
        }
        finally
        {
            _reclaimableBytes += RetentionPlan.ReclaimableBy(_deleted[before..], view.Situation.Manifests ?? []);
            context.Save(state.WithDeleted(_deleted, Record()));
        }
    }

    private async Task<bool> TryDeleteAsync(ImageTag tag)
    {
        try
        {
            if (await context.ProviderData.Client.Repositories.DeleteTagAsync(_registry, tag.Repository, tag.Tag, context.Cancellation)) Deleted(tag);
            else _skipped.Add((tag, RetentionMessages.Reason(new(tag, DeletionSkipReason.Gone, []))));
            return true;
        }
        catch (ApiException failure)
        {
            if (await IsReadOnlyAsync(tag, failure)) return false;

            throw RetentionMessages.DeletionFailed(_registry, tag, _deleted.Count, _planned.Count, failure);
        }
        catch (OperationCanceledException)
        {
            RetentionMessages.WarnInterrupted(_registry, _deleted.Count, _planned.Count, context.Diagnostics);
            throw;
        }
    }

    private void Deleted(ImageTag tag)
    {
        _deleted.Add(tag);
        LogDeleted(context.Log, _registry, tag.Repository, tag.Tag, tag.Digest, _deleted.Count, _planned.Count);
    }

    /// <summary>Whether garbage collection is why a deletion was refused. One that has just ended shows no more, so a second attempt tells.</summary>
    private async Task<bool> IsReadOnlyAsync(ImageTag tag, ApiException failure) =>
        failure is { Kind: FailureKind.Refused, Status: not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests) }
        && (_refused.Add(tag) || await ActiveRunAsync() is not null);

    private DeletionRunModel Record() => new()
    {
        At = Rfc3339.Format(_begun!.Value),
        Deleted = _deleted.Select(static tag => TfValue<DeletedTagModel>.Known(DeletedTagModel.From(tag))).ToImmutableArray(),
        Skipped = _skipped.Select(static entry => TfValue<DeletedTagModel>.Known(DeletedTagModel.From(entry.Tag, entry.Reason))).ToImmutableArray(),
        ReclaimableBytes = _reclaimableBytes,
    };

    [LoggerMessage(160, LogLevel.Information, "Deleted the tag {tag} of {registry}/{repository}, which pointed to {digest}: {done} of {planned} tags")]
    private static partial void LogDeleted(ILogger logger, string registry, string repository, string tag, string? digest, int done, int planned);
}
