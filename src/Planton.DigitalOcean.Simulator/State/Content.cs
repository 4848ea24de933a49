using System.Collections.Immutable;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A layer or configuration, stored once per registry.</summary>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="SizeBytes">Its compressed size.</param>
public sealed record SimulatedBlob(string Digest, long SizeBytes);

/// <summary>An image's manifest, or an index that points to the manifests of several platforms.</summary>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Blobs">The blobs it points to.</param>
/// <param name="Children">The digests of an index's manifests, which the API does not show.</param>
/// <param name="UpdatedAt">When it was last pushed.</param>
/// <param name="SizeBytes">Uncompressed size of the image.</param>
public sealed record SimulatedManifest(
    string Digest,
    ImmutableList<SimulatedBlob> Blobs,
    ImmutableList<string> Children,
    DateTimeOffset UpdatedAt,
    long SizeBytes)
{
    /// <summary>The sum of the blobs' sizes.</summary>
    public long CompressedSizeBytes => Blobs.Sum(blob => blob.SizeBytes);
}

/// <summary>A name for a manifest of its repository.</summary>
/// <param name="Name">The name.</param>
/// <param name="Digest">The manifest's digest.</param>
/// <param name="PushedAt">When the tag was last pushed; this may be later than the push of its manifest.</param>
public sealed record SimulatedTag(string Name, string Digest, DateTimeOffset PushedAt);

/// <summary>A repository; every tag points to one of its manifests.</summary>
public sealed record SimulatedRepository
{
    internal static SimulatedRepository Empty { get; } = new();

    /// <summary>The manifests by digest.</summary>
    public ImmutableSortedDictionary<string, SimulatedManifest> Manifests { get; private init; } =
        ImmutableSortedDictionary.Create<string, SimulatedManifest>(StringComparer.Ordinal);

    /// <summary>The tags by name.</summary>
    public ImmutableSortedDictionary<string, SimulatedTag> Tags { get; private init; } =
        ImmutableSortedDictionary.Create<string, SimulatedTag>(StringComparer.Ordinal);

    /// <summary>The names of a manifest's tags, sorted.</summary>
    public IReadOnlyList<string> TagsOf(string digest) => [.. Tags.Values.Where(tag => tag.Digest == digest).Select(tag => tag.Name)];

    internal ILookup<string, string> TagsByDigest() => Tags.Values.ToLookup(tag => tag.Digest, tag => tag.Name, StringComparer.Ordinal);

    /// <summary>Adds a manifest with its tags; tags that pointed to other manifests move.</summary>
    internal SimulatedRepository With(SimulatedManifest manifest, IEnumerable<string> tags) => this with
    {
        Manifests = Manifests.SetItem(manifest.Digest, manifest),
        Tags = Tags.SetItems(tags.Select(name => KeyValuePair.Create(name, new SimulatedTag(name, manifest.Digest, manifest.UpdatedAt)))),
    };

    internal SimulatedRepository WithoutTag(string name) => this with { Tags = Tags.Remove(name) };

    internal SimulatedRepository WithoutManifest(string digest) => this with
    {
        Manifests = Manifests.Remove(digest),
        Tags = Tags.RemoveRange(TagsOf(digest)),
    };

    /// <summary>Removes manifests without a tag, except, if wanted, those that a kept index points to.</summary>
    internal SimulatedRepository WithoutUntagged(bool keepsChildren)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(Tags.Values.Select(tag => tag.Digest));
        while (next.TryPop(out var digest))
        {
            if (!kept.Add(digest) || !keepsChildren || !Manifests.TryGetValue(digest, out var manifest)) continue;
            foreach (var child in manifest.Children) next.Push(child);
        }

        return this with { Manifests = Manifests.RemoveRange(Manifests.Keys.Where(digest => !kept.Contains(digest))) };
    }
}
