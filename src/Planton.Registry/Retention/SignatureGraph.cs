namespace Planton.Registry.Retention;

/// <summary>A tag that holds a signature, and the digest of the image that it belongs to.</summary>
internal sealed record Signature(TagVerdict Verdict, string Subject);

/// <summary>
/// Which tags of a repository are signatures of which. A signature can itself be signed, so that what becomes of one may depend on another.
/// </summary>
internal sealed class SignatureGraph
{
    private static readonly IReadOnlyList<TagVerdict> NoTags = [];

    private readonly Dictionary<string, List<TagVerdict>> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Signature>> _signatures = new(StringComparer.Ordinal);

    /// <param name="verdicts">The tags of a repository whose digests are known.</param>
    public SignatureGraph(IEnumerable<TagVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            Add(_tags, verdict.Tag.Digest!, verdict);
            if (SignatureTag.TryGetSubject(verdict.Tag, out var subject)) Add(_signatures, subject, new Signature(verdict, subject));
        }
    }

    /// <summary>The tags that point to a digest, signatures among them.</summary>
    public IReadOnlyList<TagVerdict> TagsOf(string digest) => _tags.GetValueOrDefault(digest) ?? NoTags;

    /// <summary>
    /// The signatures, each after all tags of its image. Signatures that belong to each other in a circle, which no real digest allows, are left out.
    /// </summary>
    public IEnumerable<Signature> ImagesFirst()
    {
        var open = _signatures.ToDictionary(static entry => entry.Key, entry => TagsOf(entry.Key).Count(IsSignature), StringComparer.Ordinal);
        var ready = new Queue<Signature>(_signatures.Where(entry => open[entry.Key] == 0).SelectMany(static entry => entry.Value));
        while (ready.TryDequeue(out var signature))
        {
            yield return signature;
            var digest = signature.Verdict.Tag.Digest!;
            if (!_signatures.TryGetValue(digest, out var dependants) || --open[digest] > 0) continue;

            foreach (var dependant in dependants) ready.Enqueue(dependant);
        }
    }

    private static bool IsSignature(TagVerdict verdict) => SignatureTag.TryGetSubject(verdict.Tag, out _);

    private static void Add<T>(Dictionary<string, List<T>> lists, string key, T item)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(item);
    }
}
