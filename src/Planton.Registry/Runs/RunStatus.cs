namespace Planton.Registry.Runs;

/// <summary>The phases of a run. The set is open: real answers have shown phases that the API's description does not know.</summary>
internal static class RunStatus
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
