using Planton.DigitalOcean.Http;

namespace Planton.DigitalOcean.Registries;

/// <summary>One run of garbage collection.</summary>
public sealed record GarbageCollectionRun
{
    /// <summary>The identity of the run.</summary>
    public string Uuid { get; init => field = value ?? ""; } = "";

    /// <summary>The registry.</summary>
    public string? RegistryName { get; init; }

    /// <summary>Where the run stands: an open set.</summary>
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>What it deletes: null on old runs.</summary>
    public string? Type { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>RFC 3339, as the API wrote it.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>How many blobs were deleted; final when the run has ended.</summary>
    public long? BlobsDeleted { get; init; }

    /// <summary>How many bytes were freed; final when the run has ended.</summary>
    public long? FreedBytes { get; init; }
}

internal sealed record GarbageCollectionEnvelope(GarbageCollectionRun? GarbageCollection);

internal sealed record GarbageCollectionPage(IReadOnlyList<GarbageCollectionRun?>? GarbageCollections, Links? Links, Meta? Meta)
    : IPage<GarbageCollectionRun>
{
    IReadOnlyList<GarbageCollectionRun> IPage<GarbageCollectionRun>.Items => GarbageCollections.WhereNotNull();
}

internal sealed record StartGarbageCollectionRequest(string Type);

internal sealed record UpdateGarbageCollectionRequest(bool Cancel);
