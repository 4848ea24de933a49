using System.Collections.Immutable;
using Planton.Registry.Images;

namespace Planton.Registry.Retention;

/// <summary>What a retention policy knows when it decides which tags may go.</summary>
internal sealed record RetentionSituation
{
    /// <summary>The terms of the policy.</summary>
    public required RetentionTerms Terms { get; init; }

    /// <summary>The tags of the repositories that a rule concerns, in any order; a tag on two pages may come twice.</summary>
    public required IReadOnlyCollection<ImageTag> Tags { get; init; }

    /// <summary>The manifests of all repositories; null when they have not been read.</summary>
    public IReadOnlyCollection<ImageManifest>? Manifests { get; init; }

    /// <summary>Who uses the images.</summary>
    public required ImageUsage Usage { get; init; }

    /// <summary>The present.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>A tag that the rules let go.</summary>
/// <param name="Tag">The tag; its digest and its time are known.</param>
/// <param name="Users">Who uses the image. Of a candidate nobody; of a protected tag it is empty when what uses images could not be read.</param>
internal sealed record ReleasedTag(ImageTag Tag, string Rule, ImmutableArray<ImageUser> Users);

/// <summary>What a retention policy finds: the tags that may go, and those that would if nothing used them.</summary>
internal sealed record RetentionPlan
{
    /// <summary>The tags that may go: the oldest first, and a signature after all tags of its image.</summary>
    public required ImmutableArray<ReleasedTag> Candidates { get; init; }

    /// <summary>The tags that the rules let go and that stay because they are in use or may be; in the same order.</summary>
    public required ImmutableArray<ReleasedTag> Protected { get; init; }

    /// <summary>
    /// What garbage collection frees because of these deletions: the blobs that a tagged manifest needs now and none needs afterwards. Zero while the
    /// manifests have not been read.
    /// </summary>
    public required long ReclaimableBytes { get; init; }

    /// <summary>Whether the plan is complete only once the manifests have been read.</summary>
    public required bool NeedsManifests { get; init; }

    /// <summary>Decides. The order of what was read makes no difference.</summary>
    public static RetentionPlan Make(RetentionSituation situation)
    {
        var manifests = situation.Manifests?.Select(static manifest => (manifest.Repository, manifest.Digest)).ToHashSet();
        var repositories = situation.Tags.GroupBy(static tag => tag.Repository, StringComparer.Ordinal)
            .Select(tags => RepositoryEvaluation.Evaluate(situation, tags, manifests)).ToList();
        var candidates = Released(repositories, TagFate.Candidate);
        return new()
        {
            Candidates = candidates,
            Protected = Released(repositories, TagFate.Protected),
            ReclaimableBytes = ReclaimableBy([.. candidates.Select(static candidate => candidate.Tag)], situation.Manifests ?? []),
            NeedsManifests = manifests is null && (candidates.Length > 0 || repositories.Exists(static repository => repository.HasOrphans)),
        };
    }

    /// <summary>What garbage collection frees because some tags are deleted.</summary>
    public static long ReclaimableBy(IReadOnlyCollection<ImageTag> deleted, IEnumerable<ImageManifest> manifests)
    {
        var going = deleted.Select(static tag => (tag.Repository, tag.Tag, tag.Digest)).ToHashSet();
        var tagged = manifests.Where(static manifest => !manifest.IsUntagged).ToLookup(manifest => manifest.Tags.All(tag => going.Contains((manifest.Repository, tag, manifest.Digest))));
        return new ReclaimableStorage(tagged[true], tagged[false]).TotalBytes;
    }

    private static ImmutableArray<ReleasedTag> Released(IEnumerable<RepositoryEvaluation> repositories, TagFate fate) =>
    [
        .. repositories.SelectMany(static repository => repository.Verdicts).Where(verdict => verdict.Fate == fate).Order(TagVerdict.DeletionOrder)
            .Select(static verdict => new ReleasedTag(verdict.Tag, verdict.Rule!.Name, verdict.Users)),
    ];
}
