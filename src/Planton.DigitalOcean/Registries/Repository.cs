using System.Text.Json.Serialization;
using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>A repository of a registry.</summary>
public sealed record Repository
{
    /// <summary>The registry.</summary>
    public string? RegistryName { get; init; }

    /// <summary>The name, which may hold slashes.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The manifest pushed last; null when the repository is empty.</summary>
    public RepositoryManifest? LatestManifest { get; init; }

    /// <summary>How many tags it has.</summary>
    public long? TagCount { get; init; }

    /// <summary>How many manifests it has, tagged or not.</summary>
    public long? ManifestCount { get; init; }
}

/// <summary>A tag of a repository.</summary>
public sealed record RepositoryTag
{
    /// <summary>The registry.</summary>
    public string? RegistryName { get; init; }

    /// <summary>The repository.</summary>
    public string? Repository { get; init; }

    /// <summary>The tag.</summary>
    public string Tag { get; init => field = value ?? ""; } = "";

    /// <summary>The manifest it points to.</summary>
    public string? ManifestDigest { get; init; }

    /// <summary>Bytes as stored.</summary>
    public long? CompressedSizeBytes { get; init; }

    /// <summary>Bytes when unpacked.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? UpdatedAt { get; init; }
}

/// <summary>A manifest of a repository.</summary>
public sealed record RepositoryManifest
{
    /// <summary>The registry.</summary>
    public string? RegistryName { get; init; }

    /// <summary>The repository.</summary>
    public string? Repository { get; init; }

    /// <summary>The identity, such as <c>sha256:…</c>.</summary>
    public string Digest { get; init => field = value ?? ""; } = "";

    /// <summary>Bytes as stored.</summary>
    public long? CompressedSizeBytes { get; init; }

    /// <summary>Bytes when unpacked.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>The tags that point to it; none when it is untagged.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value.WhereNotNull(); } = [];

    /// <summary>What it is made of.</summary>
    public IReadOnlyList<RepositoryBlob> Blobs { get; init => field = value.WhereNotNull(); } = [];
}

/// <summary>A blob of a manifest.</summary>
public sealed record RepositoryBlob
{
    /// <summary>The identity, such as <c>sha256:…</c>.</summary>
    public string Digest { get; init => field = value ?? ""; } = "";

    /// <summary>Bytes as stored.</summary>
    public long? CompressedSizeBytes { get; init; }
}

internal sealed record RepositoryPage(IReadOnlyList<Repository?>? Repositories, Links? Links, Meta? Meta) : IPage<Repository>
{
    IReadOnlyList<Repository> IPage<Repository>.Items => Repositories.WhereNotNull();
}

// A response without the list must not pass for an empty one: what is missing would look as if it had been deleted.
internal sealed record TagPage([property: JsonRequired] IReadOnlyList<RepositoryTag?>? Tags, Links? Links, Meta? Meta) : IPage<RepositoryTag>
{
    IReadOnlyList<RepositoryTag> IPage<RepositoryTag>.Items => Tags.WhereNotNull();
}

internal sealed record ManifestPage([property: JsonRequired] IReadOnlyList<RepositoryManifest?>? Manifests, Links? Links, Meta? Meta) : IPage<RepositoryManifest>
{
    IReadOnlyList<RepositoryManifest> IPage<RepositoryManifest>.Items => Manifests.WhereNotNull();

    bool IPage<RepositoryManifest>.IsComplete => Manifests?.All(static manifest => manifest is { Digest.Length: > 0 }) ?? Meta?.Total is null or 0;

    bool IPage<RepositoryManifest>.MustBeWhole => true;
}
