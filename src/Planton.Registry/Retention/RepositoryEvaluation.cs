using Planton.Registry.Images;

namespace Planton.Registry.Retention;

/// <summary>Decides about the tags of one repository.</summary>
internal sealed class RepositoryEvaluation
{
    private readonly RetentionSituation _situation;
    private readonly HashSet<(string Repository, string Digest)>? _manifests;
    private readonly List<RetentionRule> _rules;
    private List<ImageManifest>? _ofRepository;

    private RepositoryEvaluation(RetentionSituation situation, string repository, IEnumerable<ImageTag> tags, HashSet<(string Repository, string Digest)>? manifests)
    {
        (_situation, _manifests) = (situation, manifests);
        _rules = [.. situation.Terms.Rules.Where(rule => rule.ConcernsRepository(repository))];
        Verdicts = [.. tags.GroupBy(static tag => tag.Tag, StringComparer.Ordinal).SelectMany(WithoutDoubles).Select(static tag => new TagVerdict(tag))];
    }

    /// <summary>What becomes of each tag.</summary>
    public IReadOnlyList<TagVerdict> Verdicts { get; }

    /// <summary>Whether there is a signature whose image is gone, unless the manifests show it.</summary>
    public bool HasOrphans { get; private set; }

    /// <summary>Decides about all tags of a repository.</summary>
    /// <param name="manifests">All manifests of the registry; null when they have not been read.</param>
    public static RepositoryEvaluation Evaluate(
        RetentionSituation situation, IGrouping<string, ImageTag> tags, HashSet<(string Repository, string Digest)>? manifests)
    {
        var evaluation = new RepositoryEvaluation(situation, tags.Key, tags, manifests);
        evaluation.ReleaseImages();
        evaluation.ReleaseSignatures();
        return evaluation;
    }

    /// <summary>
    /// A tag that moves while pages are read comes twice. The later push holds; where the times do not tell which one that is, the tag is kept, as is
    /// every tag without a time.
    /// </summary>
    private static IEnumerable<ImageTag> WithoutDoubles(IEnumerable<ImageTag> same)
    {
        var tags = same.ToList();
        if (tags.Count == 1) return tags;

        var latest = tags.Exists(static tag => tag.PushedAt is null) ? null : tags.Max(static tag => tag.PushedAt);
        var current = tags.Where(tag => tag.PushedAt == latest).DistinctBy(static tag => tag.Digest).ToList();
        return latest is not null && current.Count == 1
            ? [current[0] with { SizeBytes = tags.Where(tag => tag.PushedAt == latest).Max(static tag => tag.SizeBytes) }]
            : tags.DistinctBy(static tag => tag.Digest).Select(static tag => tag with { PushedAt = null });
    }

    // A tag without a digest cannot be deleted safely, and one without a time has no age: both are kept and take no place.
    private static bool IsKnown(ImageTag tag) => tag is { PushedAt: not null, Digest: not null };

    private RetentionRule? RuleOf(ImageTag tag) =>
        !IsKnown(tag) || _situation.Terms.AlwaysKeep(tag.Tag) ? null : _rules.Find(rule => rule.ConcernsTag(tag.Tag));

    private void ReleaseImages()
    {
        var ruled = Verdicts.Where(static verdict => !SignatureTag.TryGetSubject(verdict.Tag, out _))
            .Select(verdict => (Verdict: verdict, Rule: RuleOf(verdict.Tag))).Where(static entry => entry.Rule is not null);
        foreach (var group in ruled.GroupBy(static entry => entry.Rule!, static entry => entry.Verdict)) ReleaseBeyond(group.Key, group);
    }

    private void ReleaseBeyond(RetentionRule rule, IEnumerable<TagVerdict> verdicts)
    {
        var newestFirst = verdicts.OrderByDescending(static verdict => verdict.Tag.PushedAt).ThenByDescending(static verdict => verdict.Tag.Tag, StringComparer.Ordinal);
        foreach (var (rank, verdict) in newestFirst.Index())
        {
            if (!rule.LetsGo(rank, verdict.Tag.PushedAt!.Value, _situation.Now)) continue;

            verdict.Release(rule, _situation.Usage.UsersOf(verdict.Tag), _situation.Usage.IsComplete);
        }
    }

    private void ReleaseSignatures()
    {
        var graph = new SignatureGraph(Verdicts.Where(static verdict => verdict.Tag.Digest is not null));
        foreach (var signature in graph.ImagesFirst())
        {
            if (!IsKnown(signature.Verdict.Tag) || _situation.Terms.AlwaysKeep(signature.Verdict.Tag.Tag)) continue;

            var holders = graph.TagsOf(signature.Subject);
            if (holders.Count > 0) ReleaseWithImage(signature.Verdict, holders);
            else ReleaseOrphan(signature.Verdict, signature.Subject);
        }
    }

    private void ReleaseWithImage(TagVerdict signature, IReadOnlyList<TagVerdict> holders)
    {
        if (holders.Any(static holder => holder.Fate == TagFate.Kept)) return;

        var last = holders.Max(TagVerdict.DeletionOrder)!;
        var users = holders.SelectMany(static holder => holder.Users).Concat(_situation.Usage.UsersOf(signature.Tag));
        signature.OrderAfter(last);
        signature.Release(last.Rule!, ImageUsage.Sort(users), _situation.Usage.IsComplete);
    }

    private void ReleaseOrphan(TagVerdict signature, string subject)
    {
        var (repository, usage) = (signature.Tag.Repository, _situation.Usage);
        if (RuleOf(signature.Tag) is not { } rule || !rule.LetsGoByAge(signature.Tag.PushedAt!.Value, _situation.Now)) return;

        // A list without the signature itself proves nothing.
        HasOrphans |= _manifests is null;
        if (_manifests is null || !_manifests.Contains((repository, signature.Tag.Digest!))) return;
        if (_manifests.Contains((repository, subject)) && MayBePlatform(repository, subject)) return;

        signature.Release(rule, ImageUsage.Sort(usage.UsersOf(repository, subject).Concat(usage.UsersOf(signature.Tag))), usage.IsComplete);
    }

    /// <summary>
    /// Whether an image without a tag may be one platform of an image that has one. The service does not tell which manifests an index points to; it shows an
    /// index without blobs, or with those of its platforms. A list of signatures looks like an index, and has no platforms.
    /// </summary>
    private bool MayBePlatform(string repository, string digest)
    {
        _ofRepository ??= [.. _situation.Manifests!.Where(manifest => manifest.Repository == repository)];
        var images = _ofRepository.Where(manifest => manifest.Digest == digest);
        return images.Any(image => _ofRepository.Exists(index => HasTagOfImage(index) && (!index.ListsBlobs || !image.ListsBlobs || image.Blobs.All(index.Blobs.Contains))));
    }

    private static bool HasTagOfImage(ImageManifest manifest) => manifest.Tags.Any(tag => !SignatureTag.TryGetSubject(tag, manifest.Digest, out _));
}
