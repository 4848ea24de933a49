using System.Text.Json.Serialization;
using Planton.DigitalOcean.Simulator.Http;
using Planton.DigitalOcean.Simulator.State;

namespace Planton.DigitalOcean.Simulator.Registries;

/// <summary>A repository as the first version of the list shows it.</summary>
internal sealed record RepositoryV1Wire(
    string RegistryName,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TagWire? LatestTag,
    int TagCount);

/// <summary>A repository as the second version of the list shows it.</summary>
internal sealed record RepositoryWire(
    string RegistryName,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ManifestWire? LatestManifest,
    int TagCount,
    int ManifestCount);

internal sealed record TagWire(
    string RegistryName,
    string Repository,
    string Tag,
    string ManifestDigest,
    long CompressedSizeBytes,
    long SizeBytes,
    string UpdatedAt)
{
    public static TagWire Of(string registry, string repository, SimulatedManifest manifest, SimulatedTag tag) => new(
        registry,
        repository,
        tag.Name,
        manifest.Digest,
        manifest.CompressedSizeBytes,
        manifest.SizeBytes,
        WireTime.Seconds(tag.PushedAt));
}

internal sealed record BlobWire(string Digest, long CompressedSizeBytes);

internal sealed record ManifestWire(
    string RegistryName,
    string Repository,
    string Digest,
    long CompressedSizeBytes,
    long SizeBytes,
    string UpdatedAt,
    IReadOnlyList<string> Tags,
    IReadOnlyList<BlobWire> Blobs)
{
    public static ManifestWire Of(string registry, string repository, SimulatedManifest manifest, IEnumerable<string> tags) => new(
        registry,
        repository,
        manifest.Digest,
        manifest.CompressedSizeBytes,
        manifest.SizeBytes,
        WireTime.Seconds(manifest.UpdatedAt),
        [.. tags],
        [.. manifest.Blobs.Select(blob => new BlobWire(blob.Digest, blob.SizeBytes))]);
}

internal sealed record RepositoriesV1Body(IReadOnlyList<RepositoryV1Wire> Repositories, PageLinks Links, PageMeta Meta);

internal sealed record RepositoriesBody(IReadOnlyList<RepositoryWire> Repositories, PageLinks Links, PageMeta Meta);

internal sealed record TagsBody(IReadOnlyList<TagWire> Tags, PageLinks Links, PageMeta Meta);

internal sealed record ManifestsBody(IReadOnlyList<ManifestWire> Manifests, PageLinks Links, PageMeta Meta);
