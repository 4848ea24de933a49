using System.Collections.Immutable;

namespace Planton.DigitalOcean.Simulator.State;

/// <summary>A layer or configuration, stored once per registry.</summary>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="SizeBytes">Its compressed size.</param>
public sealed record SimulatedBlob(string Digest, long SizeBytes);

/// <summary>An image's manifest.</summary>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Tags">Its tags; a manifest without any is what a garbage collection calls untagged.</param>
/// <param name="Blobs">The blobs it points to.</param>
/// <param name="UpdatedAt">When it was pushed or last tagged.</param>
/// <param name="SizeBytes">Uncompressed size of the image.</param>
public sealed record SimulatedManifest(
    string Digest,
    ImmutableSortedSet<string> Tags,
    ImmutableList<SimulatedBlob> Blobs,
    DateTimeOffset UpdatedAt,
    long SizeBytes)
{
    /// <summary>The sum of the blobs' sizes.</summary>
    public long CompressedSizeBytes => Blobs.Sum(blob => blob.SizeBytes);
}
