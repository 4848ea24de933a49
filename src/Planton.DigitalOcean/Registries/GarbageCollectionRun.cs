namespace Planton.DigitalOcean;

/// <summary>One run of garbage collection.</summary>
public sealed record GarbageCollectionRun
{
    /// <summary>The identity of the run.</summary>
    public string Uuid { get; init => field = value ?? ""; } = "";

    /// <summary>The registry.</summary>
    public string? RegistryName { get; init; }

    /// <summary>Where the run stands: see <see cref="GarbageCollectionStatus"/>; an open set.</summary>
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>What it deletes: see <see cref="GarbageCollectionTypes"/>; null on old runs.</summary>
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

/// <summary>The phases of a run. The set is open: real answers have shown phases that the API's description does not know.</summary>
public static class GarbageCollectionStatus
{
    /// <summary>Queued.</summary>
    public const string Requested = "requested";

    /// <summary>The registry is read-only; pushes that began before have up to 15 minutes to end.</summary>
    public const string WaitingForWriteJwtsToExpire = "waiting for write JWTs to expire";

    /// <summary>Walks the registry.</summary>
    public const string ScanningManifests = "scanning manifests";

    /// <summary>Seen in practice, not published.</summary>
    public const string WaitingForDeleteRequests = "waiting for delete requests";

    /// <summary>Deletes.</summary>
    public const string DeletingUnreferencedBlobs = "deleting unreferenced blobs";

    /// <summary>Was cancelled and has not ended yet.</summary>
    public const string Cancelling = "cancelling";

    /// <summary>Ended well.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Ended with a failure.</summary>
    public const string Failed = "failed";

    /// <summary>Ended early; what was deleted before stays deleted.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Whether a run has ended. Every status but three means that it goes on, known or not.</summary>
    /// <param name="status">The status of a run.</param>
    /// <returns>True for succeeded, failed and cancelled.</returns>
    public static bool IsTerminal(string? status) => status is Succeeded or Failed or Cancelled;
}

/// <summary>What a run deletes: the API's three values.</summary>
public static class GarbageCollectionTypes
{
    /// <summary>Manifests without a tag; their blobs stay, so this alone frees next to nothing.</summary>
    public const string UntaggedManifestsOnly = "untagged manifests only";

    /// <summary>Blobs that no manifest refers to.</summary>
    public const string UnreferencedBlobsOnly = "unreferenced blobs only";

    /// <summary>Both, in that order.</summary>
    public const string UntaggedManifestsAndUnreferencedBlobs = "untagged manifests and unreferenced blobs";

    /// <summary>All three.</summary>
    public static IReadOnlyList<string> All { get; } = [UntaggedManifestsAndUnreferencedBlobs, UntaggedManifestsOnly, UnreferencedBlobsOnly];
}

internal sealed record GarbageCollectionEnvelope(GarbageCollectionRun? GarbageCollection);

internal sealed record GarbageCollectionPage(IReadOnlyList<GarbageCollectionRun?>? GarbageCollections, Links? Links, Meta? Meta)
    : IPage<GarbageCollectionRun>
{
    IReadOnlyList<GarbageCollectionRun> IPage<GarbageCollectionRun>.Items => GarbageCollections.WhereNotNull();
}

internal sealed record StartGarbageCollectionRequest(string Type);

internal sealed record UpdateGarbageCollectionRequest(bool Cancel);
